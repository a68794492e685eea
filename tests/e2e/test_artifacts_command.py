"""Artefacts that nothing refers to, listed and swept beside a campaign that runs."""

import hashlib
import json
import os
import time
from pathlib import Path

import pytest
from PIL import Image

from contracts import DEFAULT_TENANT, CampaignPayload
from tests.e2e.command_line import REQUEST, CommandLine

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

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


def stray(artifacts: Path, data: bytes) -> Path:
    """Leave an artefact as an attempt that failed leaves it."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = artifacts / str(DEFAULT_TENANT) / sha256[:2] / sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def age(*paths: Path) -> None:
    """Make files look as if they had been stored a month ago."""
    moment = time.time() - MONTH
    for path in paths:
        os.utime(path, (moment, moment))


def files_in(artifacts: Path, *, beside: frozenset[Path] = frozenset()) -> frozenset[Path]:
    """Return every file in the store that was not there before."""
    return frozenset(path for path in artifacts.rglob("*") if path.is_file()) - beside


def test_a_sweep_takes_what_nobody_needs_beside_a_campaign(
    phoenix: CommandLine, tmp_path: Path
) -> None:
    """A month-old leftover goes; all that a running campaign needs stays, and it ends well.

    Nothing goes while an artefact in use is damaged: what it led to is not known. A campaign that
    has ended keeps for ever what it was asked and what it made; its outcome is in the ledger, so
    the copy that brought it there may go.
    """
    Image.new("RGB", (64, 64), "#224466").save(tmp_path / "logo.png")
    data = (tmp_path / "logo.png").read_bytes()
    branded = REQUEST.replace("brand: {name: Walks}", "brand: {name: Swept, logo: logo.png}")
    artifacts = phoenix.home / "artifacts"
    others = files_in(artifacts)  # of campaigns of other tests
    execution = phoenix.start(tmp_path, branded)["execution_id"]
    phoenix.listens(execution)
    needed = files_in(artifacts, beside=others)
    logo = stray(artifacts, data)
    old, young = stray(artifacts, b"old"), stray(artifacts, b"young")

    logo.write_bytes(b"damaged")
    age(*needed, old)
    damaged = phoenix("artifacts", "--sweep", "--json")
    kept = files_in(artifacts, beside=others)
    logo.write_bytes(data)
    age(logo)
    listed = phoenix.json("artifacts")
    before = files_in(artifacts, beside=others)
    swept = phoenix.json("artifacts", "--sweep")
    after = files_in(artifacts, beside=others)
    (tmp_path / "metrics.json").write_text(json.dumps(METRICS))
    phoenix.json("metrics", execution, str(tmp_path / "metrics.json"), "--final")
    ended = phoenix.result(execution)
    made = files_in(artifacts, beside=others)
    outcome = {path.name: path.read_bytes() for path in made}
    age(*made - {young})
    last = phoenix("artifacts", "--sweep", "--older-than", "4w")

    assert logo in needed
    assert len(needed) > 4
    assert damaged.returncode == 1
    assert "nothing was listed or removed" in json.loads(damaged.stdout)["message"]
    assert logo.name in damaged.stderr
    assert kept == before == needed | {old, young}
    assert [one["sha256"] for one in listed["artifacts"]] == [old.name]
    assert not listed["removed"]
    assert (swept["removed"], swept["count"], swept["size_bytes"]) == (True, 1, 3)
    assert after == needed | {young}
    assert ended.terminal_reason is None
    assert last.returncode == 0, last.stderr
    assert "removed 1 (" in last.stdout
    (gone,) = made - files_in(artifacts, beside=others)
    assert CampaignPayload.model_validate_json(outcome[gone.name]) == ended
