"""The command line of one installation, run as a person runs it, and what only looks on."""

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from temporalio.client import Client

from contracts import CampaignPayload, CampaignStatus, WaitingFor
from runtime.campaigns.client import Campaigns
from runtime.temporal.plugin import PhoenixPlugin
from tests.e2e.installation import free_port, until
from tests.support.paths import ROOT

REQUEST: Final = """\
name: Autumn walks
product: Guided city walks
purpose: More bookings on weekdays
audience: People who live in the city
core_message: See your own city again
call_to_action: Book a walk
language: en
channels:
  - {channel: instagram, placement: feed}
budget: {total: 300}
brand: {name: Walks}
landing_url: https://example.org/walks
timing: {learning_window: P1D}
"""

Done = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class CommandLine:
    """The command line of one installation."""

    home: Path
    port: int
    ui_port: int

    @classmethod
    def under(cls, folder: Path) -> "CommandLine":
        """Return one with a state and ports of its own, and no Temporal configured."""
        (folder / "temporal.toml").write_text("")
        return cls(folder / "home", free_port(), free_port())

    def __call__(self, *arguments: str, **variables: str) -> Done:
        """Run one command to its end."""
        environment = {
            **os.environ,
            "PHOENIX_HOME": str(self.home),
            "PHOENIX_PORT": str(self.port),
            "PHOENIX_UI_PORT": str(self.ui_port),
            "PHOENIX_GRACEFUL_SHUTDOWN_SECONDS": "5",
            "TEMPORAL_CONFIG_FILE": str(self.home.with_name("temporal.toml")),
            **variables,
        }
        return subprocess.run(
            [sys.executable, str(ROOT / "starter.py"), *arguments],
            env=environment,
            cwd=self.home.parent,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def json(self, *arguments: str) -> Any:
        """Return the answer of a command that has to succeed."""
        done = self(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def start(self, folder: Path, text: str = REQUEST) -> Any:
        """Start a campaign from a file, and return the answer."""
        return self.json("start", self.request(folder, text))

    def request(self, folder: Path, text: str) -> str:
        """Write a request and return its path."""
        path = folder / "request.yaml"
        path.write_text(text)
        return str(path)

    def pid(self, process: str) -> int:
        """Return the process id of `server` or `worker`."""
        state = json.loads((self.home / process / "state.json").read_text())
        return int(state["pid"])

    def stop(self) -> None:
        """Stop whatever was started."""
        if self.home.exists():
            self("down")

    def status(self, execution: str) -> CampaignStatus:
        """Look where a campaign is, without a command for it."""

        async def look() -> CampaignStatus:
            return await (await self._campaigns()).status(UUID(execution))

        return asyncio.run(look())

    def listens(self, execution: str) -> None:
        """Return when a campaign has published and waits for metrics."""

        def waits() -> bool:
            wait = self.status(execution).wait
            return wait is not None and wait.on is WaitingFor.METRICS

        until(waits, f"{execution} does not wait for metrics")

    def result(self, execution: str) -> CampaignPayload:
        """Wait for the end of a campaign, without a command for it."""

        async def wait() -> CampaignPayload:
            return await (await self._campaigns()).result(UUID(execution))

        return asyncio.run(wait())

    async def _campaigns(self) -> Campaigns:
        address = f"127.0.0.1:{self.port}"
        return Campaigns(await Client.connect(address, plugins=[PhoenixPlugin()]))
