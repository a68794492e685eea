"""A worker's endpoint, as Prometheus and whoever runs a second worker meet it."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from domain.telemetry import METRICS
from tests.e2e.installation import Installation, free_port
from tests.support.paths import ROOT
from tests.support.promql import Asked, asked
from tests.support.scraping import scrape

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

BY_PROMETHEUS: Final = {"up"}
NOT_YET: Final = {"temporal_workflow_task_execution_failed_total"}
"""What is there once it has happened; `tests/integration/test_metrics.py` lets it happen."""


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """Return an installation whose worker serves its metrics."""
    monkeypatch.setenv("PHOENIX_METRICS_ADDRESS", f"127.0.0.1:{free_port()}")
    return Installation(tmp_path)


def of_the_sdk() -> list[Asked]:
    """Return what alerts and dashboard ask of metrics that are not ours."""
    ours = {metric.exported for metric in METRICS}
    return [one for one in asked() if one.metric not in ours | BY_PROMETHEUS | NOT_YET]


def test_a_running_worker_serves_what_alerts_and_dashboard_ask_for(
    installation: Installation,
) -> None:
    """After one campaign every metric is there, with the labels that are asked for."""
    with installation:
        installation.start_server()
        installation.start_worker()
        subprocess.run(
            [sys.executable, str(ROOT / "starter.py"), "demo"],
            env=installation.environment,
            cwd=installation.folder,
            check=True,
            capture_output=True,
        )
        seen = scrape(installation.environment["PHOENIX_METRICS_ADDRESS"])

    assert {metric.exported for metric in METRICS} <= set(seen.kinds)
    assert of_the_sdk()
    for one in of_the_sdk():
        found = seen.labels_of(one.metric)
        assert found, f"{one.where} asks for {one.metric}, which no worker serves"
        assert {name for name, _ in one.matched} <= found, one
    assert seen.value("phoenix_campaigns_ended_total", outcome="done") == 1


def test_a_second_worker_with_the_same_address_is_refused(installation: Installation) -> None:
    """It ends at once, with the setting that has to change, and the first one goes on."""
    with installation:
        installation.start_server()
        first = installation.start_worker()
        second = subprocess.run(
            [sys.executable, "-m", "worker"],
            env=installation.environment,
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
        still_runs = first.poll() is None

    assert second.returncode == 2
    assert "PHOENIX_METRICS_ADDRESS=" in second.stderr
    assert "a port of its own" in second.stderr
    assert still_runs
