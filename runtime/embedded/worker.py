"""The embedded worker: started on first use, shared by commands, replaced when it is outdated."""

import asyncio
import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Final

from contracts import ContractInvalid
from runtime.embedded.daemon import Daemon, DaemonState
from runtime.embedded.supervision import Outdated, bring_up_or_replace, stop
from runtime.embedded.traits import (
    differs,
    digest_key,
    ensure_digest_key,
    traits_of,
    variables_in,
)
from runtime.home import ensure_home
from runtime.progress import Say
from runtime.refusals import WrongUse
from runtime.settings import ENV_PREFIX, Settings

_CODE: Final = ("activities", "contracts", "domain", "runtime", "workflows")
"""The packages that a worker runs."""
_READ: Final = frozenset({".css", ".html", ".py", ".toml", ".txt"})
"""Files of these packages that decide what a worker does and what its pages look like."""
_KEPT: Final = "the worker goes on with its former settings"
_BEYOND_GRACE: Final = 10.0
"""Seconds that a stopping worker is given beyond those in which its activities may finish."""


class KeptWorker(WrongUse):
    """A worker runs with former settings, since the present ones allow none to take its place."""


def worker_daemon(settings: Settings) -> Daemon:
    """Return the one worker of this home, running or not."""
    return Daemon("worker", settings.home / "worker", settings.logs / "worker.log")


async def _suits_all() -> str | None:
    """Let a worker with any keys do."""
    return None


async def ensure_worker(
    settings: Settings, say: Say, why_unfit: Callable[[], Awaitable[str | None]] = _suits_all
) -> None:
    """Return when the embedded worker takes work; start it when it does not run.

    One that runs other code, or with other settings, files or secrets than a worker would that
    started now, is replaced gracefully.

    Args:
        settings: Those that the worker is to have.
        say: Hears what is done.
        why_unfit: Says why a worker with them could not carry open campaigns on, if it could not.

    Raises:
        KeptWorker: It would be replaced, and another could not start. It goes on.
        WrongUse: The worker cannot start, dies at once, or does not come up in time.
    """
    ensure_home(settings)
    settings = settings.model_copy(update={"build_id": None})  # it is replaced, and never ramped
    daemon = worker_daemon(settings)
    ready = settings.home / "worker" / "ready"
    code = await asyncio.to_thread(code_version)

    async def start(lock: int) -> subprocess.Popen[bytes]:
        named = await _check(settings, say)
        if (why := await why_unfit()) is not None:
            say(f"{why}; until then it stands still")
        ready.unlink(missing_ok=True)
        environment = {**_without_build_id(os.environ), **_as_environment(settings)}
        environment[f"{ENV_PREFIX}READY_FILE"] = str(ready)
        key = ensure_digest_key(daemon.folder)
        traits = traits_of(settings, code, key, os.environ, named)
        say("starting the worker")
        return daemon.spawn(lock, [sys.executable, str(worker_script())], environment, traits)

    async def is_up(state: DaemonState) -> bool:
        key = digest_key(daemon.folder) or b""
        known = variables_in(state.traits)
        if differs(state.traits, traits_of(settings, code, key, os.environ, known)):
            raise Outdated
        return await asyncio.to_thread(_read, ready) == str(state.pid)

    async def replace() -> None:
        try:
            await _check(settings, say)
        except WrongUse as error:
            raise KeptWorker(f"{_KEPT}: {error}") from error
        if (why := await why_unfit()) is not None:
            raise KeptWorker(f"{_KEPT}: {why}")
        say("replacing the worker: its code, settings, files or secrets have changed")
        await stop_worker(settings)

    await bring_up_or_replace(daemon, start, is_up, replace)


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


def code_version() -> str:
    """Return a digest of the code that a worker would run."""
    script = worker_script()
    digest = hashlib.sha256(os.fsencode(sys.executable))
    files = [script]
    for package in _CODE:
        files += sorted(script.with_name(package).rglob("*"))
    for file in files:
        if file.suffix in _READ:
            digest.update(os.fsencode(file))
            digest.update(file.read_bytes())
    return digest.hexdigest()


async def _check(settings: Settings, say: Say) -> set[str]:
    """Refuse what no worker could start with, and return the variables that its files name.

    A key that a worker would make is made here already: it is one of the things that tell workers
    apart.
    """
    # They load libraries which no command needs while its worker is up to date.
    from runtime.installation.comparing import refuse_apart  # noqa: PLC0415
    from runtime.wiring.channels import variables_named  # noqa: PLC0415
    from runtime.wiring.composition import provider_choices  # noqa: PLC0415
    from runtime.wiring.keys import auditor_key  # noqa: PLC0415

    await refuse_apart(settings)
    try:
        auditor_key(settings, say)
        of_channels = variables_named(
            settings.channels, os.environ, must_exist=not settings.has_default_channels
        )
        return of_channels | provider_choices(settings).variables
    except ContractInvalid as error:
        raise WrongUse(str(error)) from error


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


def _without_build_id(variables: Mapping[str, str]) -> dict[str, str]:
    name = f"{ENV_PREFIX}BUILD_ID"
    return {key: value for key, value in variables.items() if key.upper() != name}


def _as_environment(settings: Settings) -> dict[str, str]:
    values = settings.model_dump(exclude_none=True)
    return {f"{ENV_PREFIX}{name.upper()}": str(value) for name, value in values.items()}
