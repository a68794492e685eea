"""What campaigns leave in Temporal: events and bytes by channels and revisions.

Run it with `python -m benchmarks.history_size [--channels 1 2 8 20] [--revisions 0 1 5]`. Every
campaign runs whole, with the real stages, the embedded server's settings and the default policy:
a reviewer sends it back as often as there are revisions, then approves; metrics come in at the end.
Bytes are those of the history's events as the server stores them. Beyond the channels that there
are, copies of them are added under other names.
"""

import argparse
import asyncio
import json
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid5

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle

from benchmarks.one_campaign import server
from contracts import (
    MESSAGE_RECORD_METRICS,
    MESSAGE_REVIEW,
    QUERY_STATUS,
    TASK_QUEUE,
    WORKFLOW_TYPE,
    CampaignPayload,
    CampaignRequest,
    CampaignStatus,
    ChannelPlan,
    MetricsRecord,
    ReviewAction,
    ReviewDecision,
    ReviewMode,
    ReviewPolicy,
    WaitingFor,
)
from contracts.names import workflow_id
from domain import package_data, platforms
from runtime.embedded.server import SERVER_TUNING
from tests.support.builders import EXECUTION, metrics, request

PAUSE = 2.0
"""Seconds between two looks at a campaign: each look may cost a workflow task of its own."""


def add_channels(least: int) -> None:
    """Have at least so many channels: copies of those there are, under other names."""
    documents = package_data.every_data_beside(platforms.__name__)
    known = list(documents.items())
    for number in range(least - len(known)):
        _, document = known[number % len(known)]
        copy = f"{document['channel']}_{number}"
        documents[f"{copy}.toml"] = {**document, "channel": copy}

    def every(module: str) -> dict[str, dict[str, Any]]:
        del module
        return documents

    platforms.__dict__["every_data_beside"] = every


def campaign(channels: int, revisions: int) -> CampaignRequest:
    """Return a request for so many channels, one placement each, and so many revisions."""
    firsts = {place.channel: place for place in reversed(platforms.known_placements())}
    plans = [
        ChannelPlan(channel=channel, placement=firsts[channel].placement)
        for channel in sorted(firsts)[:channels]
    ]
    mode = ReviewMode.ALWAYS if revisions else ReviewMode.WHEN_NEEDED
    return request(
        execution_id=uuid5(EXECUTION, f"{channels} {revisions}"),
        channels=plans,
        review=ReviewPolicy(mode=mode, max_revisions=max(revisions, 1)),
    )


async def until(handle: WorkflowHandle[Any, Any], waiting: WaitingFor) -> CampaignStatus:
    """Return the status once the campaign waits for this."""
    while True:
        await asyncio.sleep(PAUSE)
        status: CampaignStatus = await handle.query(QUERY_STATUS, result_type=CampaignStatus)
        if status.wait is not None and status.wait.on is waiting:
            return status
        if status.finished:
            raise RuntimeError(f"ended as {status.terminal_reason}: {status.terminal_details}")


async def run(client: Client, wanted: CampaignRequest, revisions: int) -> WorkflowHandle[Any, Any]:
    """Run one campaign to its end."""
    handle = await client.start_workflow(
        WORKFLOW_TYPE,
        wanted,
        id=workflow_id(wanted.execution_id),
        task_queue=TASK_QUEUE,
        result_type=CampaignPayload,
    )
    for number in range(revisions + 1 if revisions else 0):
        status = await until(handle, WaitingFor.REVIEW)
        is_last = number == revisions
        decision = ReviewDecision(
            action=ReviewAction.APPROVE if is_last else ReviewAction.REQUEST_CHANGES,
            reviewer="benchmark",
            comment=None if is_last else f"headline: La cosecha número {number} ya está aquí",
            report_digest=status.report_digest or "",
        )
        await handle.execute_update(MESSAGE_REVIEW, decision)
    await until(handle, WaitingFor.METRICS)
    counted = [
        metrics(plan.channel).model_copy(update={"placement": plan.placement})
        for plan in wanted.channels
    ]
    await handle.execute_update(MESSAGE_RECORD_METRICS, MetricsRecord(metrics=counted, final=True))
    await handle.result()
    return handle


async def measure(channels: list[int], revisions: list[int], *, detailed: bool) -> None:
    """Run every combination and print a line for each."""
    print("| channels | revisions | events | KB |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        async with server(Path(folder), [*SERVER_TUNING]) as client:
            for number in channels:
                for times in revisions:
                    handle = await run(client, campaign(number, times), times)
                    events = (await handle.fetch_history()).events
                    size = sum(event.ByteSize() for event in events)
                    print(f"| {number} | {times} | {len(events)} | {size / 1000:.1f} |", flush=True)
                    if detailed:
                        kinds: Counter[str] = Counter()
                        bytes_of: Counter[str] = Counter()
                        for event in events:
                            name = EventType.Name(event.event_type).removeprefix("EVENT_TYPE_")
                            kinds[name] += 1
                            bytes_of[name] += event.ByteSize()
                        print(json.dumps({k: [kinds[k], bytes_of[k]] for k in kinds}, indent=1))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--channels", type=int, nargs="+", default=[1, 2, 8, 20])
    parser.add_argument("--revisions", type=int, nargs="+", default=[0, 1, 5])
    parser.add_argument("--detailed", action="store_true", help="also show each kind of event")
    chosen = parser.parse_args()
    add_channels(max(chosen.channels))
    asyncio.run(measure(chosen.channels, chosen.revisions, detailed=chosen.detailed))
