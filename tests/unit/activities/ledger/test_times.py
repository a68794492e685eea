"""How long the ledger takes is told by what came of it, to whichever activity waited for it."""

from pathlib import Path
from uuid import UUID

import pytest
from temporalio.testing import ActivityEnvironment

from activities.ledger import SqlLedger
from contracts import Infrastructure, LedgerUnusable
from tests.support.fakes.meter import FakeMeter, Told, told

ONE = UUID("3f0c6c3e-0000-4000-8000-000000000001")


async def times_of(ledger: SqlLedger, fails: type[Exception] | None = None) -> dict[Told, int]:
    """Let an activity use a ledger, and return how often each outcome was timed."""
    meter = FakeMeter()
    environment = ActivityEnvironment()
    environment.metric_meter = meter.meter
    try:
        if fails is None:
            await environment.run(ledger.executions.count_duplicate, ONE)
        else:
            with pytest.raises(fails):
                await environment.run(ledger.executions.count_duplicate, ONE)
    finally:
        await ledger.close()
    return {key: len(spent) for key, spent in meter.durations.items()}


async def test_a_ledger_that_answers_is_timed(tmp_path: Path) -> None:
    """Each transaction of an activity is one duration."""
    ledger = SqlLedger(f"sqlite:///{tmp_path / 'ledger.db'}")

    assert await times_of(ledger) == {told("phoenix_ledger_call_duration", answer="given"): 1}


async def test_a_ledger_that_is_away_is_told_apart(tmp_path: Path) -> None:
    """Who is on call sees that campaigns wait for the database."""
    (tmp_path / "file").write_text("")
    ledger = SqlLedger(f"sqlite:///{tmp_path / 'file' / 'deeper' / 'ledger.db'}")

    assert await times_of(ledger, Infrastructure) == {
        told("phoenix_ledger_call_duration", answer="unavailable"): 1
    }


async def test_a_ledger_that_cannot_be_used_is_told_apart(tmp_path: Path) -> None:
    """What waiting does not mend has an outcome of its own."""
    (tmp_path / "ledger.db").write_text("no database at all, and longer than its header is\n" * 9)
    ledger = SqlLedger(f"sqlite:///{tmp_path / 'ledger.db'}")

    assert await times_of(ledger, LedgerUnusable) == {
        told("phoenix_ledger_call_duration", answer="unusable"): 1
    }
