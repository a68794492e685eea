"""Artefacts that nothing refers to, listed and swept beside a campaign that runs."""

import hashlib
import json
import os
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from PIL import Image

from tests.e2e.test_command_line import REQUEST, CommandLine, installed_in, wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

MONTH = 30 * 86400
METRICS = [
    {
        "channel": "instagram",
        "impressions": 1000,
        "clicks": 30,
        "conversions": 3,
        "spend": 10.0,
        "observed_until": "2026-02-01T00:00:00Z",
        "source": "a test",
    }
]


@pytest.fixture
def phoenix(tmp_path: Path) -> Generator[CommandLine]:
    """Return a command line of an installation of its own; it is stopped in the end."""
    line = installed_in(tmp_path)
    try:
        yield line
    finally:
        line("down")


def stray(artifacts: Path, data: bytes) -> Path:
    """Leave an artefact as an attempt that failed leaves it."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = artifacts / sha256[:2] / sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def age(*paths: Path) -> None:
    """Make files look as if they had been stored a month ago."""
    moment = time.time() - MONTH
    for path in paths:
        os.utime(path, (moment, moment))


def files_in(artifacts: Path) -> set[Path]:
    """Return every file in the store."""
    return {path for path in artifacts.rglob("*") if path.is_file()}


def start_with_logo(phoenix: CommandLine, folder: Path) -> str:
    """Start a campaign with a logo, and return its execution id when it waits for metrics."""
    Image.new("RGB", (64, 64), "#224466").save(folder / "logo.png")
    text = REQUEST.replace("brand: {name: Walks}", "brand: {name: Walks, logo: logo.png}")
    (folder / "request.yaml").write_text(text)
    execution: str = phoenix.json("start", str(folder / "request.yaml"))["execution_id"]
    wait_for(phoenix, execution, "LEARN")
    return execution


def test_a_sweep_takes_what_nobody_needs_and_a_campaign_goes_on(
    phoenix: CommandLine, tmp_path: Path
) -> None:
    """A month-old leftover goes; all that a running campaign needs stays, and it ends well."""
    execution = start_with_logo(phoenix, tmp_path)
    artifacts = phoenix.home / "artifacts"
    needed = files_in(artifacts)
    old, young = stray(artifacts, b"old"), stray(artifacts, b"young")
    age(*needed, old)

    listed = phoenix.json("artifacts")
    before = files_in(artifacts)
    swept = phoenix.json("artifacts", "--sweep")
    after = files_in(artifacts)
    (tmp_path / "metrics.json").write_text(json.dumps(METRICS))
    phoenix.json("metrics", execution, str(tmp_path / "metrics.json"), "--final")
    ended = phoenix.json("watch", execution)

    assert len(needed) > 4
    assert [one["sha256"] for one in listed["artifacts"]] == [old.name]
    assert not listed["removed"]
    assert before == needed | {old, young}
    assert (swept["removed"], swept["count"], swept["size_bytes"]) == (True, 1, 3)
    assert after == needed | {young}
    assert ended["terminal_reason"] is None


def test_an_ended_campaign_keeps_what_it_made_and_lets_go_of_its_logo(
    phoenix: CommandLine, tmp_path: Path
) -> None:
    """Pictures, manifests and reports stay for ever; what only the request brought may go."""
    execution = start_with_logo(phoenix, tmp_path)
    phoenix.json("cancel", execution)
    phoenix("watch", execution)
    artifacts = phoenix.home / "artifacts"
    kept = files_in(artifacts)
    age(*kept)
    logo = hashlib.sha256((tmp_path / "logo.png").read_bytes()).hexdigest()

    done = phoenix("artifacts", "--sweep", "--older-than", "4w")

    assert done.returncode == 0, done.stderr
    assert "removed 1 (" in done.stdout
    assert {path.name for path in kept - files_in(artifacts)} == {logo}


def test_nothing_goes_while_an_artefact_in_use_is_damaged(
    phoenix: CommandLine, tmp_path: Path
) -> None:
    """What a damaged artefact led to is not known, so status 1 and one line are all there is."""
    start_with_logo(phoenix, tmp_path)
    artifacts = phoenix.home / "artifacts"
    old = stray(artifacts, b"old")
    age(old)
    logo = hashlib.sha256((tmp_path / "logo.png").read_bytes()).hexdigest()
    (artifacts / logo[:2] / logo).write_bytes(b"damaged")

    done = phoenix("artifacts", "--sweep", "--json")

    assert done.returncode == 1
    assert "nothing was listed or removed" in json.loads(done.stdout)["message"]
    assert logo in done.stderr
    assert old.exists()


def test_an_age_that_is_none_is_told_before_anything_is_started(phoenix: CommandLine) -> None:
    """A slip costs one line and status 2, and no server is started for it."""
    done = phoenix("artifacts", "--sweep", "--older-than", "5m")

    assert done.returncode == 2
    assert "must be an age from 1h to 366d" in done.stderr
    assert not phoenix.home.exists()
