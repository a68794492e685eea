"""Writing a page where an operator asked for it."""

from collections.abc import Iterable
from os.path import realpath  # Path.resolve() raises where links lead in a circle
from pathlib import Path

from runtime.refusals import WrongUse


def must_not_replace(page: Path | None, inputs: Iterable[Path], what: str) -> None:
    """Refuse to write a page over what the command reads.

    Raises:
        WrongUse: The page's path is that of an input; `what` names the input.
    """
    if page is not None and realpath(page) in map(realpath, inputs):
        raise WrongUse(f"--html {page} would replace {what}")


def write_page(path: Path, page: str) -> None:
    """Write a page.

    Raises:
        WrongUse: It cannot be written there.
    """
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise WrongUse(f"{path}: the page cannot be written: {error.strerror}") from error
