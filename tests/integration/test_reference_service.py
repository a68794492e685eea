"""Services in other languages, written from the schemas alone, carry whole campaigns."""

import asyncio
import json
import re
import shutil
import socket
import sys
import urllib.request
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pytest

from activities.audit.keys import AuditorKey
from activities.compute import ThreadCompute
from activities.memory.volatile import VolatileMemory
from activities.publish.kind import PublisherTools
from activities.stages import Stages
from contracts import CampaignState, LogAction, ReviewAction, ReviewDecision, WaitingFor
from contracts.base import utc_now
from runtime.temporal.plugin import PhoenixPlugin
from runtime.wiring.channels import build_publishers
from runtime.wiring.chosen_providers import build_providers, read_choices
from runtime.wiring.providers import STAGES, ProviderTools
from tests.chaos.platform import SECRET
from tests.support.builders import request
from tests.support.eventually import eventually
from tests.support.fakes import KEY
from tests.support.paths import ROOT
from tests.support.worlds.campaigns import World, open_idle_world

DOCUMENT: Final = ROOT / "docs/providers.md"
NODE: Final = ROOT / "tests/support/node/service.mjs"
ENVIRON: Final = {"PLANNING_SECRET": SECRET}


@dataclass(frozen=True)
class Started:
    """A service that runs as a process."""

    url: str

    def book(self) -> Any:
        """Return what it has published."""
        with urllib.request.urlopen(f"{self.url}/book") as answer:  # noqa: S310 - 127.0.0.1
            return json.load(answer)


@asynccontextmanager
async def documented(folder: Path) -> AsyncGenerator[Started]:
    """Run the service of the documentation."""
    found = re.search(
        r'```python\n(""".*?service\.py.*?)```', DOCUMENT.read_text(encoding="utf-8"), re.DOTALL
    )
    assert found is not None
    (folder / "service.py").write_text(found[1], encoding="utf-8")
    process, port = await _listening(folder)
    try:
        yield Started(f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        await process.wait()


async def _listening(folder: Path) -> tuple[asyncio.subprocess.Process, int]:
    while True:  # another test may take the port before the service does
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "service.py",
            str(port),
            cwd=folder,
            env=ENVIRON,
            stderr=asyncio.subprocess.DEVNULL,
        )

        async def is_decided(
            process: asyncio.subprocess.Process = process, port: int = port
        ) -> bool:
            return process.returncode is not None or await _listens(port)

        await eventually(is_decided, bool)
        if process.returncode is None:
            return process, port


@asynccontextmanager
async def in_node(folder: Path) -> AsyncGenerator[Started]:
    """Run the service in Node."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    process = await asyncio.create_subprocess_exec(
        node, str(NODE), cwd=folder, env=ENVIRON, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield Started(f"http://127.0.0.1:{int(await process.stdout.readline())}")
    finally:
        process.kill()
        await process.wait()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def served_by(world: World, url: str, folder: Path) -> Stages:
    """Return the world's stages, with the work of each given to the service."""
    sections = [
        f'[{stage.section}]\nprovider = "http"\nurl = "{url}/{stage.section}"\n'
        'secret_env = "PLANNING_SECRET"\n'
        for stage in STAGES
    ]
    file = folder / "providers.toml"
    file.write_text("\n".join(sections), encoding="utf-8")
    tools = ProviderTools(
        stores=world.stores,
        key=AuditorKey(KEY, development=False),
        clock=utc_now,
        compute=ThreadCompute(),
        memory=VolatileMemory(),
    )
    providers = build_providers(tools, read_choices(file, ENVIRON))
    return replace(world.stages(), **vars(providers))


def published_by(stages: Stages, url: str, folder: Path) -> Stages:
    """Return the stages with every channel given to the service."""
    file = folder / "channels.toml"
    file.write_text(
        f'[default]\npublisher = "webhook"\nurl = "{url}/publish"\n'
        'secret_env = "PLANNING_SECRET"\nreconciliation = "keyed"\n',
        encoding="utf-8",
    )
    tools = PublisherTools(clock=utc_now, outbox=folder / "outbox")
    return replace(stages, publishers=build_publishers(file, tools, ENVIRON))


Run = Callable[[Path], Any]


@pytest.mark.parametrize(("run", "publishes"), [(documented, False), (in_node, True)])
async def test_a_service_carries_a_whole_campaign(
    tmp_path: Path, run: Run, *, publishes: bool
) -> None:
    """Every stage is somebody else's work, and what goes out was audited and reviewed here."""
    async with open_idle_world(PhoenixPlugin()) as world, run(tmp_path) as service:
        stages = served_by(world, service.url, tmp_path)
        if publishes:
            stages = published_by(stages, service.url, tmp_path)
        async with world.worker(stages):
            campaign = await world.start(request("x", do_not_do=["No usar rojo"]))
            status = await campaign.waits_for(WaitingFor.REVIEW)
            await campaign.send(
                "review",
                ReviewDecision(
                    action=ReviewAction.APPROVE,
                    reviewer="Lucía",
                    report_digest=str(status.report_digest),
                ),
            )
            payload = await campaign.handle.result()
        book: Any = service.book() if publishes else None

    assert payload.current_state is CampaignState.IDLE
    assert payload.retry_count == 0
    assert [str(asset.text["headline"]) for asset in payload.assets] == [
        "La cosecha nueva ya está en la tienda"
    ]
    assert payload.learning is not None
    assert payload.learning.without_metrics == ["x.post"]
    assert LogAction.LEARNED in [entry.action for entry in payload.execution_log]
    if publishes:
        assert [post["posts"] for post in book] == [1]
        assert payload.publications[-1].remote_id is not None
        assert payload.publications[-1].remote_id.startswith("node-")
