"""Files that are read only where they really lie beneath certain folders."""

import os
import stat
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from activities.named_paths import named
from contracts.repeating import repeated
from runtime.refusals import WrongUse

# O_PATH needs no right to list a folder on the way; not every system has it.
_FOLDER: Final = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


class LiesElsewhere(WrongUse):
    """A file is not beneath any of the folders beneath which it may be."""


def read_beneath(folders: Sequence[Path], path: Path, limit: int) -> bytes:
    """Return the content of a regular file that really lies beneath one of the folders.

    Links are followed first, and where they lead is judged. Then the way there is gone without
    following any: what somebody puts in the place of a part of it meanwhile is not read.

    Args:
        folders: Beneath one of them it has to lie, and no part of the way from there is hidden:
            what programs keep for themselves, such as keys and their own state, often is.
        path: Where it is said to lie.
        limit: The largest size in bytes.

    Raises:
        LiesElsewhere: It lies elsewhere.
        WrongUse: It is hidden, missing, unreadable, no regular file, or larger.
    """
    try:
        real = Path(os.path.realpath(path))
        _check(real, folders, path)
        known = named(path)
        with _opened(real) as handle:
            if handle is None:
                raise WrongUse(f"{known}: is not a regular file")
            with open(handle, "rb", closefd=False) as file:
                data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise WrongUse(f"{named(path)}: does not exist") from error
    except OSError as error:
        raise WrongUse(f"{named(path)}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        what = "holds a null character"
        raise WrongUse(f"{_unseen(path, folders[0])}: cannot be read: {what}") from error
    if len(data) > limit:
        raise WrongUse(f"{known}: is larger than {limit:,} bytes")
    return data


def _check(real: Path, folders: Sequence[Path], path: Path) -> None:
    """Refuse a file that is not where it may be; whether there is one is not told of others."""
    allowed = [Path(os.path.realpath(folder)) for folder in folders]
    folder = next(filter(real.is_relative_to, allowed), None)
    shown = _unseen(path, folders[0])
    if folder is None:
        raise LiesElsewhere(f"{shown}: lies outside of {' and of '.join(map(str, allowed))}")
    if any(map(_is_hidden, real.relative_to(folder).parts)):
        raise WrongUse(f"{shown}: is hidden, or lies in a hidden folder")


def _unseen(path: Path, folder: Path) -> str:
    """Return how a path is named without telling what is there of it, beside a known folder."""
    whole = path.absolute()
    known = Path(os.path.commonpath([whole, folder.absolute()]))
    rest = str(whole.relative_to(known))
    told = repeated(rest)
    return str(path) if told == rest else str(known / told)


def _is_hidden(name: str) -> bool:
    # Kubernetes puts what it mounts into folders such as `..data`, and links to it from outside.
    return name.startswith(".") and not name.startswith("..")


@contextmanager
def _opened(real: Path) -> Generator[int | None]:
    """Open what lies at a path without links; give nothing when that is no regular file."""
    with _entered(real.parent) as folder:
        # What is no regular file is not even opened: a device may act on it.
        if not stat.S_ISREG(os.stat(real.name, dir_fd=folder, follow_symlinks=False).st_mode):
            yield None
            return
        handle = os.open(real.name, _FILE, dir_fd=folder)
    try:
        yield handle if stat.S_ISREG(os.fstat(handle).st_mode) else None
    finally:
        os.close(handle)


@contextmanager
def _entered(folder: Path) -> Generator[int]:
    """Go from the root into a folder, one part after the other."""
    handle = os.open(folder.anchor, _FOLDER)
    try:
        for part in folder.relative_to(folder.anchor).parts:
            inner = os.open(part, _FOLDER, dir_fd=handle)
            os.close(handle)
            handle = inner
        yield handle
    finally:
        os.close(handle)
