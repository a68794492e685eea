"""Campaigns whose payloads are encrypted: nothing to read, keys replaced, workers without one."""

from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.worker import Replayer

from contracts import CampaignState, CancelMessage, Timing, WaitingFor
from runtime.campaigns.client import Campaigns
from runtime.payloads.codec import EncryptionCodec
from runtime.payloads.keys import KeyFile
from runtime.settings import Settings
from runtime.temporal.converter import Encrypted
from runtime.temporal.plugin import PhoenixPlugin
from runtime.temporal.worker import build_worker
from tests.support.builders import EXECUTION, request
from tests.support.payload_keys import write_keys
from tests.support.worlds.campaigns import World, open_idle_world

OLD = b"o" * 32
NEW = b"n" * 32
QUICK = request("x", timing=Timing(learning_window=timedelta(milliseconds=100)))


async def without_keys(world: World) -> Client:
    """Return a client of the same server that has no keys."""
    address = world.client.service_client.config.target_host
    return await Client.connect(address, plugins=[PhoenixPlugin()])


async def test_keys_are_replaced_under_a_running_campaign(tmp_path: Path) -> None:
    """What began under the old key ends under the new one, and both histories' parts are read."""
    path = write_keys(tmp_path / "keys.toml", "old", old=OLD)
    plugin = PhoenixPlugin(codec=EncryptionCodec(KeyFile(path)))
    async with open_idle_world(plugin) as world, world.worker():
        campaign = await world.start(request("x"))
        await campaign.waits_for(WaitingFor.METRICS)
        write_keys(path, "new-1", **{"new-1": NEW, "old": OLD})

        why = CancelMessage(by="Cosecha Ruiz", reason="la cosecha se perdió")
        await Campaigns(world.client).send(EXECUTION, why)
        payload = await campaign.cancelled_payload()
        history = await campaign.history()

    kept = b"".join(event.SerializeToString() for event in history.events)
    assert payload.cancellation == why
    assert b"cosecha" not in kept.lower()
    assert b"old" in kept
    assert b"new-1" in kept
    await Replayer(workflows=[], plugins=[plugin]).replay_workflow(history)


async def test_a_worker_without_keys_ends_no_campaign(tmp_path: Path) -> None:
    """A campaign that it cannot read waits for a worker that can, instead of being refused."""
    keys = KeyFile(write_keys(tmp_path / "keys.toml", "old", old=OLD))
    async with open_idle_world(PhoenixPlugin(codec=EncryptionCodec(keys))) as world:
        blind = await without_keys(world)
        settings = Settings(graceful_shutdown_seconds=0.1)
        campaign = await world.start(QUICK)
        async with build_worker(blind, world.stages(), settings):
            await campaign.has_event(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)
            described = await campaign.handle.describe()
            assert described.status is WorkflowExecutionStatus.RUNNING

            # Side by side with one that has them: some tasks reach the wrong worker first.
            async with world.worker():
                payload = await campaign.handle.result()

    assert payload.current_state is CampaignState.IDLE
    assert payload.retry_count == 0


async def test_an_operator_without_keys_is_told(tmp_path: Path) -> None:
    """The message says that there is something to read, and what is missing to read it."""
    keys = KeyFile(write_keys(tmp_path / "keys.toml", "old", old=OLD))
    plugin = PhoenixPlugin(codec=EncryptionCodec(keys))
    async with open_idle_world(plugin) as world, world.worker():
        campaign = await world.start(request("x"))
        await campaign.waits_for(WaitingFor.METRICS)

        with pytest.raises(Encrypted, match="set PHOENIX_PAYLOAD_KEYS"):
            await Campaigns(await without_keys(world)).status(EXECUTION)
