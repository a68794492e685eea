"""Where a command is to write is judged before anything is done for it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import starter
from runtime.files.written import writable_file, writable_folder
from runtime.refusals import WrongUse
from tests.support.builders import EXECUTION
from tests.support.paths import ROOT

REQUEST = str(ROOT / "examples/demo.yaml")
WRITING = (
    ("plan", REQUEST, "--html"),
    ("audit", "--channel", "x", "--placement", "post", "none.png", "--html"),
    ("status", str(EXECUTION), "--html"),
    ("report", str(EXECUTION), "--html"),
    ("schedule", "list", "--csv"),
    ("schedule", "list", "--ics"),
)


@pytest.mark.parametrize("typed", WRITING, ids=" ".join)
def test_no_command_begins_what_it_could_not_write(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    typed: tuple[str, ...],
) -> None:
    """Nothing is started, asked or made for a page or table in a folder that is not there."""
    monkeypatch.setenv("PHOENIX_HOME", str(tmp_path / "home"))
    nowhere = tmp_path / "nowhere" / "file"

    assert starter.run([*typed, str(nowhere)]) == 2

    shown = capsys.readouterr()
    told = f"{typed[-1]} {nowhere}: there is no folder {nowhere.parent}; make it, or name another"
    assert told in shown.err
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("folder", "is a folder; name a file in it"),
        ("file/page.html", "there is no folder"),
        ("x" * 300, "cannot be written: File name too long"),
        ("a\0b", "is no path: it holds a character NUL"),
    ],
)
def test_a_place_that_is_no_file_is_told(tmp_path: Path, name: str, told: str) -> None:
    """With the option it was typed behind, and what would be right."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()

    with pytest.raises(WrongUse, match=f"^--html .*{told}"):
        writable_file("--html", f"{tmp_path}/{name}")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("file", "is a file; name a folder, which is made if need be"),
        ("file/pictures", "cannot be made, since .*file is a file"),
    ],
)
def test_a_place_that_is_no_folder_is_told(tmp_path: Path, name: str, told: str) -> None:
    """A folder is made if need be, and never in a file's place."""
    (tmp_path / "file").touch()

    with pytest.raises(WrongUse, match=f"^--pictures .*{told}"):
        writable_folder("--pictures", f"{tmp_path}/{name}")


@pytest.mark.parametrize("judged", [writable_file, writable_folder])
def test_a_place_of_somebody_else_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, judged: Callable[[str, str], Path]
) -> None:
    """The system says what this user may do."""

    def nobody(_path: Path, _mode: int) -> bool:
        return False

    monkeypatch.setattr(os, "access", nobody)

    with pytest.raises(WrongUse, match=r"nothing can be written into .* by you"):
        judged("--html", str(tmp_path / "new"))
    (tmp_path / "new").touch()
    if judged is writable_file:
        with pytest.raises(WrongUse, match="must not be written by you"):
            judged("--html", str(tmp_path / "new"))


def test_what_can_be_written_is_taken_as_it_was_typed(tmp_path: Path) -> None:
    """A new file or one that is there, a folder or one that is to be made."""
    (tmp_path / "old.html").touch()

    for name in ("old.html", "new.html"):
        assert writable_file("--html", f"{tmp_path}/{name}") == tmp_path / name
    for name in ("", "a/b/c"):
        assert writable_folder("--pictures", f"{tmp_path}/{name}") == tmp_path / name
