"""Trying again: what is waited for is told, no pause is too long, and no error is passed over."""

from dataclasses import dataclass, field
from itertools import islice

import pytest

from activities.retrying import Pauses, retry


class NotYetError(Exception):
    """It does not work yet."""


@dataclass
class Clock:
    """Time that goes by in pauses only, and how long each of them was."""

    now: float = 1000.0
    pauses: list[float] = field(default_factory=list[float])

    def __call__(self) -> float:
        """Return the time in seconds."""
        return self.now

    async def pause(self, seconds: float) -> None:
        """Let time go by."""
        self.pauses.append(seconds)
        self.now += seconds


@dataclass
class Door:
    """It opens at the attempt with this number."""

    opens_at: int
    attempts: int = 0

    async def enter(self) -> str:
        """Enter, or be turned away."""
        self.attempts += 1
        if self.attempts < self.opens_at:
            raise NotYetError(f"attempt {self.attempts}")
        return "inside"


def test_pauses_double_up_to_the_longest() -> None:
    """What is away for a moment is found soon, and what is away for long is not pestered."""
    assert list(islice(Pauses(first=1, longest=10), 6)) == [1, 2, 4, 8, 10, 10]


async def test_what_works_at_once_costs_no_pause() -> None:
    """Nobody waits who need not."""
    clock = Clock()

    entered = await retry(Door(1).enter, NotYetError, Pauses(1, 10), pause=clock.pause, clock=clock)

    assert entered == "inside"
    assert clock.pauses == []


async def test_each_pause_is_told_before_it_begins() -> None:
    """Who waits knows for what, and how long until the next attempt."""
    clock = Clock()
    told: list[tuple[str, float, float]] = []

    def tell(error: NotYetError, seconds: float) -> None:
        told.append((str(error), seconds, clock.now))

    entered = await retry(
        Door(4).enter, NotYetError, Pauses(1, 10), tell, pause=clock.pause, clock=clock
    )

    assert entered == "inside"
    assert told == [("attempt 1", 1, 1000), ("attempt 2", 2, 1001), ("attempt 3", 4, 1003)]


async def test_when_the_time_is_over_the_last_error_is_raised() -> None:
    """The last attempt is made when the time is over, and not a moment later."""
    clock = Clock()
    door = Door(100)

    with pytest.raises(NotYetError, match="attempt 4"):
        await retry(
            door.enter, NotYetError, Pauses(1, 10, within=5), pause=clock.pause, clock=clock
        )

    assert clock.pauses == [1, 2, 2]


async def test_an_error_of_another_kind_is_no_reason_to_try_again() -> None:
    """A mistake that time does not mend is told at once."""
    clock = Clock()
    door = Door(100)

    with pytest.raises(NotYetError, match="attempt 1"):
        await retry(door.enter, (KeyError, OSError), Pauses(1, 10), pause=clock.pause, clock=clock)

    assert door.attempts == 1
    assert clock.pauses == []
