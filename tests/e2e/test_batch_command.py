"""Many campaigns from one file, with real processes."""

import json
import os
import signal
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine
from tests.e2e.installation import until
from tests.support.batches import fields, written

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


@pytest.fixture
def alone(tmp_path: Path) -> Generator[CommandLine]:
    """Return a command line whose server a test may kill."""
    line = CommandLine.under(tmp_path)
    try:
        yield line
    finally:
        line.stop()


@pytest.mark.drill
def test_a_batch_whose_server_dies_says_what_is_left_and_goes_on(
    alone: CommandLine, tmp_path: Path
) -> None:
    """Its answer is still one JSON object, and the same command starts the rest, each once."""
    alone.json("up")
    path = tmp_path / "many.jsonl"
    path.write_text(written(*(fields(f"Number {n}") for n in range(60))), encoding="utf-8")

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(alone, "batch", str(path), "--rate", "4", "--json")
        until(lambda: len(alone.json("list")["campaigns"]) > 0, "nothing was started")
        os.kill(alone.pid("server"), signal.SIGKILL)
        cut = running.result()
    first = json.loads(cut.stdout)
    again = alone.json("batch", str(path), "--rate", "100")

    assert cut.returncode == 1
    assert first["stopped"].startswith("Temporal does not answer any more")
    assert first["counts"]["started"] > 0
    assert first["counts"]["left"] > 0
    assert (again["counts"]["left"], again["counts"]["refused"]) == (0, 0)
    assert again["counts"]["duplicate"] >= first["counts"]["started"]
    assert len(alone.json("list", "--limit", "100")["campaigns"]) == 60


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
