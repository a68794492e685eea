"""Record the history of every scenario: `python -m tests.replay.record VERSION`.

A recorded history is never edited and never replaced. A release that changes the workflow records
its own beside those of its predecessors, and all of them have to replay for as long as a campaign
that began under them may still run.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any, Final

from temporalio.client import Client, WorkflowHistory

from runtime.process_exit import leave
from tests.replay.scenarios import CONTINUED, SCENARIOS
from tests.replay.scenarios_of_people import continued
from tests.support.campaigns.continuing import LONG
from tests.support.worlds.campaigns import Campaign, open_real_world, open_world

HISTORIES: Final = Path(__file__).with_name("histories")
_OF_THE_HOST: Final = frozenset({"identity", "stackTrace", "binaryChecksum"})


async def record(version: str) -> None:
    """Play every scenario of which this version has no history yet, and keep its history."""
    folder = HISTORIES / version
    folder.mkdir(parents=True, exist_ok=True)
    for name, scenario in SCENARIOS.items():
        if not (folder / f"{name}.json").exists():
            async with open_world() as world:
                campaign = await scenario(world)
                _keep(folder / f"{name}.json", await campaign.handle.fetch_history())
    if not all((folder / f"{name}.json").exists() for name in CONTINUED):
        async with open_real_world(LONG) as world, world.worker():
            campaign = await continued(world)
            await _keep_both(folder, world.client, campaign)


async def _keep_both(folder: Path, client: Client, campaign: Campaign) -> None:
    """Keep the history of a campaign's first run and that of its last one."""
    last = await campaign.handle.fetch_history()
    started = last.events[0].workflow_execution_started_event_attributes
    first = client.get_workflow_handle(campaign.handle.id, run_id=started.first_execution_run_id)
    for name, history in zip(CONTINUED, (await first.fetch_history(), last), strict=True):
        _keep(folder / f"{name}.json", history)


def _keep(target: Path, history: WorkflowHistory) -> None:
    events = _without_host(json.loads(history.to_json()))
    target.write_text(json.dumps(events, ensure_ascii=False, indent=1), encoding="utf-8")


def _without_host(value: Any) -> Any:
    """Leave out what tells of the recording machine; no replay reads it."""
    if isinstance(value, dict):
        return {key: _without_host(item) for key, item in value.items() if key not in _OF_THE_HOST}
    if isinstance(value, list):
        return [_without_host(item) for item in value]
    return value


if __name__ == "__main__":
    asyncio.run(record(sys.argv[1]))
    leave(0)
