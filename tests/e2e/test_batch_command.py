"""Many campaigns from one file, with real processes."""

import json
from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine
from tests.support.batches import fields, written

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


def test_a_batch_goes_on_where_it_was(phoenix: CommandLine, tmp_path: Path) -> None:
    """The same file again, with one request more, starts that one and finds the others."""
    path = tmp_path / "many.jsonl"
    path.write_text(written(fields("Batch one"), fields("Batch two")), encoding="utf-8")
    first = phoenix.json("batch", str(path))
    path.write_text(
        written(*(fields(f"Batch {name}") for name in ("one", "two", "three"))), encoding="utf-8"
    )

    again = phoenix.json("batch", str(path))

    assert [entry["outcome"] for entry in first["entries"]] == ["started"] * 2
    assert [entry["outcome"] for entry in again["entries"]] == ["duplicate"] * 2 + ["started"]
    assert first["entries"][0]["execution_id"] == again["entries"][0]["execution_id"]


def test_a_broken_line_in_the_middle_starts_nothing(phoenix: CommandLine, tmp_path: Path) -> None:
    """People and programs are told every fault, and the requests around it wait."""
    path = tmp_path / "many.jsonl"
    good = written(fields("Before it")), written(fields("Behind it", language="fr"))
    path.write_text(f"{good[0]}{{broken\n{good[1]}", encoding="utf-8")

    told, asked = phoenix("batch", str(path)), phoenix("batch", str(path), "--json")

    assert (told.returncode, asked.returncode) == (2, 2)
    faults = json.loads(asked.stdout)["faults"]
    assert [fault.split(": ")[1] for fault in faults] == ["line 2", "line 3"]
    assert all(fault in told.stderr for fault in faults)
    names = [campaign["name"] for campaign in phoenix.json("list")["campaigns"]]
    assert not {"Before it", "Behind it"} & set(names)
