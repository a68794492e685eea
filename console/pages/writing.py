"""Writing a page, or pictures, where an operator asked for it."""

import webbrowser
from collections.abc import Iterable, Iterator, Mapping
from os.path import realpath  # Path.resolve() raises where links lead in a circle
from pathlib import Path

from contracts import VisualAsset
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


def opened_in_browser(page: Path) -> bool:
    """Show a page that was written, and tell whether a browser took it."""
    return webbrowser.open(page.absolute().as_uri())


def write_pictures(
    folder: Path, assets: Iterable[VisualAsset], pictures: Mapping[str, bytes]
) -> Iterator[Path]:
    """Write each picture that was read under its place's name, and yield where it is.

    Raises:
        WrongUse: One cannot be written there.
    """
    taken: dict[str, int] = {}
    for asset in assets:
        if asset.sha256 not in pictures:
            continue
        name = f"{asset.channel}-{asset.placement}"
        taken[name] = taken.get(name, 0) + 1
        number = f"-{taken[name]}" if taken[name] > 1 else ""
        path = folder / f"{name}{number}.{_ending(asset.media_type)}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pictures[asset.sha256])
        except OSError as error:
            raise WrongUse(f"{path}: it cannot be written: {error.strerror}") from error
        yield path


def _ending(media_type: str) -> str:
    return {"image/jpeg": "jpg", "text/plain": "txt"}.get(media_type, media_type.split("/")[1])
