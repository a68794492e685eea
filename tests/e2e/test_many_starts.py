"""One execution, started very often at the same time: one run, and every caller is told."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.installation import ROOT, Installation, until

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


def counted_in_ledger(installation: Installation) -> int:
    """Return how many starts of ended campaigns the ledger has counted."""
    with closing(sqlite3.connect(installation.settings.home / "ledger.db")) as ledger:
        (counted,) = ledger.execute("select sum(duplicates) from executions").fetchone()
    return int(counted)


def test_an_execution_started_very_often_at_once_runs_once(installation: Installation) -> None:
    """Every start but one is told to be a duplicate, before and after the end, and counted."""
    benchmark = [sys.executable, "-m", "benchmarks.many_starts", "--address", installation.address]

    done = subprocess.run(
        [*benchmark, "--processes", str(PROCESSES), "--each", str(EACH)],
        cwd=ROOT,
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
    until(lambda: counted_in_ledger(installation) == STARTS, "not every duplicate was counted")
    assert (other["started"], other["duplicates"]) == (0, 0)
    assert len(other["failed"]) == 1
    assert "taken by a different request" in other["failed"][0]
