"""Places where a command is to write, judged before it does what takes its time."""

import os
from collections.abc import Callable
from pathlib import Path

from runtime.refusals import WrongUse


def writable_file(option: str, text: str) -> Path:
    """Return the path of a file that can be written.

    Args:
        option: Where it was typed, such as `--html`.
        text: What was typed.

    Raises:
        WrongUse: It cannot; the message says why, and what would be right.
    """
    return _judged(option, Path(text), _why_no_file)


def writable_folder(option: str, text: str) -> Path:
    """Return the path of a folder that files can be written into, or that can be made.

    Args:
        option: As for `writable_file`.
        text: As for `writable_file`.

    Raises:
        WrongUse: As for `writable_file`.
    """
    return _judged(option, Path(text), _why_no_folder)


def _judged(option: str, path: Path, why_not: Callable[[Path], str | None]) -> Path:
    try:
        why = "is no path: it holds a character NUL" if "\0" in str(path) else why_not(path)
    except OSError as error:
        why = f"cannot be written: {error.strerror}"
    if why is not None:
        raise WrongUse(f"{option} {path}: {why}")
    return path


def _why_no_file(path: Path) -> str | None:
    if path.is_dir():
        return "is a folder; name a file in it"
    if path.exists():
        return None if os.access(path, os.W_OK) else "must not be written by you"
    if not path.parent.is_dir():
        return f"there is no folder {path.parent}; make it, or name another place"
    return _why_closed(path.parent)


def _why_no_folder(path: Path) -> str | None:
    if path.is_dir():
        return _why_closed(path)
    if path.exists():
        return "is a file; name a folder, which is made if need be"
    there = next(folder for folder in path.absolute().parents if folder.exists())
    if not there.is_dir():
        return f"cannot be made, since {there} is a file"
    return _why_closed(there)


def _why_closed(folder: Path) -> str | None:
    is_open = os.access(folder, os.W_OK | os.X_OK)
    return None if is_open else f"nothing can be written into {folder} by you"
