"""Files that appear whole or not at all, whatever stops the process or the machine."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from uuid import uuid4


def unfinished_name() -> str:
    """Return a name for a file that is being written; no two are the same."""
    return f".{uuid4().hex}.part"


def replace_file(path: Path, data: bytes) -> None:
    """Put the bytes at `path` in one step that survives a crash; the folder must exist.

    Raises:
        OSError: They cannot be written; then what was at `path` is as before.
    """
    part = path.with_name(unfinished_name())
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


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
