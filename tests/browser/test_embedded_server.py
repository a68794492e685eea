"""No web page that an operator opens reaches the embedded Temporal server."""

import asyncio
import subprocess
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from runtime.embedded.down import down
from runtime.embedded.ports import BLOCKED_BY_BROWSERS, HOST
from runtime.embedded.server import address, ensure_server, find_program, server_daemon
from runtime.embedded.ui import ensure_ui, ui_address, ui_daemon
from runtime.settings import Settings
from tests.browser.attack import ATTACK, VICTIM, Reached, attack, listening
from tests.browser.browser import chromium, shown
from tests.e2e.installation import free_port, until

# The processes outlive the calls that start them, and the standard library warns of that.
pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(300),
    pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning"),
]

_ALONE: Final = "127.83.21.5"
"""An address of this machine at which nobody else listens."""
_UNTOUCHED: Final = [
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
    EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
]
_PORTS: Final = 7
"""At which a development server listens: gRPC, HTTP, Web UI, metrics, and three of its services."""


@dataclass(frozen=True)
class Outcome:
    """What became of a server that pages have attacked."""

    reached: list[Reached]
    runs: set[str]
    """The ids of all runs."""
    events: list[int]
    """What happened to the victim."""


async def attacked(server: str, pids: list[int], folder: Path) -> Outcome:
    """Let pages attack all ports of these processes while a run waits on their server."""
    client = await Client.connect(server)
    victim = await client.start_workflow("x", id=VICTIM, task_queue="x")
    reached = await asyncio.to_thread(attack, listening(*pids), folder)
    history = await victim.fetch_history()
    runs = {run.id async for run in client.list_workflows()}
    return Outcome(reached, runs, [event.event_type for event in history.events])


@pytest.fixture
async def embedded(tmp_path: Path) -> AsyncGenerator[Settings]:
    """Give the embedded server and its Web UI, as commands start them."""
    chromium()
    settings = Settings(home=tmp_path / "home", port=free_port(), ui_port=free_port())
    try:
        await ensure_server(settings, print)
        await ensure_ui(settings, print)
        yield settings
    finally:
        await down(settings)


async def test_no_page_reaches_the_embedded_server(embedded: Settings, tmp_path: Path) -> None:
    """Whatever name and port a page tries, nothing is read, started, signalled or terminated."""
    states = [server_daemon(embedded).state(), ui_daemon(embedded).state()]
    pids = [state.pid for state in states if state is not None]
    assert len(listening(*pids)) == _PORTS + 1  # and what stands in front of the Web UI

    found = await attacked(address(embedded), pids, tmp_path)

    assert found.reached == []
    assert found.runs == {VICTIM}
    assert found.events == _UNTOUCHED


async def test_the_browser_connects_to_none_of_the_ports_that_hide(tmp_path: Path) -> None:
    """A list in a standard is not what a browser does: each port is tried, and one that is open."""
    chromium()
    opened = free_port()
    reached: set[int] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.add(writer.get_extra_info("sockname")[1])
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    page = tmp_path / "page.html"
    ports = (*BLOCKED_BY_BROWSERS, opened)
    page.write_text("".join(f'<iframe src="http://{_ALONE}:{port}/"></iframe>' for port in ports))
    async with AsyncExitStack() as stack:
        for port in ports:
            await stack.enter_async_context(await asyncio.start_server(answer, _ALONE, port))
        await asyncio.to_thread(shown, page.as_uri(), tmp_path)

    assert reached == {opened}


async def test_the_same_pages_reach_a_server_as_it_comes(tmp_path: Path) -> None:
    """The attack is a real one: without what closes it, a server does what the pages want."""
    chromium()
    port = free_port()
    flags = ["--ip", HOST, "--port", str(port), "--ui-port", str(free_port())]
    command = [str(find_program()), "server", "start-dev", *flags]
    server = await asyncio.create_subprocess_exec(*command, stdout=subprocess.DEVNULL)
    try:
        await asyncio.to_thread(until, lambda: len(listening(server.pid)) == _PORTS, "no server")
        found = await attacked(f"{HOST}:{port}", [server.pid], tmp_path)
    finally:
        server.kill()
        await server.wait()

    ways = {one.what.split()[0] for one in found.reached}
    assert {"read", "order", "script"} <= ways
    assert any(run.startswith(ATTACK) for run in found.runs)
    assert found.events != _UNTOUCHED


async def test_a_person_opens_the_web_ui(embedded: Settings, tmp_path: Path) -> None:
    """What keeps strangers out does not keep the operator from seeing the campaigns."""
    client = await Client.connect(address(embedded))
    ended = await client.start_workflow("x", id=VICTIM, task_queue="x")
    await ended.terminate()  # the page of one that runs never comes to rest
    page = f"{ui_address(embedded)}/namespaces/default/workflows/{VICTIM}"

    seen = await asyncio.to_thread(shown, page, tmp_path)

    assert "Terminated" in seen
    assert VICTIM in seen
