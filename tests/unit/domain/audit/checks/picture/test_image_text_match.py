"""The picture says what was approved, and nothing that its manifest leaves out."""

from collections.abc import Mapping
from typing import Any

import pytest
from PIL import Image

from contracts import ArtifactRef, Box, BrandKit, Fill
from domain.audit.checks.picture.image_text_match import CHECK
from domain.audit.subject import Subject
from tests.support.audit.subjects import (
    COPY,
    SIZE,
    Creative,
    asset_of,
    canvas,
    codes,
    stored,
    subject,
)

WHOLE = Box(left=0, top=0, right=SIZE[0], bottom=SIZE[1])
LOGO = ArtifactRef(sha256="0" * 64, size=1, media_type="image/png")


def with_shape(
    box: tuple[int, int, int, int], fills: list[Fill] | None = None, **how: Any
) -> Subject:
    """Return a subject of a creative on which something lies besides its text."""
    image = canvas()
    image.paste("#c03030", box)
    return subject(Creative(image, fills=fills or []), **how)


def box_of(left: int, top: int, right: int, bottom: int) -> Box:
    """Return a rectangle."""
    return Box(left=left, top=top, right=right, bottom=bottom)


@pytest.mark.parametrize(
    ("fills", "context", "expected"),
    [
        ([], {}, "IMAGE_TEXT_DIFFERS"),
        ([Fill(role="logo", color="#000000", box=box_of(20, 180, 80, 220))], {}, None),
        ([Fill(role="shape", color="#C03030", box=box_of(20, 180, 80, 220))], {}, None),
        ([], {"brand": BrandKit(name="Tostadores del Sur", logo=LOGO)}, None),
    ],
    ids=["no", "logo", "yes", "brand's logo"],
)
def test_a_shape_is_declared_or_found(
    fills: list[Fill], context: Mapping[str, Any], expected: str | None
) -> None:
    """Nothing gets onto a creative past the manifest, but for a logo of a logo's size."""
    findings = CHECK(
        with_shape((20, 180, 80, 220), fills, context=context, text={"headline": "La cosecha"})
    )

    assert [each.reason_code for each in findings] == [expected]


@pytest.mark.parametrize(
    "fill",
    [
        Fill(role="logo", color="#000000", box=WHOLE),
        Fill(role="shape", color="#C03030", box=WHOLE),
        Fill(role="shape", color="#3030C0", box=box_of(20, 180, 80, 220)),
        Fill(role="shape", color="#C03030", box=box_of(900, 0, 990, 9)),
    ],
    ids=["huge logo", "wide", "other color", "elsewhere"],
)
def test_a_declaration_that_does_not_fit_is_found_beside_the_shape(fill: Fill) -> None:
    """A fill that is not where it is said to be declares nothing, and is a fault of its own."""
    findings = CHECK(with_shape((20, 180, 80, 220), [fill]))

    assert [each.reason_code for each in findings] == ["IMAGE_TEXT_DIFFERS"] * 2
    assert findings[0].evidence["fill"] == fill.role


def test_a_speck_is_no_shape() -> None:
    """A lone pixel of noise does not send a creative to a person."""
    assert codes(CHECK(with_shape((100, 200, 101, 201)))) == [("PASS", None, "HIGH")]


def test_on_a_photograph_nobody_can_tell_what_is_left_out() -> None:
    """A person looks at what the audit cannot know, whether there is a manifest or not."""
    noise = Image.effect_noise(SIZE, 120).convert("RGB")

    findings = CHECK(subject(Creative(noise, ink="#ff0000")))

    assert codes(findings) == [("WARN", "NOT_EVALUATED", "HIGH")]


def test_a_font_that_the_auditor_lacks_is_not_measured_by_another() -> None:
    """The length of words in an unknown font is not held against them."""
    findings = CHECK(subject(Creative(px=30, declared={"font": "Other", "px": 60})))

    assert codes(findings) == [("PASS", None, "HIGH")]


