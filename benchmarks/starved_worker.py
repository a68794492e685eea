"""Ordinary campaigns on one worker that has half a core, alone and beside hostile feeds.

Run it with `python -m benchmarks.starved_worker [--campaigns 60] [--hostile 6] [--share 0.5]`. The
requests are the examples with their feeds, the stages and the settings those of `worker.py`, the
retries the default ones. The worker and whatever it starts are kept on one core and stopped for
the rest of every tenth of a second, as a container's quota does it. The hostile feeds belong to a
tenant of their own; told is what became of the others.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from temporalio.client import Client, WorkflowFailureError
from temporalio.common import Priority
from temporalio.exceptions import ApplicationError

from contracts import TASK_QUEUE, WORKFLOW_TYPE, CampaignPayload, Timing, workflow_id
from runtime.files.request import PreparedRequest, read_request
from runtime.wiring.stores import open_stores
from tests.e2e.installation import Installation, Process
from tests.support.hostile_feeds import HOSTILE_FEEDS
from tests.support.paths import ROOT
from tests.support.starvation import on_one_core, starved

EXAMPLES: Final = ("publishes-cafe-es.yaml", "demo.yaml")
LONGEST: Final = 1800.0
"""Seconds after which a campaign counts as hanging."""


@dataclass(frozen=True)
class Outcome:
    """How one campaign ended."""

    seconds: float
    ended: str
    retries: int
    failures: Sequence[str]
    """Why attempts ended that did not succeed; each is in the history as an activity of its own."""
    notes: int
    """What the radar could not read."""


def ordinary(number: int) -> PreparedRequest:
    """Return one of the examples as a new campaign, of one of four tenants."""
    return _renewed(read_request(ROOT / "examples" / EXAMPLES[number % len(EXAMPLES)]), number % 4)


def hostile(number: int, folder: Path) -> PreparedRequest:
    """Return a campaign with one hostile feed, all of them of one tenant."""
    name, data = list(HOSTILE_FEEDS.items())[number % len(HOSTILE_FEEDS)]
    (folder / name).write_bytes(data())
    text = (ROOT / "examples" / "demo.yaml").read_text(encoding="utf-8")
    head, _, tail = text.partition("sources:\n")
    rest = tail[tail.index("timing:") :]
    file = folder / f"hostile-{number}.yaml"
    file.write_text(f"{head}sources:\n  - {name}\n{rest}", encoding="utf-8")
    return _renewed(read_request(file), 666)


def _renewed(prepared: PreparedRequest, tenant: int) -> PreparedRequest:
    changes = {
        "execution_id": uuid4(),
        "campaign_id": uuid4(),
        "tenant_id": UUID(int=tenant + 1),
        "timing": Timing(learning_window=timedelta(milliseconds=1)),
    }
    return PreparedRequest(prepared.request.model_copy(update=changes), prepared.attachments)


async def carried_out(client: Client, prepared: PreparedRequest) -> Outcome:
    """Run one campaign to its end, whatever it is."""
    request = prepared.request
    begin = time.perf_counter()
    handle = await client.start_workflow(
        WORKFLOW_TYPE,
        request,
        id=workflow_id(request.execution_id),
        task_queue=TASK_QUEUE,
        result_type=CampaignPayload,
        priority=Priority(fairness_key=str(request.tenant_id)),
    )
    try:
        async with asyncio.timeout(LONGEST):
            payload = await handle.result()
        ended, retries = str(payload.current_state), payload.retry_count
    except TimeoutError:
        ended, retries = "hangs", 0
    except WorkflowFailureError as error:
        if not isinstance(error.cause, ApplicationError):
            raise
        told = CampaignPayload.model_validate_json(json.dumps(error.cause.details[0]))
        ended, retries = f"{told.terminal_reason}: {told.terminal_details}", told.retry_count
    seconds = time.perf_counter() - begin
    history = await handle.fetch_history()
    failures: list[str] = []
    notes = 0
    for event in history.events:
        if event.HasField("activity_task_timed_out_event_attributes"):
            failures.append(event.activity_task_timed_out_event_attributes.failure.message)
        if event.HasField("activity_task_failed_event_attributes"):
            failures.append(event.activity_task_failed_event_attributes.failure.message)
        for payloads in event.activity_task_completed_event_attributes.result.payloads:
            notes += len(json.loads(payloads.data).get("notes", []) if payloads.data else [])
    return Outcome(seconds, ended, retries, failures, notes)


@asynccontextmanager
async def installation(share: float) -> AsyncGenerator[tuple[Installation, Client]]:
    """Give a server, and one worker that has so much of one core."""
    with tempfile.TemporaryDirectory() as folder, Installation(Path(folder)) as installed:
        await asyncio.to_thread(installed.start_server)
        worker = await asyncio.to_thread(_worker_on_one_core, installed)
        async with starved(worker, share):
            yield installed, await installed.client()


def _worker_on_one_core(installed: Installation) -> Process:
    with on_one_core():
        return installed.start_worker()


async def measure(ordinary_ones: int, hostile_ones: int, share: float) -> dict[str, Any]:
    """Run so many campaigns at once, and say what became of them."""
    async with installation(share) as (installed, client):
        stores = open_stores(installed.settings.artifacts)
        attackers = [hostile(number, installed.folder) for number in range(hostile_ones)]
        others = [ordinary(number) for number in range(ordinary_ones)]
        for prepared in [*attackers, *others]:
            await prepared.store(stores)
        begin = time.perf_counter()
        attacks = [asyncio.ensure_future(carried_out(client, one)) for one in attackers]
        outcomes = await asyncio.gather(*(carried_out(client, one) for one in others))
        wall = time.perf_counter() - begin
        attacked = await asyncio.gather(*attacks)
    return {"ordinary": _told(outcomes, wall), "hostile": _told(attacked, 0.0)}


def _told(outcomes: Sequence[Outcome], wall: float) -> dict[str, Any]:
    seconds = sorted(outcome.seconds for outcome in outcomes)
    if not seconds:
        return {}
    return {
        "campaigns": len(outcomes),
        "ended": dict(Counter(outcome.ended for outcome in outcomes)),
        "retries used": sum(outcome.retries for outcome in outcomes),
        "attempts without success": dict(Counter(why for one in outcomes for why in one.failures)),
        "notes": sum(outcome.notes for outcome in outcomes),
        "seconds until all have ended": round(wall or seconds[-1], 1),
        "median and worst seconds": [round(statistics.median(seconds), 1), round(seconds[-1], 1)],
    }


async def main(options: argparse.Namespace) -> dict[str, Any]:
    """Measure without and with hostile campaigns beside the others."""
    alone = await measure(options.campaigns, 0, options.share)
    told = {"share of a core": options.share, "alone": alone["ordinary"]}
    if options.hostile:
        told["beside hostile feeds"] = await measure(
            options.campaigns, options.hostile, options.share
        )
    return told


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--campaigns", type=int, default=60)
    parser.add_argument("--hostile", type=int, default=6)
    parser.add_argument("--share", type=float, default=0.5)
    print(json.dumps(asyncio.run(main(parser.parse_args())), indent=2, ensure_ascii=False))
