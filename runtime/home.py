"""The folder under which everything lies by default: made, kept private, and judged when used.

Rule 1: what Phoenix makes is its owner's alone by its own mode, whatever the umask and the folders
above it are. Rule 2: a folder that exists keeps its mode, since whoever made it decided who may
read it.
"""

import os
import pwd
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from runtime.refusals import WrongUse
from runtime.settings import ENV_PREFIX, Settings

_OURS_ALONE: Final = 0o700
_TO_WORK_IN: Final = os.R_OK | os.W_OK | os.X_OK


def ensure_home(settings: Settings) -> None:
    """Create the home folder and what lies in it by default, readable by their owner only.

    Raises:
        WrongUse: One cannot be created or used, or something else is in its place.
    """
    below = (
        settings.auditor_key.parent,
        settings.logs,
        settings.outbox,
        Path(settings.artifacts),
    )
    for folder in (settings.home, *(one for one in below if one.is_relative_to(settings.home))):
        with usable(folder):
            _ensure_private(folder)
            if not os.access(folder, _TO_WORK_IN):
                raise PermissionError(0, "it may not be read and written", str(folder))


@contextmanager
def usable(folder: Path) -> Generator[None]:
    """Turn what the system has against the use of a folder into words.

    Raises:
        WrongUse: The system refused.
    """
    try:
        yield
    except OSError as error:
        raise WrongUse(
            f"the folder {folder} cannot be used: {error.strerror or error}{_owner(folder)}; "
            f"{ENV_PREFIX}HOME names the folder for Phoenix's state"
        ) from error


def open_private(path: Path, mode: str) -> IO[Any]:
    """Open a file to write, in UTF-8 or bytes; one that is made is its owner's alone.

    Raises:
        OSError: It cannot be opened.
    """

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags, 0o600)

    return open(path, mode, encoding=None if "b" in mode else "utf-8", opener=opener)


def _ensure_private(folder: Path) -> None:
    try:
        folder.mkdir(mode=_OURS_ALONE, parents=True)
    except FileExistsError:
        if not folder.is_dir():
            raise
        return
    folder.chmod(_OURS_ALONE)  # whatever the umask was


def _owner(folder: Path) -> str:
    """Say whose a folder is that another user has made."""
    try:
        owner = folder.stat().st_uid
        if owner == os.geteuid():
            return ""
        return f" (it belongs to {pwd.getpwuid(owner).pw_name})"
    except (OSError, KeyError):  # it cannot be looked at, or its owner has no name here
        return ""
