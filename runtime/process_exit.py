"""The streams with which a process begins, and its end once it has used Temporal's SDK."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Final, NoReturn

_LAST: Final[list[Callable[[], None]]] = []


def before_leaving(do: Callable[[], None]) -> None:
    """Let something be done before the process ends; it takes seconds at most, and raises nothing.

    The interpreter's own `atexit` is not reached.
    """
    _LAST.append(do)


def open_streams() -> None:
    """Give a process the three streams that whoever started it may have closed.

    What is written to them then is for nobody. Without them the next file or connection that is
    opened would get their numbers, and be written to.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            mode = "r" if number == 0 else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


def leave(status: int) -> NoReturn:
    """End the process with this exit status, whatever the SDK's threads do.

    They can abort the interpreter while it shuts down on Python 3.11.
    """
    for do in _LAST:
        do()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # who reads may have left
            stream.flush()
    os._exit(status)
