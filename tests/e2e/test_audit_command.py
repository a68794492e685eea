"""The auditor's commands as a pipeline runs them: real processes, statuses and streams."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from runtime.audit.replies import AuditedFiles
from tests.support.paths import ROOT

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

STARTER = ROOT / "starter.py"
FEED = ("--channel", "instagram", "--placement", "feed")


def phoenix(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a command in a folder to its end."""
    return subprocess.run(
        [sys.executable, str(STARTER), *arguments],
        cwd=folder,
        env={**os.environ, "PHOENIX_HOME": str(folder / "home"), "TEMPORAL_ADDRESS": "127.0.0.1:1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a picture."""
    image = Image.new("RGB", (1080, 1350), "#f2e9dc")
    ImageDraw.Draw(image).ellipse((200, 300, 700, 800), fill="#dd1111")
    image.save(tmp_path / "taza.jpg", quality=95, subsampling=0)
    return tmp_path


def test_a_pipeline_goes_on_after_a_good_picture(folder: Path) -> None:
    """Status 0, one JSON document, and not one file or server more than before."""
    done = phoenix(folder, "audit", "taza.jpg", *FEED, "--json")

    assert (done.returncode, done.stderr) == (0, "")
    assert AuditedFiles.model_validate_json(done.stdout).verdict == "WARN"
    assert [path.name for path in folder.iterdir()] == ["taza.jpg"]


def test_a_pipeline_stops_at_a_bad_picture_and_keeps_the_page(folder: Path) -> None:
    """Status 1, a table for the log, and a page for the designer."""
    done = phoenix(
        folder, "audit", "taza.jpg", *FEED, "--rule", "No usar rojo", "--html", "page.html"
    )

    assert done.returncode == 1
    assert "FAIL  taza.jpg" in done.stdout
    assert "wrote page.html" in done.stderr
    assert "#dd1112" in (folder / "page.html").read_text(encoding="utf-8")


def test_a_pipeline_can_tell_a_mistake_from_a_bad_picture(folder: Path) -> None:
    """Status 2 and one line, also as JSON, when the command itself is wrong."""
    done = phoenix(folder, "audit", "taza.jpg", "--channel", "x", "--placement", "feed", "--json")

    assert done.returncode == 2
    assert "x.feed is not a known placement" in json.loads(done.stdout)["message"]
    assert len(done.stderr.splitlines()) == 1


def test_a_forged_report_is_refused_offline(folder: Path) -> None:
    """`audit verify` needs no server, and does not believe a signature that nobody trusted made."""
    report = {
        "verdict": "PASS",
        "checks": [],
        "auditor_signature": f"ed25519:{'A' * 16}:{'A' * 86}",
        "timestamp": 1.0,
    }
    (folder / "report.json").write_text(json.dumps(report))

    done = phoenix(folder, "audit", "verify", "report.json", "--public-key", "B" * 43)

    assert done.returncode == 1
    assert "the report does not hold" in done.stdout
    assert not (folder / "home").exists()
