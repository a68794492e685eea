"""The command line with real processes: the embedded server, its worker, and what goes wrong."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.installation import free_port

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

STARTER = Path(__file__).parents[2] / "starter.py"
REQUEST = """\
name: Autumn walks
product: Guided city walks
purpose: More bookings on weekdays
audience: People who live in the city
core_message: See your own city again
call_to_action: Book a walk
language: en
channels:
  - {channel: instagram, placement: feed}
budget: {total: 300}
brand: {name: Walks}
landing_url: https://example.org/walks
timing: {learning_window: P1D}
"""


@dataclass
class CommandLine:
    """The command line of one installation."""

    home: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        """Run one command to its end."""
        return subprocess.run(
            [sys.executable, str(STARTER), *arguments],
            env={**os.environ, **self.environment, **variables},
            cwd=self.home.parent,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    def json(self, *arguments: str) -> Any:
        """Return the answer of a command that has to succeed."""
        done = self(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def pid(self, process: str) -> int:
        """Return the process id of `server` or `worker`."""
        state = json.loads((self.home / process / "state.json").read_text())
        return int(state["pid"])


def installed_in(folder: Path) -> CommandLine:
    """Return a command line with a state and ports of its own, and no Temporal configured."""
    home = folder / "home"
    (folder / "temporal.toml").write_text("")
    return CommandLine(
        home,
        {
            "PHOENIX_HOME": str(home),
            "PHOENIX_PORT": str(free_port()),
            "PHOENIX_UI_PORT": str(free_port()),
            "PHOENIX_GRACEFUL_SHUTDOWN_SECONDS": "5",
            "TEMPORAL_CONFIG_FILE": str(folder / "temporal.toml"),
        },
    )


@pytest.fixture(scope="module")
def phoenix(tmp_path_factory: pytest.TempPathFactory) -> Generator[CommandLine]:
    """Return a command line whose server runs; everything is stopped in the end."""
    line = installed_in(tmp_path_factory.mktemp("phoenix"))
    try:
        done = line("up")
        assert done.returncode == 0, done.stderr
        yield line
    finally:
        line("down")


@pytest.fixture
def fresh(tmp_path: Path) -> Generator[CommandLine]:
    """Return a command line that has never been used."""
    line = installed_in(tmp_path)
    try:
        yield line
    finally:
        line("down")


def request_file(folder: Path, text: str = REQUEST) -> str:
    """Write a request and return its path."""
    path = folder / "request.yaml"
    path.write_text(text)
    return str(path)


def wait_for(phoenix: CommandLine, execution: str, state: str) -> None:
    """Return when a campaign has come to a state."""
    deadline = time.monotonic() + 60
    known: dict[str, Any] = {}
    while time.monotonic() < deadline:
        known = phoenix.json("status", execution)
        if known["state"] == state and known["wait"] and known["wait"]["on"] != "stage":
            return
    pytest.fail(f"the campaign did not come to {state}: {known}")


def test_one_server_serves_all_commands(phoenix: CommandLine) -> None:
    """Commands share the server and the worker that the first of them started."""
    before = phoenix.pid("server"), phoenix.pid("worker")

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(phoenix, ["up"] * 3))

    assert [one.returncode for one in done] == [0, 0, 0]
    assert (phoenix.pid("server"), phoenix.pid("worker")) == before


def test_first_commands_at_the_same_time_start_one_server(fresh: CommandLine) -> None:
    """Of several first commands one starts the server, and all of them succeed."""
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(fresh, ["list"] * 3))

    assert [one.returncode for one in done] == [0, 0, 0], [one.stderr for one in done]
    assert sum("starting the embedded Temporal server" in one.stderr for one in done) == 1
    assert sum("starting the worker" in one.stderr for one in done) == 1


def test_a_campaign_survives_the_end_of_its_server_and_worker(
    phoenix: CommandLine, tmp_path: Path
) -> None:
    """After kill -9 of both, the next command finds the campaign where it was."""
    started = phoenix.json("start", request_file(tmp_path), "--new-execution")
    execution = started["execution_id"]
    wait_for(phoenix, execution, "LEARN")

    for process in ("server", "worker"):
        os.kill(phoenix.pid(process), signal.SIGKILL)
    known = phoenix.json("status", execution)

    assert known["state"] == "LEARN"
    assert [channel["status"] for channel in known["channels"]] == ["sent"]


def test_a_file_submitted_twice_is_told_to_be_a_duplicate(
    phoenix: CommandLine, tmp_path: Path
) -> None:
    """The second start is attached to the run of the first, and counted by it."""
    text = REQUEST.replace("Autumn", "Winter")
    first = phoenix.json("start", request_file(tmp_path, text))
    again = phoenix("start", request_file(tmp_path, text))
    known = phoenix.json("status", first["execution_id"])

    assert not first["duplicate"]
    assert again.returncode == 0
    assert "duplicate, nothing was started" in again.stderr
    assert known["duplicates_suppressed"] == 1


def test_an_execution_id_belongs_to_one_request(phoenix: CommandLine, tmp_path: Path) -> None:
    """The same execution id with another request is refused, and the message says what to do."""
    text = REQUEST + "execution_id: 6f1c1f0e-6f0e-4b52-9a4e-3a4de3c0a001\n"
    phoenix.json("start", request_file(tmp_path, text))

    other = phoenix("start", request_file(tmp_path, text.replace("300", "400")), "--json")

    assert other.returncode == 1
    assert "taken by a different request" in json.loads(other.stdout)["message"]
    assert "--new-execution" in other.stderr


def test_orders_are_taken_or_refused_with_a_reason(phoenix: CommandLine, tmp_path: Path) -> None:
    """Pausing twice, reviewing nothing and ordering a stranger end with status 1 and a sentence."""
    started = phoenix.json("start", request_file(tmp_path), "--new-execution")
    short = started["execution_id"][:13]
    wait_for(phoenix, short, "LEARN")

    assert phoenix("pause", short).returncode == 0
    again = phoenix("pause", short)
    nothing = phoenix("review", short, "approve", "--digest", "00000000")
    stranger = phoenix("pause", "00000000-0000-4000-8000-000000000000")

    assert (again.returncode, nothing.returncode, stranger.returncode) == (1, 1, 1)
    assert "already paused" in again.stderr
    assert "no report to review" in nothing.stderr
    assert "there is no campaign" in stranger.stderr


def test_a_second_server_on_the_same_state_is_refused(phoenix: CommandLine) -> None:
    """Two servers would write the same files; the message names the one that runs."""
    refused = phoenix("list", PHOENIX_PORT=str(free_port()))

    assert refused.returncode == 2
    assert f"127.0.0.1:{phoenix.environment['PHOENIX_PORT']}" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("variable", ["PHOENIX_PORT", "PHOENIX_UI_PORT"])
def test_a_taken_port_is_named_with_its_variable(fresh: CommandLine, variable: str) -> None:
    """The operator learns which variable to set, and no server is left behind."""
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", int(fresh.environment[variable])))
        other.listen()
        refused = fresh("list")

    assert refused.returncode == 2
    assert f"set {variable} to a free port" in refused.stderr
    assert not fresh.home.exists()


def test_a_server_that_dies_at_once_is_told_with_its_last_words(fresh: CommandLine) -> None:
    """A state that the server cannot open ends in one message with the end of its log."""
    (fresh.home / "server/temporal.db").mkdir(parents=True)

    refused = fresh("list")

    assert refused.returncode == 2
    assert "ended with status" in refused.stderr
    assert "server.log" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_temporal_that_cannot_be_reached_is_named(fresh: CommandLine) -> None:
    """Within seconds the message says which address, who gave it, and what to do."""
    address = f"127.0.0.1:{free_port()}"
    began = time.monotonic()

    refused = fresh("list", "--json", TEMPORAL_ADDRESS=address)

    assert refused.returncode == 2
    assert time.monotonic() - began < 15
    message = json.loads(refused.stdout)["message"]
    assert f"does not answer at {address} (from TEMPORAL_ADDRESS)" in message
    assert not fresh.home.exists()


def test_down_stops_everything_and_the_state_stays(fresh: CommandLine, tmp_path: Path) -> None:
    """After `down` nothing runs; the next command finds the campaigns again."""
    started = fresh.json("start", request_file(tmp_path))
    pids = [fresh.pid("server"), fresh.pid("worker")]

    stopped = fresh.json("down")["messages"]
    again = fresh.json("down")["messages"]
    known = fresh.json("status", started["execution_id"])

    assert stopped == [
        f"worker stopped (process {pids[1]})",
        f"Temporal server stopped (process {pids[0]})",
    ]
    assert again == [f"nothing was running under {fresh.home}"]
    assert known["execution_id"] == started["execution_id"]
