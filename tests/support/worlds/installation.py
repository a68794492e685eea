"""An installation at a terminal: a server, a worker, a ledger, and commands as they are typed."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest

import starter
from activities.ledger import SqlLedger
from activities.store import LocalArtifactStores
from contracts import PlatformRefused, ReviewMode, ReviewPolicy
from runtime.campaigns.client import Campaigns
from runtime.installation.belonging import settle
from tests.support.batches import fields
from tests.support.builders import TENANT, request
from tests.support.worlds.campaigns import Campaign, World, open_real_world

REVIEWED: Final = ReviewPolicy(mode=ReviewMode.ALWAYS)
BROKEN: Final = PlatformRefused("broken until it is mended")


def fields_of_tenant(name: str) -> dict[str, Any]:
    """Return the fields of a request of the usual tenant that waits for its review."""
    return fields(name, tenant_id=str(TENANT), review={"mode": REVIEWED.mode})


@dataclass
class Typed:
    """What came of a command."""

    status: int
    out: str
    err: str


@dataclass
class Installation:
    """A server with a worker, a ledger, and a terminal."""

    world: World
    campaigns: Campaigns
    terminal: pytest.CaptureFixture[str]
    home: Path

    async def take_up_store(self) -> None:
        """Let the ledger and the commands' store name each other, as a worker's first start does.

        The worker's own artefacts lie in memory, and never in that store.
        """
        ledger = SqlLedger(f"sqlite:///{self.home / 'ledger.db'}")
        await settle(ledger, LocalArtifactStores(self.home / "artifacts"))
        await ledger.close()

    async def type(self, *arguments: str) -> Typed:
        """Carry a command out as a person types it."""
        status = await asyncio.to_thread(starter.run, arguments)
        shown = self.terminal.readouterr()
        return Typed(status, shown.out, shown.err)

    def workers_allow(self, most: int | None) -> None:
        """Let workers admit so many open campaigns."""
        policy = self.world.policies.policy
        self.world.policies.policy = policy.model_copy(update={"max_open_campaigns": most})

    def commands_allow(self, most: int) -> None:
        """Let commands find a policy that allows so many."""
        (self.home / "tenants").mkdir(exist_ok=True)
        (self.home / f"tenants/{TENANT}.toml").write_text(f"max_open_campaigns = {most}\n")

    def request_file(self) -> str:
        """Write a file of one request of the usual tenant, and return where it is."""
        path = self.home / "request.json"
        path.write_text(json.dumps(fields_of_tenant("Walks")), encoding="utf-8")
        return str(path)

    async def begun(self, *channels: str, **changes: Any) -> tuple[str, Campaign]:
        """Start a campaign that has an id of its own."""
        wanted = request(*channels, execution_id=uuid4(), max_retries=0, **changes)
        return str(wanted.execution_id), await self.world.start(wanted)

    async def failed(self, fault: str, **changes: Any) -> str:
        """Return a campaign one of whose operations has failed."""
        self.world.faults.plan(fault, BROKEN)
        execution, campaign = await self.begun("x", **changes)
        await campaign.failure()
        return execution

    async def reviewed(self) -> tuple[str, Campaign]:
        """Return a campaign that awaits its review."""
        execution, campaign = await self.begun("x", review=REVIEWED)
        await campaign.until(lambda status: status.awaiting_review)
        return execution, campaign


@asynccontextmanager
async def open_installation(
    home: Path, terminal: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Installation]:
    """Open an installation of one's own, whose home is this folder."""
    monkeypatch.chdir(home)
    monkeypatch.setenv("PHOENIX_HOME", str(home))
    (home / "temporal.toml").touch()
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(home / "temporal.toml"))
    ledger = SqlLedger(f"sqlite:///{home / 'ledger.db'}")
    async with open_real_world() as world, world.worker(replace(world.stages(), ledger=ledger)):
        monkeypatch.setenv("TEMPORAL_ADDRESS", world.client.service_client.config.target_host)
        yield Installation(world, Campaigns(world.client), terminal, home)
        world.faults.release_all()
    await ledger.close()
