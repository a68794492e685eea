"""What commands have in common: streams, `--json`, campaigns' names, statuses, written pages."""

# ruff: noqa: PLC0415 - what is heavy is imported where it is used, so that --help answers at once

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.campaigns.names import CampaignName

FAILED: Final = 1
"""The exit status of a command whose answer is no."""

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]


def _campaign(text: str) -> "CampaignName":
    from runtime.campaigns.names import parse_name

    return parse_name(text)


if TYPE_CHECKING:
    Campaign = CampaignName
else:
    Campaign = Annotated[
        Any,
        typer.Argument(
            parser=_campaign, metavar="CAMPAIGN", help="Execution id, or a unique beginning of it."
        ),
    ]


def screen_of(*, as_json: bool) -> "Screen":
    """Return the process's own two streams."""
    from console.screen import Screen

    return Screen(sys.stdout, sys.stderr, as_json=as_json)


def write_page(path: Path, page: str) -> None:
    """Write a page where an operator asked for it.

    Raises:
        WrongUse: It cannot be written there.
    """
    from runtime.refusals import WrongUse

    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise WrongUse(f"{path}: the page cannot be written: {error.strerror}") from error
