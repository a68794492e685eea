"""A channel is one file, a publisher one folder, a provider one record; and what is said is so."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from contracts import Publication, PublicationStatus, QualityVerdict
from domain.platforms import known_placements
from runtime.audit.replies import PlatformLimits
from runtime.plan.replies import CampaignPlan
from tests.support.documents.kind_tables import outdated
from tests.support.paths import ROOT
from tests.support.publishing.documented import block
from tests.support.publishing.outbox_orders import page_of

CODE: Final = ("activities", "console", "contracts", "domain", "runtime", "workflows")
PROGRAMS: Final = ("starter.py", "worker.py")
OTHER_MEANINGS: Final = {
    ("addresses.py", "email"),  # a label of hosts
    ("personal_data.py", "email"),  # a kind of personal data
    ("list.py", "email"),  # a column of a table
    ("list.py", "x"),  # a cross in a table
}
CHANNEL_FILE: Final = "domain/platforms/pinboard.toml"
REQUEST: Final[dict[str, Any]] = {
    "name": "Tea",
    "product": "black tea",
    "purpose": "more orders",
    "audience": "people who read",
    "core_message": "A calm cup for long books",
    "call_to_action": "See the teas",
    "language": "en",
    "channels": [{"channel": "pinboard", "placement": "pin"}],
    "budget": {"total": 100.0, "currency": "EUR"},
    "brand": {"name": "Leaf"},
    "landing_url": "https://leaf.example/teas",
}


SAY_THEIR_NAME: Final = "activities/publish/*/kind.py"
"""The records of publishers, each of which names itself and the channel that it serves."""


def texts_in(file: Path) -> Iterator[str]:
    """Yield every text that stands in a file of code."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_code_knows_a_channel_by_its_name() -> None:
    """What is particular to a channel stands in its file, so a new one needs no code."""
    files = [*(file for name in CODE for file in (ROOT / name).rglob("*.py"))]
    files += [ROOT / name for name in PROGRAMS]
    records = set(ROOT.glob(SAY_THEIR_NAME))
    channels = {known.channel for known in known_placements()}

    named = {
        (file.name, text)
        for file in files
        if file not in records
        for text in texts_in(file)
        if text.partition(".")[0] in channels
    }

    assert named - OTHER_MEANINGS == set()


@pytest.fixture
def with_pinboard(tmp_path: Path) -> Path:
    """Copy the domain into a folder, and add the channel that the documentation shows."""
    shutil.copytree(ROOT / "domain", tmp_path / "domain")
    (tmp_path / CHANNEL_FILE).write_text(block(CHANNEL_FILE), encoding="utf-8")
    (tmp_path / "request.yaml").write_text(yaml.safe_dump(REQUEST), encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> str:
    """Run a module that succeeds, and return what it says."""
    ran = started(folder, *arguments)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def started(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module with the folder's packages before this checkout's."""
    environ = os.environ | {"PYTHONPATH": str(ROOT), "PHOENIX_HOME": str(folder / "home")}
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("arguments", [["platforms"], ["platforms", "x"], ["plan", "request.yaml"]])
def test_a_channel_s_file_that_does_not_fit_is_named(
    with_pinboard: Path, arguments: list[str]
) -> None:
    """Who adds a channel reads which file and field is wrong, whatever command meets it first."""
    with (with_pinboard / CHANNEL_FILE).open("a", encoding="utf-8") as file:
        file.write("length = 400\n")

    ran = started(with_pinboard, "starter", *arguments)

    field = "placements.pin.fields.body.length: is not known here; known are"
    assert ran.returncode == 2, ran.stderr
    assert f"The channel file pinboard.toml is invalid: {field}" in ran.stderr
    assert ran.stdout == ""


def test_a_new_channel_is_one_file(with_pinboard: Path) -> None:
    """With a file and nothing else it is listed, planned, written for, drawn, audited and shown."""
    limits = PlatformLimits.model_validate_json(
        run(with_pinboard, "starter", "platforms", "pinboard", "--json")
    )
    plan = CampaignPlan.model_validate_json(
        run(with_pinboard, "starter", "plan", "request.yaml", "--json")
    )
    publication = Publication.model_validate_json(
        run(with_pinboard, "tests.support.publishing.published_plan", "request.yaml")
    )

    assert ("body", "400") in {(limit.limit, limit.value) for limit in limits.limits}
    (asset,) = plan.assets
    assert (asset.width, asset.height) == (1000, 1500)
    assert asset.text["body"] == (
        "A calm cup for long books. Leaf: black tea.\n\nSee the teas. More info: https://leaf.example/teas"
    )
    assert plan.verdict in {QualityVerdict.PASS, QualityVerdict.WARN}
    assert plan.publications[0].publisher == "outbox"
    assert publication.status is PublicationStatus.SENT
    page = page_of(publication)
    assert "Pinboard" in page
    assert "#7a3b12" in page
    assert "card preview picture" in page


def test_the_tables_of_publishers_and_providers_are_current() -> None:
    """A reader sees every kind with its fields as they are, and nothing that is gone.

    After a change run `python -m tests.support.documents.kind_tables`.
    """
    assert outdated() == []
