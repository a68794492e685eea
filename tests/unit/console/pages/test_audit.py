"""The page of `audit --html`: what a designer sees on the picture, and what it must not do.

Longer than 250 lines because every promise is about one page and the same picture.
"""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from console.pages.audit import page_of
from console.pages.picture import Mark, ShownPicture, show
from console.words.findings import place_of, told
from contracts import QualityCheck, QualityVerdict, Severity
from domain.audit.offline import Demands, PictureFile, PostCopy
from domain.audit.picture.colors import contrast, luminance, parse_hex
from domain.gravity import faults_of
from domain.platforms import placement_of
from runtime.audit.files import Piece, audit_pieces
from runtime.audit.replies import AuditedFiles
from tests.audit.corpus import CORPUS
from tests.support.audit.subjects import Creative, canvas, png, stored
from tests.support.documents.markup import read
from tests.support.paths import ROOT

FEED = placement_of("instagram", "feed")
POST = PostCopy(
    {"headline": "La <b>cosecha</b>", "call_to_action": "Ver ya la cosecha nueva de este año"},
    'Una "taza"',
    "https://tostadores.example/",
)
PAGE_STYLE = (ROOT / "domain/pages/templates/shared/page.css").read_text(encoding="utf-8")


def audited(
    creative: Creative, copy: PostCopy | None = POST, **demands: Any
) -> tuple[AuditedFiles, str]:
    """Return what is found in a creative, and the page about it."""
    data, manifest, mask = stored(creative)
    pieces = [Piece(Path("taza.png"), PictureFile(data, "taza.png", manifest, mask), copy)]
    answer = audit_pieces(pieces, FEED, Demands(**demands), date(2026, 11, 22))
    return answer, page_of(answer, [data], copy)


def drawn(data: bytes, marks: Sequence[Mark]) -> ShownPicture:
    """Return a picture as a page shows it."""
    shown = show(data, marks, "taza")
    assert isinstance(shown, ShownPicture)
    return shown


TAZA = png(canvas(size=(1080, 1350)))
PALE = Creative(background=canvas(size=(1080, 1350)), ink="#999999", px=60)


def test_a_finding_is_outlined_on_the_picture_and_numbered_alike_in_the_list() -> None:
    """The number beside a finding is the number on the picture, where the finding is."""
    answer, page = audited(PALE)

    fault = next(
        check for check in answer.files[0].checks if check.reason_code == "CONTRAST_TOO_LOW"
    )
    left, top, right, bottom = fault.evidence["box"]
    shot = read(page).one("div", "shot")
    (outline,) = [one for one in shot.all("rect", "bad") if "badge" not in one.attributes["class"]]
    assert shot.one("img").attributes.items() >= {("width", "1080"), ("height", "1350")}
    assert shot.one("svg").attributes["viewbox"] == "0 0 1080 1350"
    assert outline.attributes.items() >= {
        ("x", str(left)),
        ("y", str(top)),
        ("width", str(right - left)),
        ("height", str(bottom - top)),
    }
    number, *_ = shot.one("text").text.split(" · ")
    findings = read(page).one("ol", "findings").all("li")
    told = {one.one("span", "num").text: one.one("p", "head").one("b").text for one in findings}
    assert told[number] == "Contrast too low"


def test_the_colors_of_a_contrast_stand_side_by_side_with_both_ratios() -> None:
    """A designer sees text and background, what was measured, and what is needed."""
    _, page = audited(PALE)

    colors, *_ = read(page).all("div", "colors")
    assert [one.text for one in colors.all("code")] == ["#999999", "#ffffff"]
    assert "background: #999999" in colors.all("i")[0].attributes["style"]
    assert colors.one("b").text == "2.84:1"  # 2.849: cut, never rounded up
    assert "4.5:1 is needed" in colors.text


