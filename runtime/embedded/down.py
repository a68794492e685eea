"""Stopping what runs in the background: the worker first, since it needs the server for that."""

from runtime.embedded.server import server_daemon, stop_server
from runtime.embedded.ui import stop_ui, ui_daemon
from runtime.embedded.worker import stop_worker, worker_daemon
from runtime.settings import Settings


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
