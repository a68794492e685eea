"""Whoever starts a campaign is told at once what cannot be read of its sources."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from runtime.files.request import read_request
from runtime.files.sources import notes_on_sources
from tests.support.paths import ROOT

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def test_what_cannot_be_read_is_said_before_the_start(tmp_path: Path) -> None:
    """Each source is named with what is wrong; what can be read is not spoken of."""
    example = (ROOT / "examples" / "demo.yaml").read_text("utf-8")
    head, _, _ = example.partition("\nsources:")
    path = tmp_path / "request.yaml"
    path.write_text(f"{head}\nsources: [good.csv, page.xml, ahead.csv]\n", "utf-8")
    (tmp_path / "good.csv").write_text("fecha;texto\n25/11/2026;Hola", "utf-8")
    (tmp_path / "page.xml").write_text("<!DOCTYPE html><html>", "utf-8")
    (tmp_path / "ahead.csv").write_text("fecha;texto\n2099-01-01;Hola", "utf-8")
    prepared = read_request(path)

    assert notes_on_sources(prepared, NOW) == [
        "page.xml is a web page and no feed.",
        "ahead.csv has 1 item dated ahead and left out, such as «2099-01-01».",
        "ahead.csv has nothing to read.",
    ]


@pytest.mark.parametrize("name", ["news.ndjson", "news.jsonl", "NEWS.TSV"])
def test_exports_of_programs_are_taken_by_their_own_endings(tmp_path: Path, name: str) -> None:
    """Nobody has to rename a file that the radar can read."""
    example = (ROOT / "examples" / "demo.yaml").read_text("utf-8")
    head, _, _ = example.partition("\nsources:")
    path = tmp_path / "request.yaml"
    path.write_text(f"{head}\nsources: [{name}]\n", "utf-8")
    news = '{"date": "2026-11-20", "text": "a"}\n{"date": "2026-11-21", "text": "b"}\n'
    (tmp_path / name).write_text("date\ttext\n2026-11-20\ta" if "TSV" in name else news, "utf-8")

    prepared = read_request(path)

    assert prepared.request.sources[0].name == name
    assert notes_on_sources(prepared, NOW) == []
