"""The time in which one call to an outbox may have its effect."""

import fcntl
import threading
from collections.abc import Callable
from typing import Final

from contracts import PlatformUnavailable

_LOOK_AGAIN: Final = 0.01
"""Seconds until a lock that somebody else holds is tried again."""


class Call:
    """The time in which one call may have its effect; it begins before the call has a thread."""

    def __init__(self, monotonic: Callable[[], float], seconds: float) -> None:
        self._monotonic = monotonic
        self._seconds = seconds
        self._until = monotonic() + seconds
        self._is_cut_off = threading.Event()

    def cut_off(self) -> None:
        """End it: nobody waits for it any more, and no thread can be cancelled."""
        self._is_cut_off.set()

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
        """Take the lock as soon as it can be had; the time is not over when it is ours.

        Raises:
            PlatformUnavailable: The time is over.
        """
        while not _is_taken(lock, kind):
            self.check()
            self._is_cut_off.wait(_LOOK_AGAIN)
        self.check()


def _is_taken(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
