"""The runbook for a run that is terminated, with the commands that it gives to an operator."""

import subprocess
from collections.abc import Generator
from pathlib import Path

import pytest

from contracts import CampaignPayload, CampaignState, PublicationStatus
from runtime.embedded.server import find_program
from tests.e2e.command_line import CommandLine

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


@pytest.fixture
def line(tmp_path: Path) -> Generator[CommandLine]:
    """Give a test an installation of its own."""
    line = CommandLine.under(tmp_path)
    try:
        yield line
    finally:
        line.stop()


def terminate(line: CommandLine, execution: str) -> None:
    """End a run without asking it."""
    subprocess.run(
        [
            *(str(find_program()), "workflow", "terminate"),
            *("--address", f"127.0.0.1:{line.port}"),
            *("--workflow-id", f"campaign-{execution}", "--reason", "in the way"),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )


def posts(line: CommandLine) -> list[bytes]:
    """Return what is out in the outbox."""
    return [path.read_bytes() for path in sorted(line.home.glob("outbox/**/post.json"))]


def test_a_terminated_run_is_looked_at_and_started_again(line: CommandLine, tmp_path: Path) -> None:
    """The status says what is out, the same request goes on, and nothing is published twice."""
    started = line.start(tmp_path)
    execution = started["execution_id"]
    line.listens(execution)
    out = posts(line)

    terminate(line, execution)
    ended = line.json("status", execution)
    again = line.start(tmp_path)
    line.listens(execution)
    running = line.json("status", execution)
    duplicate = line.start(tmp_path)

    assert (ended["finished"], ended["terminal_details"]) == (
        True,
        "ended from outside by Temporal (TerminatedError): in the way",
    )
    assert [one["status"] for one in ended["channels"]] == [PublicationStatus.SENT]
    assert (again["again"], again["duplicate"]) == (True, False)
    assert again["run_id"] != started["run_id"]
    assert [one["status"] for one in running["channels"]] == [PublicationStatus.SENT]
    assert (duplicate["again"], duplicate["duplicate"]) == (False, True)
    assert len(out) == 1
    assert posts(line) == out


def test_watching_a_terminated_run_ends_with_what_is_proven(
    line: CommandLine, tmp_path: Path
) -> None:
    """Who watches it learns how it ended, and what is out."""
    execution = line.start(tmp_path)["execution_id"]
    line.listens(execution)
    terminate(line, execution)

    watched = line("watch", execution, "--json")

    assert watched.returncode == 1, watched.stderr
    payload = CampaignPayload.model_validate_json(watched.stdout)
    assert payload.current_state is CampaignState.FAILED
    (known,) = payload.latest_publications().values()
    assert known.status is PublicationStatus.SENT
