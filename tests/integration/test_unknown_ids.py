"""An id or a name that nothing has is wrong use, whichever command is given it."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from activities.ledger import SqlLedger
from contracts import CampaignPayload, CampaignState
from tests.support.builders import CAMPAIGN, TENANT
from tests.support.worlds.installation import Installation, open_installation

STRANGER = "00000000-0000-4000-8000-000000000000"
REVIEW = ("review", STRANGER, "approve", "--digest", "00000000")
RESOLVE = ("resolve", STRANGER, "x", "sent", "--remote-id", "1")
SLOT = "2027-01-04T09:00"
MANY = (
    ("status", STRANGER),
    ("watch", STRANGER),
    ("report", STRANGER),
    REVIEW,
    ("pause", STRANGER),
    ("resume", STRANGER),
    ("retry", STRANGER),
    ("cancel", STRANGER),
    RESOLVE,
    ("status", "00000000"),
    ("schedule", "show", "coffee"),
    ("schedule", "pause", "coffee"),
    ("schedule", "resume", "coffee"),
    ("schedule", "trigger", "coffee"),
    ("schedule", "backfill", "coffee", "--from", "2026-01-04T09:00", "--until", "2026-01-05T09:00"),
    ("schedule", "skip", "coffee", SLOT),
    ("schedule", "change", "coffee", SLOT, "--to", "2027-01-04T10:00"),
    ("schedule", "delete", "coffee"),
    ("stop", "--lift", "stop7"),
    ("tenant", "erase", STRANGER),
    ("tenant", "erase", STRANGER, "--yes"),
)


@pytest.fixture
async def installed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Installation]:
    """Give a test an installation."""
    async with open_installation(tmp_path, capsys, monkeypatch) as opened:
        await opened.type("ledger", "migrate")
        yield opened


async def test_what_nothing_has_ends_with_status_2(installed: Installation) -> None:
    """A script tells a typing error from a campaign that has failed, in every command alike."""
    answers = {typed: await installed.type(*typed) for typed in MANY}

    assert {typed: one.status for typed, one in answers.items()} == dict.fromkeys(MANY, 2)
    assert all("no " in one.err for one in answers.values())
    assert not any("campaign campaign-" in one.err for one in answers.values())


async def test_what_the_ledger_alone_remembers_is_told_by_report(installed: Installation) -> None:
    """A campaign that Temporal has forgotten is no unknown one: the message says who tells it."""
    execution = uuid4()
    ended = CampaignPayload(
        campaign_id=CAMPAIGN,
        tenant_id=TENANT,
        execution_id=execution,
        current_state=CampaignState.IDLE,
    )
    ledger = SqlLedger(f"sqlite:///{installed.home / 'ledger.db'}")
    await ledger.executions.conclude(ended, "a" * 64, "a run")
    await ledger.executions.count_duplicate(other := uuid4())
    await ledger.close()

    answers = [await installed.type(one, str(execution)) for one in ("status", "watch", "pause")]
    told = await installed.type("report", str(execution))
    begun = await installed.type("status", str(other))

    assert [one.status for one in answers] == [1, 1, 1]
    assert all(f"'starter.py report {execution}' tells it" in one.err for one in answers)
    assert told.status == 0
    assert begun.status == 2