def test_words_are_not_compared_with_a_picture_that_does_not_decode() -> None:
    """What cannot be seen is left to the check of the file."""
    picture = stored(Creative())[0]
    shown = subject(fetched={"asset": b"broken"}, sha256=asset_of(picture, None).sha256)

    assert codes(CHECK(shown)) == [("PASS", None, "HIGH")]


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ({}, ("PASS", None, "HIGH")),
        ({"text": "La\ncosecha "}, ("PASS", None, "HIGH")),
        ({"text": "La co\u00adsecha"}, ("PASS", None, "HIGH")),
        ({"text": "La cosecha\u0301"}, ("FAIL", "IMAGE_TEXT_DIFFERS", "HIGH")),
        ({"text": "Otra cosa"}, ("FAIL", "IMAGE_TEXT_DIFFERS", "HIGH")),
        ({"role": "brand", "text": "La cosecha"}, ("FAIL", "IMAGE_TEXT_DIFFERS", "HIGH")),
        ({"role": "brand", "text": "Otra marca"}, ("FAIL", "IMAGE_TEXT_DIFFERS", "HIGH")),
        ({"role": "sticker", "text": "cosecha ya"}, ("FAIL", "IMAGE_TEXT_DIFFERS", "HIGH")),
        ({"role": "sticker", "text": "La cosecha"}, ("PASS", None, "HIGH")),
    ],
)
def test_the_picture_says_what_was_approved(
    declared: dict[str, Any], expected: tuple[str, str | None, str]
) -> None:
    """Words in a picture that nobody approved are found."""
    findings = CHECK(subject(Creative(declared=declared)))

    assert codes(findings) == [expected]


def test_a_picture_whose_words_are_unknown_waits_for_a_person() -> None:
    """Without a layout nobody can say what the picture says."""
    findings = CHECK(subject(fetched={"manifest": None}, text=COPY))

    assert codes(findings) == [("WARN", "NOT_EVALUATED", "HIGH")]


GROUND = Fill(role="background", color="#FFFFFF", box=WHOLE)


@pytest.mark.parametrize(
    ("shown", "copy", "expected"),
    [
        ("La cosecha ya", "La cosecha ☕ ya", ["EMOJI_LEFT_OUT"]),
        ("La cosecha", "La cosecha ☕\ufe0f", ["EMOJI_LEFT_OUT"]),
        ("Marca® La cosecha", "Marca®\ufe0f La cosecha", [None]),
        ("Marca La cosecha", "Marca® La cosecha", ["IMAGE_TEXT_DIFFERS"]),
        ("La cosecha", "La 漢 cosecha", ["IMAGE_TEXT_DIFFERS"]),
    ],
)
def test_emoji_are_left_out_with_a_note_and_nothing_else_is(
    shown: str, copy: str, expected: list[str | None]
) -> None:
    """A picture without the copy's emoji is what was approved; without a letter it is not."""
    findings = CHECK(subject(Creative(text=shown, px=14), text={"headline": copy}))

    assert [each.reason_code for each in findings] == expected


@pytest.mark.parametrize(
    ("fills", "brand", "logo", "expected"),
    [
        ([GROUND], "Tostadores", None, [("brand", "TEXT_NOT_SHOWN", "HIGH")]),
        ([GROUND], "Tostadores", LOGO, []),
        ([GROUND], "LA COSECHA", None, []),
        ([], "Tostadores", None, []),
        (
            [GROUND, Fill(role="logo", color="#000000", box=box_of(20, 180, 80, 220))],
            "Tostadores",
            None,
            [],
        ),
    ],
    ids=["no name", "brand's logo", "name as headline", "not all declared", "declared logo"],
)
def test_a_sender_who_is_not_on_the_picture_is_missed(
    fills: list[Fill], brand: str, logo: ArtifactRef | None, expected: list[tuple[str, str, str]]
) -> None:
    """A name that the typeface cannot write is missing, and a person hears of it."""
    context = {"brand": BrandKit(name=brand, logo=logo)}
    copy = {"headline": "La cosecha"}

    findings = CHECK(subject(Creative(fills=fills), text=copy, context=context))

    faults = [each for each in findings if each.reason_code]
    assert [(e.evidence["field"], e.reason_code, e.severity) for e in faults] == expected


def test_an_approved_text_that_is_missing_is_found() -> None:
    """What was approved and is not shown is told, by its field and as gravely as it is."""
    creative = Creative(fills=[GROUND], declared={"role": "description"}, text="Recién tostado")

    findings = CHECK(subject(creative))

    assert [(e.evidence["field"], e.reason_code, e.severity) for e in findings] == [
        ("headline", "TEXT_NOT_SHOWN", "HIGH"),
        ("brand", "TEXT_NOT_SHOWN", "HIGH"),
        ("call_to_action", "TEXT_LEFT_OUT", "LOW"),
    ]
