"""The embedded worker: started on first use, shared by commands, replaced when its code changes."""

import asyncio
import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from runtime.embedded.daemon import Daemon, DaemonState, bring_up, stop
from runtime.progress import Say
from runtime.refusals import WrongUse
from runtime.settings import ENV_PREFIX, Settings, ensure_home

_CODE: Final = ("activities", "contracts", "domain", "runtime", "workflows")
"""The packages that a worker runs."""
_READ: Final = frozenset({".css", ".html", ".py", ".toml", ".txt"})
"""Files of these packages that decide what a worker does and what its pages look like."""
_BEYOND_GRACE: Final = 10.0
"""Seconds that a stopping worker is given beyond those in which its activities may finish."""


class _Outdated(Exception):
    """The worker that runs has other code or settings than this command."""


def worker_daemon(settings: Settings) -> Daemon:
    """Return the one worker of this home, running or not."""
    return Daemon("worker", settings.home / "worker", settings.logs / "worker.log")


async def ensure_worker(settings: Settings, say: Say) -> None:
    """Return when the embedded worker takes work; start it when it does not run.

    A worker that runs other code or other settings than this command is replaced gracefully.

    Raises:
        WrongUse: The worker dies at once, or does not come up in time.
    """
    ensure_home(settings)
    daemon = worker_daemon(settings)
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
            raise _Outdated
        return await asyncio.to_thread(_read, ready) == str(state.pid)

    while True:
        try:
            return await bring_up(daemon, start, is_up)
        except _Outdated:
            say("replacing the worker: its code or settings have changed")
            await stop_worker(settings)


async def stop_worker(settings: Settings) -> str:
    """Stop the worker once it has finished what is in flight, and say how it ended."""
    return await stop(worker_daemon(settings), settings.graceful_shutdown_seconds + _BEYOND_GRACE)


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


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


def _as_environment(settings: Settings) -> dict[str, str]:
    values = settings.model_dump(mode="json", exclude_none=True)
    return {f"{ENV_PREFIX}{name.upper()}": str(value) for name, value in values.items()}
