"""Stopping what runs in the background: the worker first, since it needs the server for that."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager

from runtime.embedded.server import server_daemon, stop_server
from runtime.embedded.ui import stop_ui, ui_daemon
from runtime.embedded.worker import stop_worker, worker_daemon
from runtime.progress import Say
from runtime.refusals import NotCarriedOut
from runtime.settings import Settings


@asynccontextmanager
async def stopped_if_refused(settings: Settings, say: Say) -> AsyncGenerator[None]:
    """Stop again what a command has started in this block and had then to refuse.

    What was there before stays, and so does what a worker has taken up meanwhile.
    """
    was_there = server_daemon(settings).is_running()
    try:
        yield
    except NotCarriedOut:
        is_there = server_daemon(settings).is_running()
        if is_there and not was_there and not worker_daemon(settings).is_running():
            say(f"stops what it has started: {'; '.join(await down(settings))}")
        raise


async def in_both(one: Coroutine[None, None, None], other: Coroutine[None, None, None]) -> None:
    """Wait for both, also when one fails: what the other starts is not left to itself."""
    for outcome in await asyncio.gather(one, other, return_exceptions=True):
        if outcome is not None:
            raise outcome


async def down(settings: Settings) -> list[str]:
    """Stop the worker, then the server and its Web UI, and say what was done; the state stays."""
    said: list[str] = []
    if worker_daemon(settings).is_running():
        said.append(await stop_worker(settings))
    if ui_daemon(settings).is_running():
        said.append(await stop_ui(settings))
    if server_daemon(settings).is_running():
        said.append(await stop_server(settings))
    return said or [f"nothing was running under {settings.home}"]


def waits_for(settings: Settings) -> str:
    """Say what `down` waits for at the moment."""
    if worker_daemon(settings).is_running():
        limit = settings.graceful_shutdown_seconds
        return f"the worker, which finishes what is in flight within {limit:g} s"
    return "the Temporal server to stop"
