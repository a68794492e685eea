"""Logs in the home's folder that nobody else looks after: none of them grows without end."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from shutil import copyfileobj
from typing import Final

from runtime.home import open_private

LIMIT: Final = 5_000_000
"""Bytes after which a log is set aside, in the place of what was set aside before."""


def bound(log: Path) -> None:
    """Set aside what was logged, once that is more than `LIMIT`, and begin anew.

    A running process goes on writing at the end, which is the beginning then; a line that it writes
    in that moment may be lost.
    """
    # A command does its work whatever becomes of a log; there may be none yet, or no room.
    with suppress(OSError), log.open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # against another command
        if os.fstat(file.fileno()).st_size > LIMIT:
            with open_private(log.with_suffix(f"{log.suffix}.1"), "wb") as aside:
                copyfileobj(file, aside)
            file.truncate(0)
