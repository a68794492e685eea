"""One execution, started very often at the same time: one run, and every caller is told."""

import asyncio
import json
import sqlite3
import subprocess
import sys
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest

from contracts import Budget, CampaignRequest, CancelMessage, workflow_id
from runtime.campaigns.client import Campaigns
from runtime.refusals import NotCarriedOut
from tests.e2e.installation import Installation, until
from tests.support.builders import request
from tests.support.paths import ROOT

pytestmark = [pytest.mark.drill, pytest.mark.e2e, pytest.mark.timeout(600)]

SIGNALED: Final = "workflow_execution_signaled_event_attributes"
EACH: Final = 25
STARTS: Final = 2 * EACH


@pytest.fixture
def installation(tmp_path: Path) -> Generator[Installation]:
    """Return a server with a worker."""
    with Installation(tmp_path) as installation:
        installation.start_server()
        installation.start_worker()
        yield installation


async def test_an_execution_started_very_often_at_once_runs_once(
    installation: Installation,
) -> None:
    """Every start but one is told to be a duplicate, before and after the end, and counted."""
    client = await installation.client()
    campaigns = Campaigns(client)
    campaign = request(execution_id=uuid4())
    name = workflow_id(campaign.execution_id)

    async def runs() -> int:
        return len([run async for run in client.list_workflows(f'WorkflowId="{name}"')])

    here, elsewhere = await asyncio.gather(
        _start(campaigns, campaign, EACH),
        asyncio.to_thread(_start_elsewhere, installation, campaign, EACH),
    )
    runs_at_once = await runs()
    await campaigns.send(campaign.execution_id, CancelMessage(by="a test"))
    payload = await campaigns.result(campaign.execution_id)
    ended = await _start(campaigns, campaign, STARTS)
    await asyncio.to_thread(until, lambda: _counted(installation) >= STARTS, "not all are counted")
    counted = _counted(installation)
    await asyncio.to_thread(_forget, installation)
    forgotten = await _start(campaigns, campaign, STARTS)
    answer = await campaigns.result(campaign.execution_id)
    history = await client.get_workflow_handle(name).fetch_history()
    # Whoever meets the run while it answers is a signal in its history, and not in the ledger.
    met = sum(event.HasField(SIGNALED) for event in history.events)
    in_all = STARTS + STARTS - 1 - met
    await asyncio.to_thread(until, lambda: _counted(installation) >= in_all, "not all are counted")
    changed = campaign.model_copy(update={"budget": Budget(total=1.0)})
    other = await _start(campaigns, changed, 1)

    assert _told(here, elsewhere) == (1, STARTS - 1, [])
    assert runs_at_once == 1
    assert payload.duplicates_suppressed == STARTS - 1
    assert _told(ended) == (0, STARTS, [])
    assert counted == STARTS
    assert _told(forgotten) == (1, STARTS - 1, [])
    assert await runs() == 1, "it answers, and has no effect"
    assert answer.execution_log[-1].action == "answered_from_ledger"
    assert _counted(installation) == in_all
    started, duplicates, (refusal,) = _told(other)
    assert (started, duplicates) == (0, 0)
    assert "taken by a different request" in refusal


def _forget(installation: Installation) -> None:
    """Let Temporal forget all runs, as it does after its retention, and the ledger none."""
    server, _ = installation.processes
    installation.kill(server)
    for file in (installation.settings.home / "server").glob("temporal.db*"):
        file.unlink()
    installation.start_server()


def _counted(installation: Installation) -> int:
    """Return how many duplicates the ledger has counted."""
    with closing(sqlite3.connect(installation.settings.home / "ledger.db")) as ledger:
        ((counted,),) = ledger.execute("SELECT duplicates FROM executions")
        return int(counted)


async def _start(campaigns: Campaigns, campaign: CampaignRequest, times: int) -> dict[str, Any]:
    """Start a campaign many times at once, and return what the starts were told."""
    told: dict[str, Any] = {"started": 0, "duplicates": 0, "failed": []}

    async def one(number: int) -> None:
        try:
            answer = await campaigns.start(campaign, f"a test, {number}")
        except NotCarriedOut as refusal:
            told["failed"].append(str(refusal))
        else:
            told["duplicates" if answer.duplicate else "started"] += 1

    await asyncio.gather(*map(one, range(times)))
    return told


def _start_elsewhere(installation: Installation, campaign: CampaignRequest, times: int) -> Any:
    """Do the same in another process."""
    command = [sys.executable, "-m", "benchmarks.many_starts", "--address", installation.address]
    command += ["--each", str(times), "--request", campaign.model_dump_json()]
    return json.loads(subprocess.check_output(command, cwd=ROOT, timeout=300))


def _told(*callers: dict[str, Any]) -> tuple[int, int, list[str]]:
    """Return how many starts were told to be the first, and to be duplicates, and what failed."""
    started = sum(one["started"] for one in callers)
    duplicates = sum(one["duplicates"] for one in callers)
    return started, duplicates, [message for one in callers for message in one["failed"]]
