"""A key that is lost for ever: what it does not read is named, and can be stopped and removed."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio.client import Client

from contracts import MEMO_RETRY_OF, WORKFLOW_TYPE, workflow_id
from contracts.names import MEMO_NAME, TASK_QUEUE
from contracts.schedule import slot_workflow_id
from runtime.campaigns.client import Campaigns
from runtime.payloads.codec import EncryptionCodec
from runtime.payloads.keys import KeyFile
from runtime.refusals import Refused, Sealed
from runtime.schedule import slots
from runtime.temporal.errors import NoWorker
from runtime.temporal.plugin import PhoenixPlugin
from tests.support.builders import request
from tests.support.campaigns.schedules import DAY, NAME, order, plan
from tests.support.eventually import eventually
from tests.support.payload_keys import write_keys
from tests.support.worlds.campaigns import open_real_world
from tests.support.worlds.installation import Installation


async def under_a_key(installation: Installation, key_id: str, key: bytes) -> Client:
    """Return a client that has this key alone."""
    keys = KeyFile(write_keys(installation.home / f"{key_id}.toml", key_id, **{key_id: key}))
    address = installation.world.client.service_client.config.target_host
    return await Client.connect(address, plugins=[PhoenixPlugin(codec=EncryptionCodec(keys))])


async def test_a_schedule_that_no_key_reads_is_paused_listed_and_deleted(
    installation: Installation,
) -> None:
    """Nothing else could get rid of it; whatever would begin or change its slots refuses."""
    lost = Campaigns(await under_a_key(installation, "lost", b"l" * 32)).schedules
    schedules = Campaigns(await under_a_key(installation, "kept", b"k" * 32)).schedules
    known = await lost.create(order(), plan("09:00"))
    other = await schedules.create(order("tea"), plan("10:00"))

    paused = await schedules.pause(NAME)
    seen = await schedules.all(2 * DAY)
    with pytest.raises(Sealed, match="the key 'lost'"):
        await schedules.requests()
    with pytest.raises(Sealed, match="the key 'lost'"):
        await schedules.trigger(NAME)
    await schedules.delete(NAME)

    assert paused.is_paused
    assert (paused.when, paused.next_slot) == (known.when, known.next_slot)
    assert seen.schedules == [other]
    assert {one.schedule for one in seen.slots} == {"tea"}
    (unread,) = seen.unread
    assert (unread.schedule, unread.is_paused) == (NAME, True)
    assert "encrypted under the key 'lost', which" in unread.unread
    assert (await schedules.all(DAY)).unread == ()


async def test_a_slot_that_no_worker_can_read_is_named(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker is there and cannot carry it on, which is said, with where to look for the slot."""
    monkeypatch.setattr(slots, "ANSWER_TIMEOUT", timedelta(seconds=4))
    schedules = Campaigns(await under_a_key(installation, "lost", b"l" * 32)).schedules
    await schedules.create(order(), plan("09:00"))
    with pytest.raises(Refused) as told:
        await schedules.trigger(NAME)
    (past,) = (await schedules.show(NAME, DAY)).past
    await installation.world.client.get_workflow_handle(
        slot_workflow_id(NAME, past.slot)
    ).terminate()
    await schedules.delete(NAME)

    assert not isinstance(told.value, NoWorker)
    assert str(told.value).startswith(f"no worker can carry the slot of {past.slot:%Y-%m-%d %H:%M}")
    assert "it is encrypted, and this worker has no codec; it is ordered: " in str(told.value)
    assert f"schedule show {NAME}' shows what becomes of slot-{NAME}-" in str(told.value)
    assert str(past.execution_id) in str(told.value)


async def test_a_slot_that_nobody_begins_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker is there, which is said, with where to look for the slot."""
    monkeypatch.setattr(slots, "ANSWER_TIMEOUT", timedelta(seconds=1))
    async with open_real_world() as world:
        schedules = Campaigns(world.client).schedules
        await schedules.create(order(), plan("09:00"))
        with pytest.raises(NoWorker) as told:
            await schedules.trigger(NAME)

    assert str(told.value).startswith("no worker answers for the slot of ")
    assert f"schedule show {NAME}' shows what becomes of slot-{NAME}-" in str(told.value)


async def test_it_is_told_so_at_a_terminal(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`list` and `schedule list` show the rest, name the key, and end with status 2 all the same.

    A campaign is named by its id, and a schedule by its name.
    """
    lost = await under_a_key(installation, "lost", b"l" * 32)
    kept = await under_a_key(installation, "kept", b"k" * 32)
    monkeypatch.setenv("PHOENIX_PAYLOAD_KEYS", str(installation.home / "kept.toml"))
    ids = [await begun(client, name) for client, name in ((lost, "Old"), (kept, "New"))]
    await Campaigns(lost).schedules.create(order(), plan("09:00"))
    await eventually(lambda: Campaigns(kept).list(), lambda known: len(known.campaigns) == 2)

    listed = await installation.type("list")
    as_json = await installation.type("list", "--json")
    planned = await installation.type("schedule", "list")
    paused = await installation.type("schedule", "pause", NAME)
    deleted = await installation.type("schedule", "delete", NAME)
    for one in ids:
        await lost.get_workflow_handle(one).terminate()

    rows = {row["name"]: row["unread"] for row in json.loads(as_json.out)["campaigns"]}
    assert (listed.status, as_json.status, planned.status) == (2, 2, 2)
    assert rows.keys() == {None, "New"}
    assert "encrypted under the key 'lost', which" in rows[None]
    assert "New" in listed.out
    assert ids[0].removeprefix("campaign-")[:8] in listed.out
    assert "its key is lacking" in listed.out
    assert "1 cannot be read: a payload is encrypted under the key 'lost'" in listed.err
    assert f"{NAME}: its key is lacking" in planned.out
    assert "1 cannot be read: a payload is encrypted under the key 'lost'" in planned.err
    assert (paused.status, deleted.status) == (0, 0)
    assert "· paused ·" in paused.out
    assert "it is paused, and cannot be read: a payload is encrypted" in paused.err


async def begun(client: Client, name: str) -> str:
    """Start a campaign of this name under a client's key, and return its workflow's id."""
    wanted = request("x", execution_id=uuid4(), name=name)
    handle = await client.start_workflow(
        WORKFLOW_TYPE,
        wanted,
        id=workflow_id(wanted.execution_id),
        task_queue=TASK_QUEUE,
        memo={MEMO_NAME: name, MEMO_RETRY_OF: str(uuid4())},
    )
    return handle.id
