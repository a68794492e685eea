"""A log that nobody else looks after is set aside once it is long."""

import fcntl
from pathlib import Path

import pytest

from runtime import bounded_log
from runtime.bounded_log import bound


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a log that is too long."""
    monkeypatch.setattr(bounded_log, "LIMIT", 10)
    path = tmp_path / "worker.log"
    path.write_text("much\n" * 3)
    return path


def test_whoever_writes_goes_on_at_the_beginning(log: Path) -> None:
    """The last lines are there in one file or the other, and no file has a hole."""
    with log.open("a") as writing:
        bound(log)
        writing.write("more\n")

    assert log.read_text() == "more\n"
    assert log.with_suffix(".log.1").read_text() == "much\n" * 3
    assert log.with_suffix(".log.1").stat().st_mode & 0o777 == 0o600


def test_a_short_log_stays(log: Path) -> None:
    """What is not too long is read where it was written."""
    log.write_text("little\n")

    bound(log)

    assert log.read_text() == "little\n"


def test_a_log_that_another_command_sets_aside_is_left_to_it(log: Path) -> None:
    """Two commands at once do not set aside what one of them has just begun anew."""
    with log.open("rb") as theirs:
        fcntl.flock(theirs, fcntl.LOCK_EX)
        bound(log)

    assert log.read_text() == "much\n" * 3


def test_a_log_that_cannot_be_set_aside_stays(log: Path) -> None:
    """No command fails for it, and nothing of it is lost."""
    log.with_suffix(".log.1").mkdir()

    bound(log)
    bound(log.with_name("none.log"))

    assert log.read_text() == "much\n" * 3
