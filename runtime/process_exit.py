"""The end of a process that has used Temporal's SDK."""

import os
import sys
from contextlib import suppress
from typing import NoReturn


def leave(status: int) -> NoReturn:
    """End the process with this exit status, whatever the SDK's threads do.

    They can abort the interpreter while it shuts down on Python 3.11.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # who reads may have left
            stream.flush()
    os._exit(status)
