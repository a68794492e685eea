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

from tests.replay.scenarios import SCENARIOS
from tests.support.world import open_world

HISTORIES: Final = Path(__file__).with_name("histories")
_OF_THE_HOST: Final = frozenset({"identity", "stackTrace", "binaryChecksum"})


async def record(version: str) -> None:
    """Play every scenario of which this version has no history yet, and keep its history."""
    folder = HISTORIES / version
    folder.mkdir(parents=True, exist_ok=True)
    for name, scenario in SCENARIOS.items():
        target = folder / f"{name}.json"
        if target.exists():
            continue
        async with open_world() as world:
            campaign = await scenario(world)
            history = await campaign.handle.fetch_history()
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
