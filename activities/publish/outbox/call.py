"""The time in which one call to an outbox may have its effect."""

import fcntl
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from contracts import PlatformUnavailable

_LOOK_AGAIN: Final = 0.01
"""Seconds until a lock that somebody else holds is tried again."""


class Call:
    """The time in which one call may have its effect; it begins before the call has a thread."""

    def __init__(self, monotonic: Callable[[], float], seconds: float, line: "list[Call]") -> None:
        """Take what tells seconds that pass, how many it has, and the line in which it stands."""
        self._line = line
        line.append(self)
        self._monotonic = monotonic
        self._seconds = seconds
        self._until = monotonic() + seconds
        self._is_cut_off = threading.Event()

    def cut_off(self) -> None:
        """End it: nobody waits for it any more, and no thread can be cancelled."""
        self._is_cut_off.set()
        self._leave_line()

    def check(self) -> None:
        """Go on only while there is time.

        Raises:
            PlatformUnavailable: The time is over.
        """
        if self._is_cut_off.is_set() or self._monotonic() >= self._until:
            raise PlatformUnavailable(
                "The outbox was in use or too slow: the call gave up within "
                f"{self._seconds:g} s and has changed nothing."
            )

    def take(self, lock: int, kind: int) -> None:
        """Take the lock when it is this call's turn; the time is not over when it is ours.

        Who has just come would often be quicker than those who look again from time to time, so
        without a line the first of many could be the last.

        Raises:
            PlatformUnavailable: The time is over.
        """
        while self._line[:1] != [self] or not _is_taken(lock, kind):
            self.check()
            self._is_cut_off.wait(_LOOK_AGAIN)
        self._leave_line()
        self.check()

    def _leave_line(self) -> None:
        with suppress(ValueError):  # it has left already
            self._line.remove(self)


def _is_taken(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
