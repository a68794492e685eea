"""What the examination says of a Temporal that runs."""

from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.client import Client

from activities.ledger import SqlLedger
from contracts import TASK_QUEUE, WORKFLOW_TYPE, workflow_id
from runtime.doctor.replies import Finding, Health
from runtime.doctor.temporal import examine_temporal
from runtime.installation.ledgers import marked
from runtime.payloads.codec import EncryptionCodec
from runtime.payloads.keys import KeyFile
from runtime.settings import Settings
from runtime.temporal.connection import NotReachable
from runtime.temporal.plugin import PhoenixPlugin
from runtime.temporal.roles import read_role
from runtime.temporal.worker import working
from runtime.wiring.channels import Rates
from tests.support.builders import EXECUTION, request
from tests.support.eventually import eventually
from tests.support.findings import every
from tests.support.payload_keys import write_keys
from tests.support.worlds.campaigns import open_real_world


async def examined(settings: Settings) -> dict[str, Finding]:
    """Return what was found, by part."""
    return await every(examine_temporal(settings))


async def legible_as(health: Health, home: Path) -> Finding:
    """Return what is found about payloads, once it is this."""
    settings = Settings(home=home)
    found = await eventually(
        lambda: examined(settings), lambda known: known["payloads"].health is health
    )
    return found["payloads"]


async def ledger_of(worker: str, settings: Settings) -> Finding:
    """Return what is found about workers' ledgers, once Temporal knows this worker."""
    found = await eventually(
        lambda: examined(settings), lambda known: f"({worker}" in known["workers' ledger"].says
    )
    return found["workers' ledger"]


async def test_a_server_is_described_with_those_who_work_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engineer sees the server's version, its retention, and whether anybody asks for work."""
    settings = Settings(home=tmp_path)
    async with open_real_world() as world:
        address = world.client.service_client.config.target_host
        monkeypatch.setenv("TEMPORAL_ADDRESS", address)
        alone = await examined(settings)
        async with world.worker():
            worked = await eventually(
                lambda: examined(settings),
                lambda found: all(one.health is not Health.FAULTY for one in found.values()),
            )

    assert "server 1." in alone["temporal"].says
    assert "TEMPORAL_ADDRESS" in alone["temporal"].says
    assert alone["search attributes"].health is Health.WELL
    assert "hours" in alone["namespace"].says
    assert alone["workers for activities"].health is Health.FAULTY
    assert "python worker.py" in str(alone["workers for workflow tasks"].to_do)
    assert "phoenix-worker@" in worked["workers for activities"].says


async def test_what_the_keys_here_do_not_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is still to go on is faulty, what has ended doubtful, and both say which key lacks."""
    keys = KeyFile(write_keys(tmp_path / "keys.toml", "old", old=b"o" * 32))
    async with open_real_world() as world:
        address = world.client.service_client.config.target_host
        monkeypatch.setenv("TEMPORAL_ADDRESS", address)
        found = [(await examined(Settings(home=tmp_path)))["payloads"]]
        plugin = PhoenixPlugin(codec=EncryptionCodec(keys))
        sealed = await Client.connect(address, plugins=[plugin])
        run = await sealed.start_workflow(
            WORKFLOW_TYPE, request("x"), id=workflow_id(EXECUTION), task_queue=TASK_QUEUE
        )
        found += [await legible_as(Health.FAULTY, tmp_path)]
        await run.terminate()
        found += [await legible_as(Health.DOUBTFUL, tmp_path)]

    assert found[0].health is Health.WELL
    assert [one.says.split(",")[0] for one in found[1:]] == [
        f"{run.id} is open",
        f"{run.id} has ended",
    ]
    assert "PHOENIX_PAYLOAD_KEYS" in str(found[1].to_do)


async def test_workers_with_different_ledgers_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of them, or one that has another ledger than this command: campaigns stand still."""
    settings = Settings(home=tmp_path)
    ledger = SqlLedger(settings.ledger_url)
    await ledger.ready()
    ours = await ledger.identity()
    await ledger.close()
    theirs = ours.model_copy(update={"id": uuid4()})
    async with open_real_world() as world:
        monkeypatch.setenv("TEMPORAL_ADDRESS", world.client.service_client.config.target_host)
        found = [(await examined(settings))["workers' ledger"]]
        for name in (marked("a", ours), marked("b", theirs)):
            role = read_role("compute")
            async with working(world.client, world.stages(), settings, role, Rates(), name):
                found.append(await ledger_of(name, settings))

    assert [one.health for one in found] == [Health.WELL, Health.WELL, Health.FAULTY]
    assert f"{str(theirs.id)[:8]} (b ledger=" in found[2].says
    assert "this command" in found[2].says


async def test_a_server_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says where it was looked for, and what to set."""
    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:1")

    with pytest.raises(NotReachable, match=r"127\.0\.0\.1:1"):
        await examined(Settings(home=tmp_path))
