"""The Web UI as people reach it: a proxy that answers no web page but its own."""

import asyncio
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from runtime.embedded import ui_proxy
from runtime.embedded.daemon import Daemon, DaemonState
from runtime.embedded.ports import HOST, listens
from runtime.embedded.server import refuse_taken, server_daemon
from runtime.embedded.supervision import Outdated, bring_up_or_replace, stop
from runtime.progress import Say
from runtime.settings import ENV_PREFIX, Settings

_STOP_SECONDS: Final = 5.0
_PROGRAM: Final = Path(ui_proxy.__file__)
_FOR_PYTHON: Final = ("PATH", "HOME", "LANG", "LC_", "LD_", "PYTHON", "VIRTUAL_ENV")
"""How the names of the variables begin that an interpreter starts with."""


def ui_daemon(settings: Settings) -> Daemon:
    """Return the one proxy of this home, running or not."""
    return Daemon("Web UI", settings.home / "ui", settings.logs / "ui.log")


def ui_address(settings: Settings) -> str:
    """Return where people find the Web UI."""
    return f"http://{HOST}:{settings.ui_port}"


def refuse_taken_ui_port(settings: Settings) -> None:
    """Refuse a port that another program has taken, before anything is started or created.

    Raises:
        WrongUse: It is taken; the message says what to set.
    """
    refuse_taken(ui_daemon(settings), settings.ui_port, f"{ENV_PREFIX}UI_PORT")


async def ensure_ui(settings: Settings, say: Say) -> None:
    """Return when the Web UI can be opened; start its proxy when it does not run.

    One that runs other code or listens elsewhere than this command expects is replaced.

    Raises:
        WrongUse: The port is taken, or the proxy dies at once.
    """
    daemon = ui_daemon(settings)
    traits = {"address": ui_address(settings), "version": await asyncio.to_thread(_version)}

    async def start(lock: int) -> subprocess.Popen[bytes]:
        refuse_taken(daemon, settings.ui_port, f"{ENV_PREFIX}UI_PORT", starting=True)
        behind = server_daemon(settings).state_file
        # -P: the folder of the program holds modules whose names others may have, too.
        command = [sys.executable, "-P", str(_PROGRAM), str(settings.ui_port), str(behind)]
        return daemon.spawn(lock, command, _environment(), traits, at_home=True)

    async def is_up(state: DaemonState) -> bool:
        if state.traits != traits:
            raise Outdated
        return await listens(settings.ui_port)

    async def replace() -> None:
        say("replacing what shows the Web UI: its code or its port has changed")
        await stop_ui(settings)

    await bring_up_or_replace(daemon, start, is_up, replace)


async def stop_ui(settings: Settings) -> str:
    """Stop the proxy and say how it ended."""
    return await stop(ui_daemon(settings), _STOP_SECONDS)


def _version() -> str:
    return hashlib.sha256(_PROGRAM.read_bytes() + os.fsencode(sys.executable)).hexdigest()


def _environment() -> dict[str, str]:
    """Return the variables of a program that has no business with anybody's secrets."""
    return {name: value for name, value in os.environ.items() if name.startswith(_FOR_PYTHON)}
