"""What every command has: its two streams, its `--json`, and the status of a refusal."""

# ruff: noqa: PLC0415 - what is heavy is imported where it is used, so that --help answers at once

import sys
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from console.screen import Screen

FAILED: Final = 1
"""The exit status of a command whose answer is no."""

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]


def screen_of(*, as_json: bool) -> "Screen":
    """Return the process's own two streams."""
    from console.screen import Screen

    return Screen(sys.stdout, sys.stderr, as_json=as_json)