def test_copy_stands_beside_its_limits() -> None:
    """Each field shows its length, the limit and its kind, in the platform's own counting."""
    _, page = audited(PALE)

    rows = {row.one("th").text: row.text for row in read(page).all("tr") if row.all("td")}
    assert "35 of 30 graphemes soft limit" in rows["Call to action"]
    assert "La <b>cosecha</b>" in rows["Headline"]


def test_rules_say_how_they_are_enforced_or_that_nobody_can() -> None:
    """What no check can judge is marked, and stands first."""
    _, page = audited(
        PALE,
        do_not_do=["No usar rojo", "No sonar desesperados", "Nunca decir «gratis»", "política"],
        tone_guard={"voice": "formal", "style": "minimal"},
        platform_constraints={"instagram.feed.headline": 40},
    )

    text = read(page).text
    assert "searched for the color red" in text
    assert "searched for “gratis”" in text
    assert "words about politics" in text
    assert text.index("NOT ENFORCEABLE") < text.index("ENFORCED The")


def test_a_page_needs_nothing_but_itself() -> None:
    """No script, no style sheet, no picture and no font from elsewhere: it can be sent by mail."""
    page = audited(PALE)[1]
    whole = read(page)

    assert not whole.all("script")
    assert not whole.all("link")
    sources = [image.attributes["src"] for image in whole.all("img")]
    assert all(source.startswith("data:image/") for source in sources)
    (style,) = whole.all("style")
    assert not re.search(r"url\(|@import|image-set|expression", "".join(map(str, style.parts)))


def test_what_others_wrote_is_text_and_never_markup() -> None:
    """Copy, rules, file names and links cannot put a script or a link into the page."""
    attack = '"><script>alert(1)</script><a href="javascript:alert(1)">'
    hostile = PostCopy({"headline": attack, "body": attack}, attack, attack)
    data = png(canvas(size=(1080, 1350)))
    pieces = [Piece(Path(f"{attack}.png"), PictureFile(data, "a.png"), hostile)] * 2
    demands = Demands(do_not_do=[attack], tone_guard={"voice": attack})

    answer = audit_pieces(pieces, FEED, demands, date(2026, 11, 22))
    whole = read(page_of(answer, [data, data], hostile))

    assert not whole.all("script")
    assert {link.attributes["href"][:6] for link in whole.all("a")} == {"#file-"}
    assert whole.text.count(attack) > 4


def test_a_picture_is_embedded_small_and_without_what_it_tells_of_its_making() -> None:
    """A page of a 20 megapixel photograph can be sent, and does not say where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    photograph = Image.effect_noise((1250, 1000), 90).convert("RGB")
    photograph = photograph.resize((5000, 4000), Image.Resampling.NEAREST)
    file = io.BytesIO()
    photograph.save(file, "JPEG", quality=80, exif=exif)

    shown = drawn(file.getvalue(), [])

    assert (shown.width, shown.height) == (5000, 4000)
    assert len(shown.source) < 2_000_000
    assert b"SECRET" in file.getvalue()
    assert "U0VDUkVU" not in shown.source


def test_numbers_do_not_cover_each_other() -> None:
    """Findings about the same corner of a picture keep readable numbers."""
    marks = [Mark((100, 100, 500 + n, 400 + n), [n], "bad") for n in range(1, 5)]

    spots = [mark.badge for mark in drawn(TAZA, marks).marks]

    assert len(spots) == 4
    for number, spot in enumerate(spots):
        for other in spots[:number]:
            assert (
                abs(spot.x - other.x) >= spot.width - 1 or abs(spot.y - other.y) >= spot.height - 1
            )


def test_a_number_stands_beside_what_it_is_about() -> None:
    """A designer sees the whole of what is outlined, wherever the picture has room beside it."""
    marks = [Mark((100, 100 * n, 300, 100 * n + 20), [n], "bad") for n in range(1, 5)]

    for mark in drawn(TAZA, marks).marks:
        assert mark.badge.y + mark.badge.height <= mark.outline.y
        assert mark.outline.x <= mark.badge.x < mark.outline.x + mark.outline.width


def test_regions_beyond_the_picture_are_left_out() -> None:
    """Evidence that points outside draws nothing there."""
    marks = [Mark((2000, 2000, 2100, 2100), [1], "bad"), Mark((-50, -50, 90, 90), [2], "ask")]

    (mark,) = drawn(TAZA, marks).marks

    outline = mark.outline
    assert (outline.x, outline.y, outline.width, outline.height) == (0, 0, 90, 90)


def test_a_picture_that_does_not_decode_is_said_and_not_shown() -> None:
    """The page exists for every file, with the reason in the picture's place."""
    broken = b"\x89PNG\r\n\x1a\nbroken"
    pieces = [Piece(Path("taza.png"), PictureFile(broken, "taza.png"), POST)]
    answer = audit_pieces(pieces, FEED, Demands(), date(2026, 11, 22))

    whole = read(page_of(answer, [broken], POST))

    assert "No picture to show: it does not decode" in whole.one("div", "nopicture").text
    assert not whole.all("img")


