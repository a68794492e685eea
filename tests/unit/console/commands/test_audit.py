"""`audit`: what people ask of the auditor without a campaign.

Longer than 250 lines because every promise is about one command and the same picture.
"""

import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

import starter
from contracts import QualityVerdict
from domain.audit.catalogue import NEED_COPY
from runtime.audit.replies import AuditedFiles
from runtime.refusals import Refusal
from tests.support.audit.files import COPY, FEED, as_bytes, move_to, picture, saved, written
from tests.support.audit.subjects import Creative, canvas, jpeg, stored


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return the folder in which the commands run."""
    return move_to(tmp_path, monkeypatch)


Shown = pytest.CaptureFixture[str]


def audited(shown: Shown, *arguments: str) -> tuple[int, AuditedFiles]:
    """Return the exit status and the answer of `audit … --json`."""
    status = starter.run(["audit", *arguments, "--json"])
    return status, AuditedFiles.model_validate_json(shown.readouterr().out)


def codes(answer: AuditedFiles) -> set[str | None]:
    """Return the reason codes of everything that did not pass."""
    checks = [check for file in answer.files for check in file.checks]
    return {check.reason_code for check in checks if check.result is not QualityVerdict.PASS}


def test_a_good_picture_with_its_copy_may_go_out(capsys: Shown) -> None:
    """Nothing blocks, so a pipeline goes on; what nobody could measure is still said."""
    status, answer = audited(
        capsys, saved(picture()), *FEED, "--copy", written("c.yaml", COPY), "--language", "es"
    )

    assert (status, answer.verdict) == (0, "WARN")
    assert codes(answer) == {"CONTRAST_ESTIMATED", "NOT_EVALUATED"}
    assert not answer.files[0].left_out


def test_a_forbidden_color_stops_a_pipeline(capsys: Shown) -> None:
    """A rule as a sentence is enough, and the status is 1."""
    status, answer = audited(capsys, saved(picture("#dd1111")), *FEED, "--rule", "No usar rojo")

    assert (status, answer.verdict) == (1, "FAIL")
    assert "FORBIDDEN_COLOR_PRESENT" in codes(answer)
    assert [(one.rule.kind, one.why_not) for one in answer.rules] == [("color", None)]


def test_a_picture_alone_is_not_blamed_for_copy_that_nobody_gave(capsys: Shown) -> None:
    """Without --copy only the picture is judged, and the answer names what was left out."""
    status, answer = audited(capsys, saved(picture()), *FEED)

    assert status == 0
    assert "required_fields_check" in answer.files[0].left_out
    assert not codes(answer) & {"FIELD_MISSING", "ALT_TEXT_MISSING", "CTA_MISSING"}


def test_words_in_a_picture_are_not_held_against_copy_that_nobody_gave(
    capsys: Shown, here: Path
) -> None:
    """A creative with its manifest alone is measured, and what only copy could tell is left out."""
    creative = Creative(canvas(size=(1080, 1350)), px=100)
    data, (_, manifest, mask) = jpeg(creative.picture()), stored(creative)
    for name, content in {"a.jpg": data, "a.json": manifest, "mask.png": mask}.items():
        (here / name).write_bytes(content)

    status, answer = audited(capsys, "a.jpg", *FEED, "--manifest", "a.json", "--mask", "mask.png")

    assert (status, codes(answer)) == (0, set())
    assert set(answer.files[0].left_out) == NEED_COPY


def test_an_empty_copy_lacks_every_field(capsys: Shown) -> None:
    """A copy file that says nothing is judged as copy, and fails."""
    status, answer = audited(capsys, saved(picture()), *FEED, "--copy", written("c.yaml", ""))

    assert status == 1
    assert "FIELD_MISSING" in codes(answer)


def test_several_pictures_get_a_verdict_each_and_the_gravest_decides(capsys: Shown) -> None:
    """A whole set is audited at once, with its progress beside the answer."""
    names = [saved(picture(), "good.jpg"), saved(picture("#dd1111"), "red.jpg")]

    status = starter.run(["audit", *names, *FEED, "--rule", "No usar rojo"])

    said = capsys.readouterr()
    assert status == 1
    assert "WARN  good.jpg:" in said.out
    assert "FAIL  red.jpg:" in said.out
    assert "2 of 2: red.jpg" in said.err


def test_a_person_reads_what_was_found_and_where(capsys: Shown) -> None:
    """The table has check, result, severity, finding and place; the gravest stands first."""
    copy = written("c.json", json.dumps({"headline": "¡¡¡YA!!!", "link": "http://a.example/"}))

    starter.run(["audit", saved(picture("#dd1111")), *FEED, "--copy", copy, "--rule", "No red"])

    lines = capsys.readouterr().out.splitlines()
    row = next(line for line in lines if "forbidden_color" in line)
    assert "FAIL     CRITICAL   a forbidden color on" in row
    assert "px" in row
    assert any("http://a.example/ is not https" in line for line in lines)
    gravities = [word for line in lines for word in ("CRITICAL", "MEDIUM", "LOW") if word in line]
    assert gravities == sorted(gravities, key=("CRITICAL", "MEDIUM", "LOW").index)


def test_a_campaigns_request_serves_as_rules(capsys: Shown) -> None:
    """The same file that starts a campaign holds its pictures to its rules, tone and brand."""
    request = Path(starter.__file__).parent / "examples" / "needs-review-b2b-en.yaml"

    _, answer = audited(capsys, saved(picture("#ff40a0")), *FEED, "--rules", str(request))

    texts = {one.rule.text: one.why_not for one in answer.rules}
    assert texts["Do not mention politics"] is None
    assert texts["Do not sound desperate"]
    assert "voice: formal" in texts
    assert "OFF_PALETTE" in codes(answer)


def test_limits_for_other_placements_say_nothing_about_this_one(capsys: Shown) -> None:
    """A request's constraint for X is no finding about Instagram; a misspelled one is."""
    rules = written(
        "r.yaml",
        "platform_constraints: {x: {post: {body: 100}}, instagram.feed.body: 90, feed.music: 1}\n"
        "brand: {name: Walks, logo: logo.png}\n",
    )
    saved(picture(size=(64, 64)), "logo.png")

    _, answer = audited(capsys, saved(picture()), *FEED, "--rules", rules)

    texts = [one.rule.text for one in answer.rules]
    assert texts == ["instagram.feed.body: 90", "feed.music: 1"]
    assert "CONSTRAINT_UNKNOWN" in codes(answer)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["none.png", *FEED], "none.png: does not exist"),
        (["home", *FEED], "home: is not a regular file"),
        (["a.png", "--channel", "tiktok", "--placement", "feed"], "known are bluesky.post"),
        (["a.png", "--channel", "instagram"], "placement"),
        (["a.png", *FEED, "--copy", "strange.yaml"], "slogan: instagram.feed has no such field"),
        (["a.png", *FEED, "--copy", "broken.yaml"], "broken.yaml: line 1"),
        (["a.png", *FEED, "--copy", "list.yaml"], "must hold the copy's fields"),
        (["a.png", *FEED, "--copy", "number.yaml"], "headline"),
        (["a.png", *FEED, "--copy", "alt.yaml"], "alt_text: must be text"),
        (["a.png", *FEED, "--copy", "long.yaml"], "6000"),
        (["a.png", *FEED, "--copy", "link.yaml"], "does not fit its contract"),
        (["a.png", *FEED, "--rules", "strange.yaml"], "slogan: is not a field"),
        (["a.png", *FEED, "--rules", "text.yaml"], "must hold a list of sentences"),
        (["a.png", *FEED, "--rules", "nologo.yaml"], "none.png: does not exist"),
        (["a.png", *FEED, "--rules", "many.json"], "10000"),
        (["a.png", *FEED, "--rules", "full.json", "--rule", "No red"], "10,000 are taken at most"),
        (["a.png", *FEED, "--rule", " "], "--rule must be a sentence"),
        (["a.png", *FEED, "--language", "fr"], "--language must be one of es, en"),
        (["a.png", *FEED, "--mask", "a.png"], "only with the manifest"),
        (["a.png", "a.png", *FEED, "--manifest", "list.yaml"], "belongs to one picture"),
        (["a.png", *FEED, "--html", "none/page.html"], "there is no folder none"),
        (["a.png", *FEED, "--html", "./a.png"], "would replace a file"),
    ],
)
def test_wrong_use_is_told_and_nothing_is_audited(
    capsys: Shown, here: Path, arguments: list[str], told: str
) -> None:
    """A mistake costs one line that names it, and status 2."""
    (here / "home").mkdir()
    saved(picture(size=(64, 64)), "a.png")
    ten_thousand = ["No usar rojo"] * 10_000
    files = {
        "strange.yaml": "slogan: Siempre cerca",
        "broken.yaml": "headline: [",
        "list.yaml": "- one",
        "text.yaml": "No usar rojo",
        "number.yaml": "headline: 3",
        "alt.yaml": "alt_text: 3",
        "long.yaml": f"headline: {'a' * 6001}",
        "link.yaml": f"link: https://a.example/{'a' * 2000}",
        "nologo.yaml": "brand: {name: Walks, logo: none.png}",
        "many.json": json.dumps([*ten_thousand, "No usar verde"]),
        "full.json": json.dumps(ten_thousand),
    }
    for name, text in files.items():
        written(name, text)
    before = sorted(here.iterdir())

    assert starter.run(["audit", *arguments]) == 2

    said = capsys.readouterr()
    assert told in said.err
    assert not said.out
    assert sorted(here.iterdir()) == before


