"""Where a namespace cannot keep what campaigns are found by, every command says what to do."""

import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from temporalio.common import SearchAttributeKey

from runtime.campaigns.client import Campaigns
from runtime.doctor.replies import Health
from runtime.doctor.temporal import examine_temporal
from runtime.settings import Settings
from runtime.temporal import attributes
from tests.support.builders import TENANT
from tests.support.closed_services import closed_to
from tests.support.findings import every
from tests.support.paths import ROOT
from tests.support.worlds.campaigns import open_real_world
from tests.support.worlds.installation import Installation
from workflows.visibility import CAMPAIGN, CHANNELS, REASON, SEARCH_ATTRIBUTES
from workflows.visibility import TENANT as OF_TENANT

REQUEST = str(ROOT / "examples/publishes-cafe-es.yaml")
WEEKLY = ("--on", "mon", "--at", "09:00", "--zone", "Europe/Madrid")
COMMANDS = (
    ("start", REQUEST),
    ("start", REQUEST, "--new-execution"),
    ("schedule", "create", "coffee", REQUEST, *WEEKLY),
    ("list", "--tenant", str(TENANT)),
    ("tenant", "erase", str(TENANT)),
)


@asynccontextmanager
async def installed(
    keys: Sequence[SearchAttributeKey[Any]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncGenerator[Installation]:
    """Open a terminal at a server without a worker, which has these search attributes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PHOENIX_HOME", str(tmp_path))
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(tmp_path / "temporal.toml"))
    (tmp_path / "temporal.toml").touch()
    async with open_real_world(keys=keys) as world:
        monkeypatch.setenv("TEMPORAL_ADDRESS", world.client.service_client.config.target_host)
        at_terminal = Installation(world, Campaigns(world.client), capsys, tmp_path)
        await at_terminal.type("ledger", "migrate")
        yield at_terminal


async def test_what_is_missing_is_told_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever writes one or searches by one names all that are missing, and nothing else."""
    there = [key for key in SEARCH_ATTRIBUTES if key not in {CAMPAIGN, CHANNELS, OF_TENANT}]
    async with installed(there, tmp_path, capsys, monkeypatch) as at_terminal:
        answers = [await at_terminal.type(*typed) for typed in COMMANDS]
        found = await every(examine_temporal(Settings(home=tmp_path)))

    for answer in answers:
        assert answer.status == 2
        assert "namespace 'default' lacks the search attributes PhoenixTenant, Ph" in answer.err
        assert "start a worker ('python worker.py'), which registers them" in answer.err
        assert "create --namespace default --name PhoenixTenant --type Keyword " in answer.err
        assert "PhoenixState" not in answer.err
    assert "create --namespace default" in str(found["search attributes"].to_do)


async def test_another_type_is_told_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So is one that somebody else has registered: which it is, and which it has to be."""
    other: dict[SearchAttributeKey[Any], SearchAttributeKey[Any]] = {
        OF_TENANT: SearchAttributeKey.for_int(OF_TENANT.name),
        CHANNELS: SearchAttributeKey.for_keyword(CHANNELS.name),
    }
    keys = [other.get(key, key) for key in SEARCH_ATTRIBUTES]
    async with installed(keys, tmp_path, capsys, monkeypatch) as at_terminal:
        answers = [await at_terminal.type(*typed) for typed in COMMANDS]
        found = await every(examine_temporal(Settings(home=tmp_path)))

    for answer in answers:
        assert answer.status == 2
        assert "PhoenixTenant is registered as Int in namespace 'default'" in answer.err
        assert "PhoenixChannels is registered as Keyword in " in answer.err
        assert "needs KeywordList: give Phoenix a namespace of its own" in answer.err
        assert "remove --namespace default --name PhoenixTenant --name Ph" in answer.err
    assert found["search attributes"].health is Health.FAULTY
    assert "registered as Int" in found["search attributes"].says
    assert found["temporal"].health is Health.WELL


async def test_what_is_written_late_is_looked_for_before_anything_begins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A campaign would stand still at it: nothing is started, and no file of it is stored."""
    there = [key for key in SEARCH_ATTRIBUTES if key != REASON]
    async with installed(there, tmp_path, capsys, monkeypatch) as at_terminal:
        answers = [
            await at_terminal.type("start", REQUEST),
            await at_terminal.type("start", REQUEST, "--new-execution"),
            await at_terminal.type("batch", str(ROOT / "examples/batch-ceramica-es.csv")),
            await at_terminal.type("retry", str(UUID(int=1))),
            await at_terminal.type("schedule", "create", "coffee", REQUEST, *WEEKLY),
            await at_terminal.type("schedule", "trigger", "coffee"),
        ]
        begun = await at_terminal.campaigns.list()
        found = await every(examine_temporal(Settings(home=tmp_path)))

    assert found["search attributes"].says.startswith("PhoenixReason is missing, so that")
    for answer in answers:
        assert answer.status == 2
        assert "nothing was stored or started: namespace 'default' lacks the search" in answer.err
        assert "create --namespace default --name PhoenixReason --type Keyword " in answer.err
    assert not begun.campaigns
    assert not (tmp_path / "artifacts").exists()


async def test_where_nobody_may_list_them_a_start_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Temporal then refuses is told when it does."""
    there = [key for key in SEARCH_ATTRIBUTES if key != REASON]
    async with installed(there, tmp_path, capsys, monkeypatch) as at_terminal:
        client = at_terminal.world.client
        told = await attributes.why_lacking(client)
        closed = await attributes.why_lacking(closed_to(client, "operator"))

    assert "lacks the search attributes PhoenixReason" in str(told)
    assert closed is None


async def test_a_batch_is_refused_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What every request of a file would meet is told once, and as `start` tells it."""
    batch = str(ROOT / "examples/batch-ceramica-es.csv")
    async with installed((), tmp_path, capsys, monkeypatch) as at_terminal:
        answer = await at_terminal.type("batch", batch, "--rate", "1", "--json")

    refusal = json.loads(answer.out)
    assert answer.status == refusal["exit_status"] == 2
    assert "namespace 'default' lacks the search attributes" in refusal["message"]