def test_a_page_without_copy_says_what_was_left_out() -> None:
    """Nobody takes the silence about copy for praise."""
    _, page = audited(PALE, copy=None)

    assert "None was given, so these were left out: alt text" in page


def test_the_same_files_give_the_same_page() -> None:
    """A page can be compared and stored by its digest."""
    assert audited(PALE)[1] == audited(PALE)[1]


def colors_of(scheme: str) -> Mapping[str, str]:
    """Return the style sheet's colors in a scheme."""
    found = re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", scheme)
    return dict(found)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_color_of_text_can_be_read(number: int) -> None:
    """Light, dark and printed, text stands at 4.5:1 or more on what lies behind it (WCAG AA)."""
    colors = colors_of(re.findall(r":root \{([^}]*)\}", PAGE_STYLE)[number])
    grounds = ["back", "card", "sunk"]
    pairs = [(text, ground) for text in ("ink", "quiet", "link") for ground in grounds]
    pairs += [
        (tone, ground)
        for tone in ("bad", "ask", "mild", "good")
        for ground in (f"{tone}-back", "card")
    ]

    ratios = {
        pair: contrast(*(luminance(parse_hex(colors[name])) for name in pair)) for pair in pairs
    }

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


def test_every_finding_of_the_corpus_is_told_in_words() -> None:
    """Whatever any check finds, a person reads one line without digests, code names or braces."""
    one_of_each: dict[tuple[str, str | None], list[QualityCheck]] = {}
    for case in CORPUS:
        wanted = (case.check_id, case.expected)
        if case.expected is not None and wanted not in one_of_each:
            found = [each for each in case.judge() if each.result is not QualityVerdict.PASS]
            if case.expected in {each.reason_code for each in found}:
                one_of_each[wanted] = found

    lines = {told(finding) for findings in one_of_each.values() for finding in findings}

    assert one_of_each.keys() == {
        (case.check_id, case.expected) for case in CORPUS if case.expected is not None
    }
    assert [line for line in lines if not line or "\n" in line or "sha256" in line] == []
    assert [line for line in lines if re.search(r"\bNone\b(?!»)|'[a-z_]+':", line)] == []


def test_a_finding_of_another_release_is_still_told() -> None:
    """Unknown codes and missing evidence fall back to what the evidence says."""
    strange = QualityCheck(
        check_id="aura_check",
        result=QualityVerdict.FAIL,
        reason_code="AURA_DIM",
        severity=Severity.LOW,
        evidence={"channel": "x", "level": 0.25, "field": "body", "box": [1, 2]},
    )
    bare = strange.model_copy(update={"reason_code": "TEXT_TOO_LONG", "evidence": {"actual": 3}})

    assert told(strange) == "level 0.25"
    assert place_of(strange) == "body"
    assert told(bare) == "actual 3"
    assert faults_of([bare]) == [bare]
    assert told(bare.model_copy(update={"evidence": {}})) == "Text too long"
