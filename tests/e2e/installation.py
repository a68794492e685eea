"""One installation with a server and workers of its own, as processes that a test may kill."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from temporalio.client import Client
from temporalio.service import RPCError

from runtime.embedded import server as embedded
from runtime.embedded.ports import HOST, HiddenPorts
from runtime.settings import Settings
from runtime.temporal import attributes
from runtime.temporal.plugin import PhoenixPlugin
from tests.support.paths import ROOT
from tests.support.worlds.young_server import knows_namespace

_LONGEST: Final = 180.0
"""Seconds; waiting costs only where something has failed."""
_PAUSE: Final = 0.02

Process = subprocess.Popen[bytes]


def free_port() -> int:
    """Return a port that nobody uses."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(holds: Callable[[], bool], what: str) -> None:
    """Return when a condition holds that other processes bring about.

    Raises:
        TimeoutError: It does not hold within three minutes.
    """
    deadline = time.monotonic() + _LONGEST
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(_PAUSE)


@dataclass
class Installation:
    """A state, a server and workers under one folder; nothing of it outlives the `with` block."""

    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict[str, str])
    """What its workers are told besides."""
    settings: Settings = field(init=False)
    processes: list[Process] = field(default_factory=list[Process])

    def __post_init__(self) -> None:
        home = self.folder / "home"
        (home / "server").mkdir(parents=True)
        self.settings = Settings(home=home, port=free_port(), ui_port=free_port())

    @property
    def address(self) -> str:
        """Where the server listens."""
        return embedded.address(self.settings)

    @property
    def environment(self) -> dict[str, str]:
        """What any of Phoenix's processes has to be told to belong to this installation."""
        return {
            **os.environ,
            "PHOENIX_HOME": str(self.settings.home),
            "PHOENIX_GRACEFUL_SHUTDOWN_SECONDS": "1",
            "TEMPORAL_ADDRESS": self.address,
            **self.variables,
        }

    def start_server(self) -> Process:
        """Start the server as the embedded one is started, and return when it takes messages."""
        hidden = HiddenPorts(HOST, self.settings.ui_port, metrics_port=0)
        command = embedded.server_command(self.settings, hidden)
        process = self._start("server", command, dict(os.environ), self.settings.home / "server")
        until(self._listens, self._log("server"))  # the SDK waits for seconds when nobody does
        until(lambda: asyncio.run(self._answers()), self._log("server"))
        return process

    def start_worker(
        self, module: str = "worker", *, release: Path = ROOT, build: str = ""
    ) -> Process:
        """Start the plain worker, or another module's, and return when it takes work.

        Args:
            module: The module that is run.
            release: A folder whose packages come before this checkout's.
            build: The worker's build id; none by default.
        """
        # Not the same for each: a worker whose file was taken away writes it again.
        ready = self.folder / f"ready-{len(self.processes)}"
        ready.unlink(missing_ok=True)
        command = [sys.executable, "-m", module]  # the working directory is first on the path
        environment = {
            **self.environment,
            "PHOENIX_READY_FILE": str(ready),
            "PHOENIX_BUILD_ID": build,
            "PYTHONPATH": str(ROOT),
        }
        process = self._start("worker", command, environment, release)
        until(lambda: ready.exists() or process.poll() is not None, self._log("worker"))
        assert process.poll() is None, self._log("worker")
        return process

    def kill(self, *processes: Process) -> None:
        """Send SIGKILL to processes of this installation, and wait for their end."""
        for process in processes:
            process.send_signal(signal.SIGKILL)
        for process in processes:
            process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill(*(process for process in self.processes if process.poll() is None))

    async def client(self) -> Client:
        """Return a new client of the server."""
        return await Client.connect(self.address, plugins=[PhoenixPlugin()])

    def _listens(self) -> bool:
        with closing(socket.socket()) as probe:
            return probe.connect_ex((HOST, self.settings.port)) == 0

    async def _answers(self) -> bool:
        try:
            client = await self.client()
            return await knows_namespace(client) and not await attributes.missing(client)
        except (RuntimeError, RPCError):
            return False

    def _start(
        self, name: str, command: list[str], environment: dict[str, str], folder: Path = ROOT
    ) -> Process:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        self.processes.append(process)
        return process

    def _log(self, name: str) -> str:
        return f"the {name} does not come up; see {self.folder / name}.log"
