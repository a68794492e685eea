"""What the Compose file sets up, run as plain processes: its commands, variables and scripts."""

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from temporalio.api.common.v1 import Payload
from temporalio.client import Client

from contracts import TASK_QUEUE, workflow_id
from contracts.names import COMPUTE_QUEUE, publish_queue
from tests.e2e.command_line import REQUEST
from tests.e2e.installation import Installation, free_port, until
from tests.support.paths import ROOT
from tests.support.worlds.postgres import PostgresServer, postgres_server

pytestmark = [pytest.mark.drill, pytest.mark.e2e, pytest.mark.timeout(300)]

_WORKERS = ("worker", "worker-compute", "worker-publish")
_CODEC = "8234"
_INSIDE = "/run/phoenix-secrets"
_VARIABLE = re.compile(r"\$\{(\w+):-([^}]*)\}")


@dataclass
class Topology:
    """The services of the Compose file on this machine, under names and ports of its own."""

    installation: Installation
    database: PostgresServer
    secrets: Path
    codec: int

    def run(self, name: str) -> None:
        """Run one of the services that set something up, to its end."""
        service = _services()[name]
        shell = [part.removeprefix("/") for part in service.get("entrypoint", ())]
        subprocess.run(
            ["sh", *shell[1:]] if shell else self._command(service),
            env={
                **self._environment(service),
                "PHOENIX_SECRETS": str(self.secrets),
                "PGHOST": "127.0.0.1",
                "PGPORT": str(self.database.port),
            },
            cwd=ROOT,
            check=True,
            timeout=60,
        )

    def start(self, stack: ExitStack) -> None:
        """Start the services that last, side by side, and return when they work."""
        self._started("codec", stack)
        begun = [(self._started(name, stack), self._log(name)) for name in _WORKERS]
        for process, log in begun:
            until(partial(_is_up_or_gone, log.with_suffix(".ready"), process), log.stem)
            assert process.poll() is None, log.read_text()
        until(lambda: _status(self.codec) == 401, "the codec server does not answer")

    def _started(self, name: str, stack: ExitStack) -> subprocess.Popen[bytes]:
        service, log = _services()[name], self._log(name)
        ready = {"PHOENIX_READY_FILE": str(log.with_suffix(".ready"))}
        with log.open("ab") as said:
            process = subprocess.Popen(
                self._command(service),
                cwd=ROOT,
                env={**self._environment(service), **ready},
                stdout=said,
                stderr=said,
            )
        stack.callback(process.wait, 60)
        stack.callback(process.terminate)
        return process

    def _log(self, name: str) -> Path:
        return self.installation.folder / f"{name}.log"

    def starter(self, *arguments: str) -> Any:
        """Run a command in the worker's container, as the documents say."""
        done = subprocess.run(
            [sys.executable, "starter.py", *arguments, "--json"],
            cwd=ROOT,
            env=self._environment(_services()["worker"]),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def _command(self, service: Mapping[str, Any]) -> list[str]:
        return [sys.executable, *(self._here(part) for part in service["command"][1:])]

    def _environment(self, service: Mapping[str, Any]) -> dict[str, str]:
        given = {name: self._here(value) for name, value in service.get("environment", {}).items()}
        home = str(self.installation.settings.home)
        paths = os.pathsep.join(
            [str(self.installation.folder / "bin"), str(self.database.programs), os.environ["PATH"]]
        )
        return {**os.environ, "PATH": paths, "PHOENIX_HOME": home, **given}

    def _here(self, text: str) -> str:
        """Return what a text of the Compose file means outside of its network."""
        known = {"PHOENIX_PAYLOAD_KEYS": f"{_INSIDE}/payload-keys.toml"}
        if text == _CODEC:
            return str(self.codec)
        text = _VARIABLE.sub(lambda found: known.get(found[1], found[2]), text)
        text = text.replace(_INSIDE, str(self.secrets))
        text = text.replace("temporal:7233", self.installation.address)
        text = text.replace("postgresql:5432", f"127.0.0.1:{self.database.port}")
        text = text.replace("0.0.0.0:9464", f"127.0.0.1:{free_port()}")
        return text.replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - it is not bound to


@pytest.fixture
def topology(tmp_path: Path) -> Generator[Topology]:
    """Give server and database, with what the services that set things up have made."""
    (tmp_path / "bin").mkdir()
    chown = tmp_path / "bin/chown"  # only root gives files away
    chown.write_text("#!/bin/sh\n")
    chown.chmod(0o755)
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    with Installation(tmp_path) as installation, postgres_server() as database:
        installation.start_server()
        topology = Topology(installation, database, secrets, free_port())
        topology.run("secrets")
        password = (secrets / "postgres-password").read_text()
        database.say(f"CREATE ROLE temporal SUPERUSER LOGIN PASSWORD '{password}'")
        database.say("CREATE DATABASE temporal OWNER temporal")
        kept = secrets / "ledger.pgpass"
        kept.write_text(kept.read_text().replace("postgresql:5432", f"127.0.0.1:{database.port}"))
        yield topology


async def test_the_services_carry_a_campaign_out_together(
    topology: Topology, tmp_path: Path
) -> None:
    """Each role does its part, the ledger is PostgreSQL's, and who has the token reads along."""
    for name in ("ledger-database", "ledger-schema", "secrets", "ledger-database"):
        topology.run(name)  # some of them again, as at the second `docker compose up`
    request = tmp_path / "request.yaml"
    request.write_text(REQUEST)
    with ExitStack() as stack:
        topology.start(stack)
        execution = topology.starter("start", str(request))["execution_id"]
        until(
            partial(_waits_for_metrics, topology, execution),
            f"{execution} does not wait for metrics",
        )
        client = await Client.connect(topology.installation.address)
        history = await client.get_workflow_handle(workflow_id(execution)).fetch_history()
        (begun,) = history.events[0].workflow_execution_started_event_attributes.input.payloads
        read = _decoded(topology, begun)

    scheduled = (each.activity_task_scheduled_event_attributes for each in history.events)
    queues = {each.task_queue.name for each in scheduled} - {""}
    assert queues == {TASK_QUEUE, COMPUTE_QUEUE, publish_queue("instagram")}
    assert b"See your own city again" not in begun.data
    assert b"See your own city again" in read
    assert len(list(topology.installation.settings.outbox.glob("**/post.json"))) == 1
    assert not (topology.installation.settings.home / "ledger.db").exists()
    assert topology.database.rows("SELECT FROM pg_database WHERE datname = 'phoenix'")


def _decoded(topology: Topology, payload: Payload) -> bytes:
    """Return a payload as the codec server shows it to who has the token."""
    tokens = (topology.secrets / "codec-tokens.toml").read_text()
    (token,) = re.findall(r'operator = "(\w+)"', tokens)
    said = {name: base64.b64encode(value).decode() for name, value in payload.metadata.items()}
    asked = {"payloads": [{"metadata": said, "data": base64.b64encode(payload.data).decode()}]}
    answer = httpx2.post(
        f"http://127.0.0.1:{topology.codec}/decode",
        json=asked,
        headers={"Authorization": f"Bearer {token}"},
    )
    return base64.b64decode(answer.json()["payloads"][0]["data"])


def _waits_for_metrics(topology: Topology, execution: str) -> bool:
    wait = topology.starter("status", execution)["wait"]
    return wait is not None and bool(wait["on"] == "metrics")


def _is_up_or_gone(ready: Path, process: subprocess.Popen[bytes]) -> bool:
    return ready.exists() or process.poll() is not None


def _status(port: int) -> int | None:
    try:
        return httpx2.get(f"http://127.0.0.1:{port}").status_code
    except httpx2.TransportError:
        return None


def _services() -> dict[str, Any]:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    services: dict[str, Any] = yaml.safe_load(text)["services"]
    return services
