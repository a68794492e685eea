"""Keys that do not read an open campaign, as commands see them before a worker is replaced."""

from itertools import product
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.client import Client

from contracts import WORKFLOW_TYPE, workflow_id
from contracts.names import TASK_QUEUE
from runtime.campaigns.client import Campaigns
from runtime.campaigns.messages import cancel, pause
from runtime.campaigns.reading import why_past_unread
from runtime.campaigns.sending import Message
from runtime.payloads.codec import EncryptionCodec
from runtime.payloads.keys import KeyFile
from runtime.refusals import NotCarriedOut, Sealed
from runtime.settings import Settings
from runtime.temporal.plugin import PhoenixPlugin
from runtime.temporal.worker import build_worker
from tests.support.builders import EXECUTION, request
from tests.support.campaigns.schedules import NAME, order, plan
from tests.support.eventually import eventually
from tests.support.payload_keys import write_keys
from tests.support.worlds.campaigns import World, open_real_world


async def client_with(world: World, file: Path, key_id: str, key: bytes) -> Client:
    """Return a client of the same server that has this key alone."""
    keys = KeyFile(write_keys(file, key_id, **{key_id: key}))
    address = world.client.service_client.config.target_host
    return await Client.connect(address, plugins=[PhoenixPlugin(codec=EncryptionCodec(keys))])


async def test_keys_that_do_not_read_an_open_campaign_are_told(tmp_path: Path) -> None:
    """Another key, another one of the same id, and none; with the right one nothing is said."""
    async with open_real_world() as world:
        right = await client_with(world, tmp_path / "right.toml", "old", b"o" * 32)
        stranger = await client_with(world, tmp_path / "stranger.toml", "new", b"n" * 32)
        changed = await client_with(world, tmp_path / "changed.toml", "old", b"n" * 32)
        before = await Campaigns(stranger).why_unread()
        await right.start_workflow(
            WORKFLOW_TYPE, request("x"), id=workflow_id(EXECUTION), task_queue=TASK_QUEUE
        )
        told = [
            await eventually(Campaigns(client).why_unread, lambda why: why is not None)
            for client in (stranger, changed, world.client)
        ]

        assert before is None
        assert await Campaigns(right).why_unread() is None

    assert "is open, and a payload is encrypted under the key 'old', which" in str(told[0])
    assert "another key has the same id elsewhere" in str(told[1])
    assert "this process has no keys" in str(told[2])


async def test_keys_that_do_not_read_a_schedule_are_told(tmp_path: Path) -> None:
    """Its slots would stand still with such a worker, although no campaign is open."""
    async with open_real_world() as world:
        right = await client_with(world, tmp_path / "right.toml", "old", b"o" * 32)
        stranger = await client_with(world, tmp_path / "stranger.toml", "new", b"n" * 32)
        schedules = Campaigns(right).schedules
        await schedules.create(order(), plan("09:00"))
        told = await eventually(Campaigns(stranger).why_unread, lambda why: why is not None)
        assert await Campaigns(right).why_unread() is None
        await schedules.delete(NAME)

    assert f"schedule {NAME} has slots to come" in str(told)
    assert "encrypted under the key 'old', which" in str(told)


async def test_an_end_that_the_keys_do_not_read_is_no_missing_worker(tmp_path: Path) -> None:
    """A worker with other keys tells nothing of a cancelled campaign, and that is said."""
    async with open_real_world() as world:
        right = await client_with(world, tmp_path / "right.toml", "old", b"o" * 32)
        stranger = await client_with(world, tmp_path / "stranger.toml", "new", b"n" * 32)
        handle = await right.start_workflow(
            WORKFLOW_TYPE, request("x"), id=workflow_id(EXECUTION), task_queue=TASK_QUEUE
        )
        settings = Settings(graceful_shutdown_seconds=0.1)
        async with build_worker(right, world.stages(), settings):
            await eventually(
                lambda: Campaigns(right).status(EXECUTION), lambda known: known.wait is not None
            )
            await handle.cancel()
            await eventually(
                lambda: Campaigns(right).status(EXECUTION), lambda known: known.finished
            )
        past = await eventually(lambda: why_past_unread(stranger), lambda why: why is not None)
        async with build_worker(stranger, world.stages(), settings):
            with pytest.raises(NotCarriedOut) as told:
                await Campaigns(stranger).look(EXECUTION)

    assert "has ended, and a payload is encrypted under the key 'old'" in str(past)
    assert "no worker is there" not in str(told.value)
    assert "key" in str(told.value)


async def test_nothing_is_sent_under_a_key_that_does_not_read_the_campaign(
    tmp_path: Path,
) -> None:
    """It would be in the history for ever, and its workers could not go on with the right one."""
    async with open_real_world() as world:
        right = await client_with(world, tmp_path / "right.toml", "old", b"o" * 32)
        others = [
            await client_with(world, tmp_path / "stranger.toml", "new", b"n" * 32),
            await client_with(world, tmp_path / "changed.toml", "old", b"n" * 32),
            world.client,
        ]
        handle = await right.start_workflow(
            WORKFLOW_TYPE, request("x"), id=workflow_id(EXECUTION), task_queue=TASK_QUEUE
        )
        messages: list[Message] = [cancel(None, retract=False), pause("why")]
        for client, message in product(others, messages):
            with pytest.raises(Sealed, match="key"):
                await Campaigns(client).send(EXECUTION, message)
        history = await handle.fetch_history()
        await handle.terminate()

    assert not any(
        event.HasField("workflow_execution_signaled_event_attributes")
        or event.HasField("workflow_execution_cancel_requested_event_attributes")
        or event.HasField("workflow_execution_update_accepted_event_attributes")
        for event in history.events
    )


async def test_a_silence_is_told_by_what_temporal_has_seen(tmp_path: Path) -> None:
    """Nobody there is one thing, and a worker without the key another; neither ends a campaign."""
    async with open_real_world() as world:
        right = await client_with(world, tmp_path / "right.toml", "old", b"o" * 32)
        campaigns = Campaigns(right)
        await right.start_workflow(
            WORKFLOW_TYPE, request("x"), id=workflow_id(EXECUTION), task_queue=TASK_QUEUE
        )
        nobody = await campaigns.why_silent(EXECUTION)
        settings = Settings(graceful_shutdown_seconds=0.1)
        async with build_worker(world.client, world.stages(), settings):
            lacking = await eventually(
                lambda: campaigns.why_silent(EXECUTION), lambda why: why != nobody
            )
        forgotten = await campaigns.why_silent(uuid4())

    assert nobody.startswith("no worker answers at the moment")
    assert "no worker can carry the campaign on at the moment, after " in lacking
    assert "it is encrypted, and this worker has no codec" in lacking
    assert forgotten == nobody
