"""Files that appear whole or not at all, whatever stops the process or the machine."""

import errno
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final
from uuid import uuid4

_WITHOUT_LINKS: Final = frozenset({errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP})
"""How file systems refuse a second name for a file that know no such thing
(https://man7.org/linux/man-pages/man2/link.2.html)."""


def unfinished_name() -> str:
    """Return a name for a file that is being written; no two are the same."""
    return f".{uuid4().hex}.part"


def replace_file(path: Path, data: bytes) -> None:
    """Put the bytes at `path` in one step that survives a crash; the folder must exist.

    Raises:
        OSError: They cannot be written; then what was at `path` is as before.
    """
    with _written_beside(path, data) as part:
        part.replace(path)
    sync_folder(path.parent)


def create_file(path: Path, data: bytes) -> bool:
    """Put the bytes at `path` in the same way where nothing is, and say whether that was so.

    Where a file system has no links, of two who come in the same instant both may be told so, and
    the later one's bytes stay.

    Raises:
        OSError: They cannot be written.
    """
    with _written_beside(path, data) as part:
        try:
            os.link(part, path)  # unlike a renaming, it never replaces anything
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in _WITHOUT_LINKS:
                raise
            if path.exists():
                return False
            part.replace(path)
    sync_folder(path.parent)
    return True


def remove_folder(folder: Path) -> None:
    """Delete a folder with everything in it, durably; one that is not there is no fault.

    Raises:
        OSError: Something in it cannot be deleted; a part may be.
    """
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; POSIX promises it for nothing less.

    Raises:
        OSError: The folder cannot be opened or synchronised.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _written_beside(path: Path, data: bytes) -> Generator[Path]:
    """Write the bytes durably under a name of their own, and leave nothing there."""
    part = path.with_name(unfinished_name())
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield part
    finally:
        part.unlink(missing_ok=True)
