"""Planted secrets are in nothing that Phoenix writes, whatever the networks repeat of them."""

import asyncio
import logging
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from google.protobuf import json_format
from temporalio.api.common.v1 import Payload, Payloads
from temporalio.client import WorkflowHistory

from contracts import CampaignPayload, FailureReason, WaitingFor
from runtime.files.request import read_request
from runtime.payloads.codec import EncryptionCodec
from runtime.payloads.keys import KeyFile
from runtime.payloads.listening import Listening
from runtime.payloads.server import codec_server
from runtime.settings import Settings
from runtime.wiring.composition import configured_stages
from runtime.wiring.stores import open_stores
from tests.support.canaries.boastful import turn_boastful
from tests.support.canaries.elsewhere import Elsewhere
from tests.support.canaries.forms import forms, leaks
from tests.support.canaries.planted import BY_MODEL, BY_SERVICE, Planted
from tests.support.canaries.records import places
from tests.support.paths import ROOT
from tests.support.payload_keys import write_keys
from tests.support.publishing.networks.everywhere import write_request
from tests.support.worlds.campaigns import World, open_real_world


@dataclass(frozen=True)
class Ended:
    """What is left of a campaign."""

    payload: CampaignPayload
    history: WorkflowHistory

    def written(self, name: str) -> dict[str, bytes]:
        """Return it in every form in which it is handed on."""
        events = [event.SerializeToString() for event in self.history.events]
        return {
            f"payload of {name}": self.payload.model_dump_json().encode(),
            f"history of {name}": b"".join(events),
            f"exported history of {name}": self.history.to_json().encode(),
        }


async def carried_out(world: World, settings: Settings, file: Path) -> Ended:
    """Carry a campaign to its metrics, or to its end."""
    prepared = read_request(file)
    await prepared.store(open_stores(settings.artifacts))
    campaign = await world.start(prepared.request)
    await campaign.until(
        lambda status: (
            status.finished or (status.wait is not None and status.wait.on is WaitingFor.METRICS)
        )
    )
    return Ended(await campaign.payload(), await campaign.history())