def test_a_picture_beyond_reason_is_not_read(capsys: Shown, here: Path) -> None:
    """A file of gigabytes costs no memory: it is refused by its size."""
    with (here / "huge.png").open("wb") as file:
        file.truncate(64_000_001)

    assert starter.run(["audit", "huge.png", *FEED, "--json"]) == 2

    refusal = Refusal.model_validate_json(capsys.readouterr().out)
    assert refusal.message == "huge.png: is larger than 64,000,000 bytes"


def bomb() -> bytes:
    """Return a small PNG that says it has 40,000 pixels on each side."""
    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    parts = {b"IHDR": header, b"IDAT": zlib.compress(bytes(1_000_000)), b"IEND": b""}
    chunks = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts.items()
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("cut.png", lambda: as_bytes(picture(), "PNG")[:2000], "IMAGE_CORRUPT"),
        ("nothing.png", lambda: b"", "IMAGE_CORRUPT"),
        ("bomb.png", bomb, "DECOMPRESSION_BOMB"),
        (
            "moving.png",
            lambda: as_bytes(
                picture(), "PNG", save_all=True, append_images=[picture("#000000")], duration=9
            ),
            "ANIMATION_NOT_ALLOWED",
        ),
        ("print.jpg", lambda: as_bytes(picture().convert("CMYK"), "JPEG"), "CONTRAST_ESTIMATED"),
        ("few.png", lambda: as_bytes(picture().quantize(8), "PNG"), "CONTRAST_ESTIMATED"),
        ("renamed.jpg", lambda: as_bytes(picture(), "PNG"), "EXTENSION_MISMATCH"),
    ],
)
def test_bad_pictures_give_findings_within_seconds(
    capsys: Shown, here: Path, name: str, make: Callable[[], bytes], code: str
) -> None:
    """Whatever a file turns out to be, the audit is quick, names the fault and draws a page."""
    (here / name).write_bytes(make())
    begin = process_time()

    status, answer = audited(capsys, name, *FEED, "--html", "page.html")

    assert process_time() - begin < 20
    assert code in codes(answer)
    assert status == (1 if answer.verdict is QualityVerdict.FAIL else 0)
    assert (here / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.no_cover  # a sweep: what it reaches is covered by examples
def test_a_thousand_rules_take_bounded_time(capsys: Shown) -> None:
    """Rules by the thousand are judged, and each of them is either enforced or shown."""
    rules = [f"Nunca decir «palabra{number}»" for number in range(1000)]
    begin = process_time()

    _, answer = audited(
        capsys, saved(picture()), *FEED, "--rules", written("r.json", json.dumps(rules))
    )

    assert process_time() - begin < 20
    assert len(answer.rules) == 1000
    assert {one.why_not for one in answer.rules} == {None}


def test_a_picture_called_verify_can_be_audited(capsys: Shown) -> None:
    """The word that begins a verification is still a possible name of a file."""
    saved(picture(), "verify", format="PNG")

    status, answer = audited(capsys, "./verify", *FEED)

    assert status in {0, 1}
    assert answer.files[0].file == "verify"
