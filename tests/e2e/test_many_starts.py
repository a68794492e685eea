"""One execution, started very often at the same time: one run, and every caller is told."""

import json
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.e2e.installation import ROOT, Installation

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

PROCESSES = 2
EACH = 50
STARTS = PROCESSES * EACH


@pytest.fixture
def installation(tmp_path: Path) -> Generator[Installation]:
    """Return a server with a worker."""
    installation = Installation(tmp_path)
    try:
        installation.start_server()
        installation.start_worker()
        yield installation
    finally:
        installation.close()


def test_an_execution_started_very_often_at_once_runs_once(installation: Installation) -> None:
    """Every start but one is told to be a duplicate, before and after the end, and counted."""
    benchmark = [sys.executable, "-m", "benchmarks.many_starts", "--address", installation.address]

    done = subprocess.run(
        [*benchmark, "--processes", str(PROCESSES), "--each", str(EACH)],
        cwd=ROOT,
        env=installation.environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    running, ended, other = told["while it runs"], told["after its end"], told["another request"]
    assert (running["started"], running["duplicates"], running["failed"]) == (1, STARTS - 1, [])
    assert told["runs that Temporal knows"] == 1
    assert told["payload.duplicates_suppressed"] == STARTS - 1
    assert (ended["started"], ended["duplicates"], ended["failed"]) == (0, STARTS, [])
    assert told["counted in the ledger"] == STARTS
    forgotten = told["after Temporal has forgotten it"]
    assert (forgotten["started"], forgotten["duplicates"]) == (1, STARTS - 1)
    assert told["runs then, each without an effect"] == 1
    assert told["its answer"] == "answered_from_ledger"
    # Some of the starts met the run while it answered, and are counted in its log instead.
    assert STARTS < told["counted in the ledger in all"] < 2 * STARTS
    assert (other["started"], other["duplicates"]) == (0, 0)
    assert len(other["failed"]) == 1
    assert "taken by a different request" in other["failed"][0]
