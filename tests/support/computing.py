"""Work for compute processes, and computes that go wrong as they are told to."""

import ctypes
import os
import signal
import time
from collections.abc import Callable, Mapping
from typing import Final, TypeVar, TypeVarTuple
from uuid import UUID

from activities.ports import Limit

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

GENEROUS: Final = Limit(cpu=30, wall=60, memory=1_000_000_000)


def spin(seconds: float) -> None:
    """Keep a processor busy for so long."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def take(size: int) -> int:
    """Need so many bytes of memory."""
    return len(bytearray(size))


def pid() -> int:
    """Tell which process does the work."""
    return os.getpid()


def environment() -> Mapping[str, str]:
    """Tell what the process that does the work knows of its surroundings."""
    return dict(os.environ)


def die(number: int) -> None:
    """End as a process does that is killed, or that crashes."""
    os.kill(os.getpid(), number)


def crash() -> None:
    """Read what nobody may read."""
    ctypes.string_at(0)


def refuse_to_end() -> None:
    """Do as if a supervisor had told the whole group of processes to end."""
    os.kill(os.getpid(), signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGINT)


class Stubborn(Exception):
    """An error that can be written down and not be read again."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} {second}")


def be_stubborn() -> None:
    """Fail so that the failure cannot be passed on as it is.

    Raises:
        Stubborn: Always.
    """
    raise Stubborn("cannot", "travel")


class FailingCompute:
    """Does everything at once in this process, but for the work that it is told to fail at."""

    def __init__(self, failures: Mapping[str, Exception]) -> None:
        """Take what is raised, by the name of the function."""
        self._failures = failures
        self.asked: list[str] = []
        """The names of the functions, in their order."""

    async def run(
        self, function: Callable[[*Ts], T], *args: *Ts, what: str, tenant: UUID, limit: Limit
    ) -> T:
        """See `Compute.run`."""
        del what, tenant, limit
        self.asked.append(function.__name__)
        if function.__name__ in self._failures:
            raise self._failures[function.__name__]
        return function(*args)

    async def prepare(self) -> None:
        """Need nothing beforehand."""

    async def close(self) -> None:
        """Hold nothing open."""