async def said_by(*arguments: str, **variables: str) -> bytes:
    """Return all that one command says."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "starter.py"),
        *arguments,
        env=os.environ | variables,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return said


async def said_by_codec_server(settings: Settings, token: str) -> bytes:
    """Return what the codec server answers to somebody it knows, and to somebody who mistypes."""
    app: Any = codec_server(settings, Listening("127.0.0.1", 8234), []).config.app
    others = EncryptionCodec(KeyFile(write_keys(settings.home.parent / "others.toml", "z")))
    foreign = json_format.MessageToJson(Payloads(payloads=await others.encode([Payload()])))
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app), base_url="http://codec.test"
    ) as client:
        answers = [
            await client.post("/decode", content=body, headers={"authorization": f"Bearer {given}"})
            for given in (token, f"{token}x")
            for body in ("{", foreign)
        ]
    assert [answer.status_code for answer in answers] == [400, 422, 401, 401]
    return b"".join(answer.content for answer in answers)


def below(folder: Path) -> dict[str, bytes]:
    """Return everything that was written there."""
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@dataclass(frozen=True)
class Scene:
    """Where secrets are planted, and where they must not be found."""

    keys: Path
    home: Path
    pages: Path

    def request(self, name: str, **changes: object) -> Path:
        """Write a request."""
        return write_request(self.pages / f"{name}.yaml", "en", name=name, **changes)

    async def commands(self, execution: str, **traced: str) -> dict[str, bytes]:
        """Return what each command says that looks at things, by its name."""
        model = self.request("plan", tenant_id=str(BY_MODEL))
        known = {
            "doctor": said_by("doctor", "--json"),
            "plan": said_by("plan", str(model), "--html", str(self.pages / "plan.html")),
            "status": said_by("status", execution, "--html", str(self.pages / "status.html")),
            "report": said_by("report", execution, "--html", str(self.pages / "report.html")),
            "pause": said_by("pause", execution, **traced),
        }
        return dict(zip(known, await asyncio.gather(*known.values()), strict=True))


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """Return one whose folders are there."""
    folders = [tmp_path / name for name in ("keys", "home", "pages")]
    for folder in folders:
        folder.mkdir()
    return Scene(*folders)


def test_every_place_for_a_secret_has_one() -> None:
    """A new setting that holds one is looked for before it is released."""
    planted = {*Planted().by_place, *Elsewhere().by_place}

    assert places() - planted == set(), "plant one there"


@pytest.mark.timeout(120)
async def test_no_secret_is_in_anything_that_is_written(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Files, logs, histories, pages and answers are without them, in whatever form."""
    caplog.set_level(logging.ERROR, "mail.log")  # the mail server's own
    caplog.set_level(logging.WARNING)
    for name in ("phoenix", "temporalio"):  # last, since the handler has the last one's level
        caplog.set_level(logging.INFO, name)
    planted = Planted()
    secrets = planted.everything
    async with planted.serving(scene.keys) as named:
        for name, value in (planted.variables | named | {"PHOENIX_HOME": str(scene.home)}).items():
            monkeypatch.setenv(name, value)
        settings = Settings()
        stages = configured_stages(settings)
        async with (
            open_real_world(database=scene.home / "temporal.db") as world,
            world.worker(stages),
        ):
            address = world.client.service_client.config.target_host
            monkeypatch.setenv("TEMPORAL_ADDRESS", address)
            turn_boastful(planted)
            ended = {"out": await carried_out(world, settings, scene.request("out"))}
            for name, by in {"of a model": BY_MODEL, "of a service": BY_SERVICE}.items():
                file = scene.request(name, tenant_id=str(by))
                ended[name] = await carried_out(world, settings, file)
            accepted = await said_by("doctor", "--json")
            planted.forbid()
            ended["forbidden"] = await carried_out(world, settings, scene.request("forbidden"))
            planted.turn_careless()
            for name, tenant in {"model": BY_MODEL, "service": BY_SERVICE, "refused": None}.items():
                changes = {} if tenant is None else {"tenant_id": str(tenant)}
                ended[name] = await carried_out(world, settings, scene.request(name, **changes))
            refused = str(ended["refused"].payload.execution_id)
            said = await scene.commands(refused, **planted.tracing) | {"accepted": accepted}
            for number, token in enumerate(planted.codec_tokens):
                said[f"codec server {number}"] = await said_by_codec_server(settings, token)
        await stages.close()

    written = below(scene.home) | below(scene.pages) | said | {"log": caplog.text.encode()}
    written["spans"] = b"".join(request.body for request in planted.collector.heard)
    assert len(planted.networks.shown()["mastodon"]) == 2
    assert len(planted.networks.mail.letters) == 1
    assert b"was refused: 550" in written["log"]
    for name in ("refused", "model", "service"):
        assert ended[name].payload.terminal_reason is FailureReason.PLATFORM_ERROR
    for name in ("of a model", "of a service"):
        assert ended[name].payload.terminal_reason is FailureReason.CONTRACT_INVALID
    assert len(ended["out"].payload.publications) == len(planted.networks.shown())
    assert said["accepted"].count("…".encode()) >= 3, "whose each account is"
    for name, one in ended.items():
        written |= one.written(name)
    assert b"answered 403" in written["payload of forbidden"]
    assert b"spans are lost" in said["pause"]
    assert b"phoenix" in written["spans"]
    assert said["doctor"].count(b"answered 401") >= 4
    for page in ("plan", "status", "report"):
        assert b"answered 401" in written[str(scene.pages / f"{page}.html")]
    database = written[str(scene.home / "temporal.db")]
    assert refused.encode() in database, "the place is not where Temporal keeps its histories"
    assert leaks(secrets, written) == []


@pytest.mark.timeout(60)
async def test_what_phoenix_stands_on_may_repeat_secrets_too(scene: Scene) -> None:
    """Ledger, store and Temporal turn everybody away, and nobody reads why in full."""
    elsewhere = Elsewhere()
    named = {"PHOENIX_HOME": str(scene.home)}
    async with elsewhere.serving(scene.keys) as environments:
        calls = {
            f"{' '.join(call)} {name}": said_by(*call, **named, **variables)
            for name, variables in environments.items()
            for call in (("doctor", "--json"), ("list",))
        }
        said = dict(zip(calls, await asyncio.gather(*calls.values()), strict=True))

    for name in ("by variables", "by URLs and a profile"):
        told = said[f"doctor --json {name}"]
        assert told.count("… or …".encode()) + told.count("used: ….".encode()) == 2, name
        assert b"answers with status" in told
    assert leaks(elsewhere.by_place, said | below(scene.home)) == []


@pytest.mark.parametrize("form", forms("x"))
def test_a_secret_is_found_in_every_form(form: str) -> None:
    """The alarm rings for each of them, in the middle of anything."""
    secret = 'a "secret" with/é+ more'  # noqa: S105 - it opens nothing
    written = {"file": b"before " + forms(secret)[form] + b" after"}

    assert any(f"as {form} in file" in each for each in leaks({"s": secret}, written))


@pytest.mark.parametrize("parted", ["A SECRET WITHIN", "a se=\r\ncr e-t/w\\i\u200bthin"])
def test_a_secret_is_found_in_other_letters_and_parted(parted: str) -> None:
    """The alarm rings for these, too."""
    assert leaks({"s": 'a "secret" within'}, {"file": parted.encode()})
