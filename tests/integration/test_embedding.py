"""Campaigns in a worker of somebody's own: the document's code, and what it promises."""

import asyncio
import importlib
import re
import zlib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio import activity, workflow
from temporalio.api.common.v1 import Payload
from temporalio.client import WorkflowHistory
from temporalio.converter import PayloadCodec
from temporalio.worker import Replayer, Worker

from contracts import (
    CampaignPayload,
    CampaignState,
    CancelMessage,
    PlatformRefused,
    Timing,
    WaitingFor,
    workflow_id,
)
from runtime.campaigns.client import Campaigns
from runtime.temporal.plugin import PhoenixPlugin, with_stages
from tests.support.builders import EXECUTION, request
from tests.support.paths import ROOT
from tests.support.world import World, open_idle_world, open_real_world

QUICK = request("x", timing=Timing(learning_window=timedelta(milliseconds=100)))


class Squeezing(PayloadCodec):
    """A codec that anybody can check: payloads are compressed."""

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """See base class."""
        return [
            Payload(
                metadata={"encoding": b"binary/zlib"},
                data=zlib.compress(payload.SerializeToString()),
            )
            for payload in payloads
        ]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """See base class."""
        return [
            Payload.FromString(zlib.decompress(payload.data))
            if payload.metadata["encoding"] == b"binary/zlib"
            else payload
            for payload in payloads
        ]


@activity.defn
async def count_on() -> list[Any]:
    """Fail once, and return what the heartbeats of the failed attempt kept."""
    info = activity.info()
    if info.attempt == 1:
        activity.heartbeat("row 7")
        await asyncio.sleep(0)  # a heartbeat of somebody else's would come now
        raise OSError("the disk is away")
    return list(info.heartbeat_details)


@workflow.defn(sandboxed=False)
class Count:
    """A workflow of somebody's own."""

    @workflow.run
    async def run(self) -> list[Any]:
        """Count, and go on where counting stopped."""
        return await workflow.execute_activity(
            count_on,
            start_to_close_timeout=timedelta(seconds=30),
            heartbeat_timeout=timedelta(seconds=3),
        )


async def test_the_code_in_the_document_carries_a_campaign_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What a platform engineer copies runs a campaign beside a workflow of its own."""
    text = (ROOT / "docs/embedding.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    (tmp_path / "own_worker.py").write_text(code, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PHOENIX_HOME", str(tmp_path / "home"))
    own_worker = importlib.import_module("own_worker")
    stop = asyncio.Event()

    async with open_real_world() as world:
        target = world.client.service_client.config.target_host
        working = asyncio.ensure_future(own_worker.work(target, stop))
        told = await world.client.execute_workflow(
            own_worker.Launch.run, QUICK, id="launch", task_queue="campaigns"
        )
        stop.set()
        await working

    assert told == "told: Café de temporada is in IDLE"
    assert list((tmp_path / "home/outbox").rglob("*.png"))


async def test_a_task_queue_is_all_that_a_worker_needs(world: World) -> None:
    """A worker of a client with stages carries a campaign out, on whatever queue it listens."""
    client = with_stages(world.client, world.stages())

    async with Worker(client, task_queue="elsewhere"):
        payload = await client.execute_workflow(
            "CampaignWorkflow",
            QUICK,
            id=workflow_id(EXECUTION),
            task_queue="elsewhere",
            result_type=CampaignPayload,
        )

    assert payload.current_state is CampaignState.IDLE


async def test_activities_of_others_keep_their_heartbeats(world: World) -> None:
    """A long task beside the campaigns goes on where it stopped: nobody beats over its details."""
    client = with_stages(world.client, world.stages())

    async with Worker(client, task_queue="both", workflows=[Count], activities=[count_on]):
        kept = await client.execute_workflow(Count.run, id="count", task_queue="both")

    assert kept == ["row 7"]


async def test_a_codec_reaches_everything_that_travels() -> None:
    """With a codec, no word of a campaign stands in Temporal, and everybody who has it reads it."""
    plugin = PhoenixPlugin(codec=Squeezing())
    async with open_idle_world(plugin) as world, world.worker():
        campaign = await world.start(QUICK)
        payload = await campaign.handle.result()
        history = await campaign.history()
        assert await campaign.payload() == payload

    assert payload.current_state is CampaignState.IDLE
    assert b"binary/zlib" in travelled(history)
    assert b"cosecha" not in travelled(history)
    await Replayer(workflows=[], plugins=[plugin]).replay_workflow(history)


async def test_a_codec_reaches_what_people_and_errors_say() -> None:
    """Who cancels and why, and why a channel failed, are a campaign's own as well."""
    plugin = PhoenixPlugin(codec=Squeezing())
    async with open_idle_world(plugin) as world, world.worker():
        world.faults.plan("publish x", PlatformRefused("the cosecha account is closed"))
        campaign = await world.start(QUICK)
        await campaign.failure()
        failed = await campaign.history()
    async with open_idle_world(plugin) as world, world.worker():
        campaign = await world.start(request("x"))
        await campaign.waits_for(WaitingFor.METRICS)
        why = CancelMessage(by="Cosecha Ruiz", reason="la cosecha se perdió")
        await Campaigns(world.client).send(EXECUTION, why)
        payload = await campaign.cancelled_payload()
        cancelled = await campaign.history()

    assert payload.cancellation == why
    assert b"cosecha" not in travelled(failed).lower()
    assert b"cosecha" not in travelled(cancelled).lower()


def travelled(history: WorkflowHistory) -> bytes:
    """Return everything that Temporal keeps of a run."""
    return b"".join(event.SerializeToString() for event in history.events)
