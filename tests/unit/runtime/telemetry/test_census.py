"""How much there is of something, counted by Temporal and the ledger."""

import asyncio
import logging
from types import SimpleNamespace
from typing import Any, cast

import pytest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from runtime.telemetry.census import EVERY, Census
from tests.support.fakes.faults import Faults
from tests.support.fakes.ledger import FakeLedger
from tests.support.fakes.meter import FakeMeter, told


class Counting:
    """A Temporal that counts what it is asked for, and a pause that ends the looking."""

    def __init__(self) -> None:
        self.meter = FakeMeter()
        self.ledger = FakeLedger(Faults())
        self.asked: list[str] = []
        self.fails: list[RPCError | None] = []
        self.pauses: list[float] = []
        self.census = Census(cast(Client, self), self.ledger.stops, self.meter.meter)

    async def count_workflows(self, query: str) -> Any:
        """Answer as Temporal does."""
        if not self.asked and self.fails and (failure := self.fails.pop(0)) is not None:
            raise failure
        self.asked.append(query)
        return SimpleNamespace(count=7 if "LEARN" in query else 3 if "Review" in query else 0)

    async def pause(self, seconds: float) -> None:
        """Let no time pass; after three looks the worker is stopped."""
        self.pauses.append(seconds)
        if len(self.pauses) == 3:
            raise asyncio.CancelledError


async def test_every_state_is_counted_and_what_waits_and_what_is_stopped() -> None:
    """The numbers are of open campaigns alone, whichever worker has them."""
    there = Counting()
    await there.ledger.stops.set(None, None, why="prices", by="Ana")

    await there.census.take()

    assert there.meter.levels[told("phoenix_open_campaigns", state="LEARN")] == 7
    assert there.meter.levels[told("phoenix_open_campaigns", state="PUBLISH")] == 0
    assert there.meter.levels[told("phoenix_awaiting_review")] == 3
    assert there.meter.levels[told("phoenix_stops_in_force")] == 1
    assert all('ExecutionStatus = "Running"' in query for query in there.asked)


async def test_a_temporal_that_does_not_answer_is_asked_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The worker goes on, says so once, and counts as soon as somebody answers."""
    there = Counting()
    away = RPCError("nobody is there", RPCStatusCode.UNAVAILABLE, b"")
    there.fails = [away, away, None]

    with caplog.at_level(logging.WARNING), pytest.raises(asyncio.CancelledError):
        await there.census.keep(there.pause)

    assert [record.getMessage() for record in caplog.records] == [
        "how much there is cannot be counted: nobody is there"
    ]
    assert there.pauses == [EVERY] * 3
    assert there.meter.levels[told("phoenix_awaiting_review")] == 3
