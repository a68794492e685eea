"""The command line with real processes: the embedded server, its worker, and what goes wrong."""

import json
import os
import signal
import socket
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.command_line import REQUEST, CommandLine
from tests.e2e.conftest import Begun
from tests.e2e.installation import free_port

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

EXECUTION = "6f1c1f0e-6f0e-4b52-9a4e-3a4de3c0a001"
KNOWN = f"{REQUEST}execution_id: {EXECUTION}\n"


@pytest.fixture
def fresh(tmp_path: Path) -> Generator[CommandLine]:
    """Return a command line that has never been used."""
    line = CommandLine.under(tmp_path)
    try:
        yield line
    finally:
        line.stop()


@pytest.fixture(scope="module")
def execution(begun: Begun, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a campaign that waits for metrics."""
    begun.line.start(tmp_path_factory.mktemp("request"), KNOWN)
    begun.line.listens(EXECUTION)
    return EXECUTION


def test_first_commands_at_the_same_time_start_one_server(begun: Begun) -> None:
    """Of several first commands one starts the server, and all of them succeed."""
    told = [one.stderr for one in begun.first]

    assert [one.returncode for one in begun.first] == [0, 0], told
    assert sum("starting the embedded Temporal server" in one for one in told) == 1
    assert sum("starting the worker" in one for one in told) == 1


def test_one_server_serves_all_commands(phoenix: CommandLine) -> None:
    """Commands share the server and the worker that the first of them started."""
    before = phoenix.pid("server"), phoenix.pid("worker")

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(phoenix, ["up"] * 2))

    assert [one.returncode for one in done] == [0, 0]
    assert (phoenix.pid("server"), phoenix.pid("worker")) == before


def test_an_examination_finds_an_installation_fit(phoenix: CommandLine) -> None:
    """An engineer asks one command whether campaigns can run here, and who works for them."""
    told = phoenix("doctor")
    found = phoenix.json("doctor")

    assert told.returncode == 0
    assert "phoenix-worker@" in told.stdout
    assert found["is_fit"] is True
    assert {one["health"] for one in found["findings"]} <= {"well", "doubtful"}


def test_a_campaign_survives_the_end_of_its_server_and_worker(
    phoenix: CommandLine, execution: str
) -> None:
    """After kill -9 of both, the next command finds the campaign where it was."""
    for process in ("server", "worker"):
        os.kill(phoenix.pid(process), signal.SIGKILL)
    known = phoenix.json("status", execution)

    assert known["state"] == "LEARN"
    assert [channel["status"] for channel in known["channels"]] == ["sent"]


def test_a_file_submitted_twice_is_told_to_be_a_duplicate(
    phoenix: CommandLine, execution: str, tmp_path: Path
) -> None:
    """The second start is attached to the run of the first, and counted by it."""
    before = phoenix.status(execution).duplicates_suppressed

    again = phoenix("start", phoenix.request(tmp_path, KNOWN))

    assert again.returncode == 0
    assert "duplicate, nothing was started" in again.stderr
    assert phoenix.status(execution).duplicates_suppressed == before + 1


def test_an_execution_id_belongs_to_one_request(
    phoenix: CommandLine, execution: str, tmp_path: Path
) -> None:
    """The same execution id with another request is refused, and the message says what to do."""
    other = phoenix("start", phoenix.request(tmp_path, KNOWN.replace("300", "400")), "--json")

    assert other.returncode == 1
    assert "taken by a different request" in json.loads(other.stdout)["message"]
    assert "--new-execution" in other.stderr
    assert phoenix.status(execution).state == "LEARN"


def test_a_corrected_file_does_not_run_beside_its_former_text(
    phoenix: CommandLine, tmp_path: Path
) -> None:
    """Nobody publishes both texts unawares: the second is refused, or started on purpose."""
    opens = f"{datetime.now(UTC) + timedelta(days=1):%FT%TZ}"
    text = REQUEST.replace("Autumn walks", "A corrected campaign").replace(
        "timing: {", f"timing: {{publish_not_before: {opens}, "
    )
    former = phoenix("start", phoenix.request(tmp_path, text)).stdout.split()[0]
    corrected = phoenix.request(tmp_path, text.replace("300", "400"))

    refused = phoenix("start", corrected)
    again = phoenix("start", corrected, "--new-execution")

    assert refused.returncode == 1
    assert f"with other content: execution {former}; nothing was started" in refused.stderr
    assert again.returncode == 0
    for execution in (former, again.stdout.split()[0]):
        assert phoenix("cancel", execution, "--reason", "a test").returncode == 0


def test_orders_are_taken_or_refused_with_a_reason(phoenix: CommandLine, execution: str) -> None:
    """Pausing twice and reviewing nothing end with status 1, and ordering a stranger with 2."""
    short = execution[:13]

    assert phoenix("pause", short).returncode == 0
    again = phoenix("pause", short)
    nothing = phoenix("review", short, "approve", "--digest", "00000000")
    stranger = phoenix("resume", "00000000-0000-4000-8000-000000000000")
    assert phoenix("resume", short).returncode == 0

    assert (again.returncode, nothing.returncode, stranger.returncode) == (1, 1, 2)
    assert "already paused" in again.stderr
    assert "no report to review" in nothing.stderr
    assert "there is no campaign" in stranger.stderr


def test_a_second_server_on_the_same_state_is_refused(phoenix: CommandLine) -> None:
    """Two servers would write the same files; the message names the one that runs."""
    refused = phoenix("list", PHOENIX_PORT=str(free_port()))

    assert refused.returncode == 2
    assert f"127.0.0.1:{phoenix.port}" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("variable", ["PHOENIX_PORT", "PHOENIX_UI_PORT"])
def test_a_taken_port_is_named_with_its_variable(fresh: CommandLine, variable: str) -> None:
    """The operator learns which variable to set, and no server is left behind."""
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        refused = fresh("list", **{variable: str(other.getsockname()[1])})

    assert refused.returncode == 2
    assert f"set {variable} to a free port" in refused.stderr
    assert not fresh.home.exists()


def test_a_refused_command_stops_what_it_has_started(fresh: CommandLine) -> None:
    """No worker could start: the server that was started for it does not stay behind."""
    refused = fresh("up", PHOENIX_CHANNELS="nowhere.toml")
    left = fresh.json("down")["messages"]

    assert refused.returncode == 2
    assert "stops what it has started: " in refused.stderr
    assert "PHOENIX_CHANNELS names it" in refused.stderr
    assert left == [f"nothing was running under {fresh.home}"]


def test_a_server_that_dies_at_once_is_told_with_its_last_words(fresh: CommandLine) -> None:
    """A state that the server cannot open ends in one message with the end of its log."""
    (fresh.home / "server/temporal.db").mkdir(parents=True)

    refused = fresh("list")

    assert refused.returncode == 2
    assert "ended with status" in refused.stderr
    assert "server.log" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_temporal_that_cannot_be_reached_is_named(fresh: CommandLine) -> None:
    """The message says which address, who gave it, and what to do, and nothing was started."""
    address = f"127.0.0.1:{free_port()}"

    refused = fresh("list", "--json", TEMPORAL_ADDRESS=address)

    assert refused.returncode == 2
    message = json.loads(refused.stdout)["message"]
    assert f"does not answer at {address} (from TEMPORAL_ADDRESS)" in message
    assert not fresh.home.exists()


def test_down_stops_everything_and_the_state_stays(phoenix: CommandLine, execution: str) -> None:
    """After `down` nothing runs; the next command finds the campaigns again."""
    pids = [phoenix.pid("worker"), phoenix.pid("ui"), phoenix.pid("server")]

    stopped = phoenix.json("down")["messages"]
    again = phoenix.json("down")["messages"]
    known = phoenix.json("status", execution)

    assert stopped == [
        f"worker stopped (process {pids[0]})",
        f"Web UI stopped (process {pids[1]})",
        f"Temporal server stopped (process {pids[2]})",
    ]
    assert again == [f"nothing was running under {phoenix.home}"]
    assert known["execution_id"] == execution
