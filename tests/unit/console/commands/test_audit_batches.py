"""`audit` of whatever lies in a folder: each file gets its verdict, whatever the others are."""

import os
from datetime import date
from pathlib import Path

import pytest

import starter
from contracts import QualityVerdict
from domain.audit.offline import Demands
from domain.audit.picture.decoding import Picture
from domain.audit.picture.difference_hash import difference_hash
from runtime.audit import files
from runtime.audit.replies import AuditedFile, AuditedFiles
from runtime.refusals import Refusal
from tests.support.audit.files import FEED, move_to, picture, saved, written

Shown = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return the folder in which the commands run."""
    return move_to(tmp_path, monkeypatch)


def audited(shown: Shown, *arguments: str) -> tuple[int, list[AuditedFile]]:
    """Return the exit status and what is said of each file."""
    status = starter.run(["audit", *arguments, *FEED, "--json"])
    return status, AuditedFiles.model_validate_json(shown.readouterr().out).files


def why(file: AuditedFile) -> object:
    """Return why a file was not judged."""
    assert file.verdict is QualityVerdict.FAIL
    assert (file.sha256, file.size_bytes) == (None, None)
    (finding,) = file.checks
    return finding.evidence["reason"]


def test_each_file_of_a_folder_gets_a_verdict(capsys: Shown, here: Path) -> None:
    """What is no file, leads nowhere or never ends costs itself, and the status is 1."""
    (here / "folder").mkdir()
    os.mkfifo(here / "pipe")
    for name, target in {
        "loop": "pool",
        "pool": "loop",
        "nowhere": "none",
        "zero": "/dev/zero",
    }.items():
        (here / name).symlink_to(target)
    with (here / "huge.png").open("wb") as file:
        file.truncate(64_000_001)
    strange = ["folder", "pipe", "loop", "nowhere", "zero", "missing.png", "huge.png"]

    status, (good, empty, *others) = audited(
        capsys, saved(picture()), written("e.png", ""), *strange
    )

    assert status == 1
    assert good.verdict is QualityVerdict.WARN
    assert empty.size_bytes == 0
    assert {file.file: why(file) for file in others} == {
        "folder": "is not a regular file",
        "pipe": "is not a regular file",
        "loop": "does not exist",
        "nowhere": "does not exist",
        "zero": "is not a regular file",
        "missing.png": "does not exist",
        "huge.png": "is larger than 64,000,000 bytes",
    }


def test_any_name_is_told(capsys: Shown) -> None:
    """Names with ends of lines, signs for terminals and bytes that are no text can be read."""
    names = ["two\nlines.jpg", "red\x1b[31m.jpg", os.fsdecode(b"bad\xff.jpg")]
    for name in names:
        saved(picture(), name)

    _, found = audited(capsys, *names)
    assert [file.file for file in found] == ["two\nlines.jpg", "red\x1b[31m.jpg", "bad?.jpg"]

    starter.run(["audit", *names, *FEED])
    said = capsys.readouterr()
    assert "\x1b" not in said.out + said.err
    assert "WARN  two lines.jpg" in said.out


def test_a_page_shows_what_can_be_shown(capsys: Shown, here: Path) -> None:
    """Files that cannot be read stand on the page with their reason, also links in a circle."""
    (here / "loop").symlink_to("loop")

    status, _ = audited(capsys, saved(picture()), "loop", "--html", "page.html")

    page = (here / "page.html").read_text(encoding="utf-8")
    assert status == 1
    assert "Does not exist" in page
    assert "it could not be read" in page
    assert "not read" in page
    assert page.count("data:image/") == 1


def test_a_page_shows_no_other_picture_than_the_one_that_was_judged(here: Path) -> None:
    """A file that was replaced meanwhile is left out."""
    paths = [here / saved(picture(), "a.png"), here / saved(picture("#000000"), "b.png")]
    pieces = files.pieces_of(paths, None, print)
    place = files.find_placement("instagram", "feed")
    answer = files.audit_pieces(pieces, place, Demands(), date(2026, 11, 28))
    first = paths[0].read_bytes()
    paths[1].write_bytes(first)

    assert list(files.pictures_again(answer, paths)) == [first, b""]


def test_a_picture_at_which_the_audit_stumbles_costs_itself(
    capsys: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a library raises about one picture, the others are judged, and it is said."""
    saved(picture(), "a.jpg")
    saved(picture(size=(32, 40)), "b.jpg")

    def fails(one: Picture) -> str | None:
        if one.size == (32, 40):
            raise MemoryError("no more")
        return difference_hash(one)

    monkeypatch.setattr("domain.audit.engine.difference_hash", fails)

    _, (good, bad) = audited(capsys, "a.jpg", "b.jpg")

    assert good.verdict is QualityVerdict.WARN
    assert bad.checks[0].evidence["reason"] == "the audit stumbled: MemoryError: no more"
    assert bad.size_bytes == Path("b.jpg").stat().st_size


def test_files_none_of_which_can_be_read_are_wrong_use(capsys: Shown) -> None:
    """A typing error in a folder's name is no verdict about pictures."""
    assert starter.run(["audit", "a.png", "b.png", *FEED, "--json"]) == 2

    refusal = Refusal.model_validate_json(capsys.readouterr().out)
    assert refusal.message == "none of 2 pictures can be read; a.png: does not exist"


@pytest.mark.parametrize(
    ("most", "arguments", "said"),
    [
        ("MAX_FILES", [], "audit takes at most 2 pictures, and 3 were given"),
        ("MAX_SHOWN", ["--html", "p.html"], "--html shows at most 2 pictures, and 3 were given"),
    ],
)
def test_more_pictures_than_fit_are_refused(
    capsys: Shown, monkeypatch: pytest.MonkeyPatch, most: str, arguments: list[str], said: str
) -> None:
    """Nothing is begun that would end for want of memory."""
    monkeypatch.setattr(files, most, 2)

    assert starter.run(["audit", *["a.png"] * 3, *FEED, *arguments]) == 2

    assert said in capsys.readouterr().err
