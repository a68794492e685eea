"""What commands count of themselves in a file for Prometheus."""

from pathlib import Path

import pytest

from console.command_metrics import COMMAND_DURATION, note_end
from tests.support.scraping import Scrape, read_text


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where commands count themselves."""
    path = tmp_path / "phoenix.prom"
    monkeypatch.setenv("PHOENIX_COMMAND_METRICS", str(path))
    return path


def said_in(file: Path) -> Scrape:
    """Return what the file says."""
    return read_text(file.read_text())


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("start walks.yaml", "start"),
        ("schedule show coffee", "schedule show"),
        ("ledger", "ledger"),
        ("ledger backup copy.db", "ledger backup"),
        ("--help", "none"),
        ("publish", "none"),
        ("", "none"),
    ],
)
def test_a_command_is_counted_by_its_name_and_end(file: Path, typed: str, command: str) -> None:
    """What was typed beside the name is private, and would be a series for ever."""
    note_end(typed.split(), 1, 0.75)

    read = said_in(file)
    assert read.value("phoenix_commands_ended_total", command=command, exit_status="1") == 1
    assert read.value("phoenix_command_duration_seconds_sum", command=command) == 0.75
    assert read.value(
        "phoenix_command_last_ended_timestamp_seconds", command=command, exit_status="1"
    )
    assert {sample.labels["command"] for sample in read.samples} == {command}


def test_buckets_tell_a_slow_command_from_a_hanging_one(file: Path) -> None:
    """Each bucket holds what took no longer than its bound."""
    for seconds in (0.2, 45, 9000):
        note_end(["start"], 0, seconds)

    read = said_in(file)
    bounds = {f"{bound:g}": bound for bound in COMMAND_DURATION.buckets}
    assert {le: read.value("phoenix_command_duration_seconds_bucket", le=le) for le in bounds} == {
        le: (bound >= 0.25) + (bound >= 60) for le, bound in bounds.items()
    }


def test_nothing_is_counted_unless_a_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who wants none is not asked for a place."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PHOENIX_COMMAND_METRICS", raising=False)

    note_end(["start"], 0, 1.0)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("set_to", "told"),
    [
        ("metrics.txt", "must be a file whose name ends in .prom"),
        ("none/phoenix.prom", "none/phoenix.prom: No such file or directory"),
        ("other.prom", "other.prom holds something else: PHOENIX_COMMAND_METRICS needs a file"),
    ],
)
def test_what_cannot_be_counted_is_said_in_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    set_to: str,
    told: str,
) -> None:
    """The command has done its work, and an operator learns that nobody will hear of it."""
    (tmp_path / "other.prom").write_text("node_up 1\n")
    monkeypatch.setenv("PHOENIX_COMMAND_METRICS", str(tmp_path / set_to))

    note_end(["start"], 0, 1.0)

    said = capsys.readouterr().err
    assert said.startswith("note: the command was not counted: ")
    assert told in said
    assert said.count("\n") == 1


def test_a_command_that_has_told_of_its_settings_does_not_tell_twice(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One mistake is one line."""
    monkeypatch.setenv("PHOENIX_COMMAND_METRICS", "metrics.txt")

    note_end(["start"], 2, 1.0)

    assert capsys.readouterr().err == ""
