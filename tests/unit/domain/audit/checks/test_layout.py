"""What a manifest leaves out, claims too much of, or cannot know."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image, ImageDraw

from contracts import ArtifactRef, Box, BrandKit, CompiledRule, Fill, RuleKind
from contracts.terms import AuditTerms
from domain.audit.catalogue import ASSET_CHECKS
from domain.audit.checks.copy import caps, claims, readability, tone_style
from domain.audit.checks.picture import (
    contrast_ratio,
    cta_contrast,
    forbidden_color,
    image_text_match,
    safe_zone,
    text_fit,
    text_size,
)
from domain.audit.rules.compiler import compile_rules
from domain.audit.rules.contradictions import contradictions
from domain.audit.subject import Subject
from tests.audit.pictures import button, encoded
from tests.support.audit_subjects import (
    SIZE,
    SMALL_FEED,
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
    findings = image_text_match.CHECK(
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
    findings = image_text_match.CHECK(with_shape((20, 180, 80, 220), [fill]))

    assert [each.reason_code for each in findings] == ["IMAGE_TEXT_DIFFERS"] * 2
    assert findings[0].evidence["fill"] == fill.role


def test_a_background_that_is_not_there_makes_everything_a_stranger() -> None:
    """A manifest that lies about the background passes nothing."""
    lie = Fill(role="background", color="#000000", box=WHOLE)

    shown = subject(Creative(fills=[lie]))

    assert ("FAIL", "CONTRAST_TOO_LOW", "CRITICAL") in codes(contrast_ratio.CHECK(shown))
    assert ("FAIL", "IMAGE_TEXT_DIFFERS", "HIGH") in codes(image_text_match.CHECK(shown))


def test_a_speck_is_no_shape() -> None:
    """A lone pixel of noise does not send a creative to a person."""
    assert codes(image_text_match.CHECK(with_shape((100, 200, 101, 201)))) == [
        ("PASS", None, "HIGH")
    ]


def test_on_a_photograph_nobody_can_tell_what_is_left_out() -> None:
    """A person looks at what the audit cannot know, whether there is a manifest or not."""
    noise = Image.effect_noise(SIZE, 120).convert("RGB")

    findings = image_text_match.CHECK(subject(Creative(noise, ink="#ff0000")))

    assert codes(findings) == [("WARN", "NOT_EVALUATED", "HIGH")]


def test_a_font_that_the_auditor_lacks_is_not_measured_by_another() -> None:
    """The length of words in an unknown font is not held against them."""
    findings = image_text_match.CHECK(
        subject(Creative(px=30, declared={"font": "Other", "px": 60}))
    )

    assert codes(findings) == [("PASS", None, "HIGH")]


def test_words_are_not_compared_with_a_picture_that_does_not_decode() -> None:
    """What cannot be seen is left to the check of the file."""
    picture = stored(Creative())[0]
    shown = subject(fetched={"asset": b"broken"}, sha256=asset_of(picture, None).sha256)

    assert codes(image_text_match.CHECK(shown)) == [("PASS", None, "HIGH")]


@pytest.mark.parametrize(
    ("ink", "expected"),
    [("#787878", "CONTRAST_ESTIMATED"), ("#999999", "CONTRAST_TOO_LOW"), ("#333333", None)],
)
def test_jpeg_is_given_what_jpeg_takes(ink: str, expected: str | None) -> None:
    """Text that misses its contrast by no more than compression does is shown to a person."""
    creative = Creative(ink=ink, px=24)
    data = encoded(creative.picture(), "JPEG", quality=95, subsampling=0)
    asset = asset_of(data, None)
    place = replace(SMALL_FEED, display_css_width=SIZE[0] // 2)

    shown = subject(
        creative,
        placement=place,
        fetched={"asset": data},
        sha256=asset.sha256,
        size_bytes=asset.size_bytes,
        media_type="image/jpeg",
    )

    assert contrast_ratio.CHECK(shown)[0].reason_code == expected


def test_ink_that_fills_its_box_has_nothing_to_stand_out_from() -> None:
    """A mask that covers the whole picture fails instead of passing for text."""
    shown = subject(Creative(declared={"box": WHOLE}))
    assert shown.layout is not None
    drowned = replace(shown, layout=replace(shown.layout, mask=Image.new("L", SIZE, 255)))

    findings = contrast_ratio.CHECK(drowned)

    assert codes(findings)[0] == ("FAIL", "CONTRAST_TOO_LOW", "CRITICAL")
    assert "text_hex" not in findings[0].evidence


def test_a_button_that_is_the_whole_picture_is_not_judged_by_guess() -> None:
    """Without surroundings there is nothing that a button could stand out from."""
    findings = cta_contrast.CHECK(subject(button("#1F4E79", "#ffffff", (0, 0, *SIZE))))

    assert codes(findings) == [("WARN", "NOT_EVALUATED", "HIGH")]


def test_text_beyond_the_mask_is_measured_as_far_as_it_is_there() -> None:
    """A block without ink has the size it is said to have, and no lines."""
    shown = subject(Creative(declared={"box": box_of(0, 200, 99, 240), "px": 9}))

    assert codes(text_size.CHECK(shown)) == [("FAIL", "TEXT_TOO_SMALL", "MEDIUM")]
    assert image_text_match.CHECK(shown)[0].reason_code in {None, "IMAGE_TEXT_DIFFERS"}


def test_marks_have_the_size_they_are_said_to_have() -> None:
    """A dash is low in every font, and no reason to call it small."""
    shown = subject(Creative(text="—", px=20))

    assert codes(text_size.CHECK(shown)) == [("PASS", None, "MEDIUM")]


def test_safe_zones_cannot_be_judged_without_a_layout() -> None:
    """A story that comes without its layout is looked at by a person."""
    shown = subject(fetched={"manifest": None}, placement=replace(SMALL_FEED, safe_top=0.1))

    assert codes(safe_zone.CHECK(shown)) == [("WARN", "NOT_EVALUATED", "HIGH")]


def test_text_in_its_button_fits() -> None:
    """A button's own words within its edges are no fault, nor is a button elsewhere."""
    inside = replace(
        button("#1F4E79", "#ffffff", (10, 35, 150, 75)),
        ink="#ffffff",
        declared={"role": "call_to_action"},
    )
    apart = replace(button("#1F4E79", "#ffffff"), declared={"role": "call_to_action"})

    assert codes(text_fit.CHECK(subject(inside))) == [("PASS", None, "CRITICAL")]
    assert codes(text_fit.CHECK(subject(apart))) == [("PASS", None, "CRITICAL")]


def test_blocks_overlap_only_where_there_is_ink() -> None:
    """Ragged lines whose frames touch are no overprint; shared ink is."""
    shown = subject()
    assert shown.layout is not None
    first = shown.layout.manifest.blocks[0]
    mask = Image.new("L", SIZE, 0)
    draw = ImageDraw.Draw(mask)
    draw.rectangle((20, 40, 60, 60), fill=255)
    draw.rectangle((20, 60, 30, 80), fill=255)
    draw.rectangle((100, 70, 140, 110), fill=255)
    blocks = [
        first.model_copy(update={"box": box_of(20, 40, 110, 81)}),
        first.model_copy(update={"role": "description", "box": box_of(90, 65, 141, 111)}),
    ]
    manifest = shown.layout.manifest.model_copy(update={"blocks": blocks})

    findings = text_fit.CHECK(
        replace(shown, layout=replace(shown.layout, manifest=manifest, mask=mask))
    )

    assert codes(findings) == [("FAIL", "TEXT_OVERLAP", "CRITICAL")]


def test_minimal_is_few_blocks_and_few_hues() -> None:
    """A picture full of texts and colours is not minimal, whatever its words are."""
    image = canvas()
    for number, color in enumerate(["#ff0000", "#00a000", "#0000ff", "#ffd000"]):
        image.paste(color, (0, 120 + number * 30, 216, 140 + number * 30))
    shown = subject(Creative(image), tone_guard={"style": "minimal"}, text={"headline": "Ya"})
    assert shown.layout is not None
    block = shown.layout.manifest.blocks[0]
    roles = ("headline", "description", "sticker")
    manifest = shown.layout.manifest.model_copy(
        update={"blocks": [block.model_copy(update={"role": role}) for role in roles]}
    )

    findings = tone_style.CHECK(replace(shown, layout=replace(shown.layout, manifest=manifest)))

    assert findings[0].evidence["text_blocks"] == list(roles)
    assert findings[0].evidence["colors"] == ["blue", "green", "red", "yellow"]


def test_minimal_copy_is_judged_without_a_picture() -> None:
    """A picture that does not decode does not hide loud copy."""
    shown = subject(
        fetched={"asset": b"broken", "manifest": None},
        tone_guard={"style": "minimal"},
        text={"headline": "Ya ☕"},
    )

    assert codes(tone_style.CHECK(shown)) == [("FAIL", "STYLE_NOT_MINIMAL", "HIGH")]


def test_a_proof_counts_where_its_claim_stands() -> None:
    """A reference for one claim does not cover another in the same text."""
    terms = AuditTerms(substantiations={"el mejor café": "Cata 2026"})
    shown = subject(
        text={"body": "Resultados garantizados con el mejor café."}, context={"terms": terms}
    )

    findings = claims.CHECK(shown)

    assert [each.evidence["claim"] for each in findings] == ["garantizados"]


@pytest.mark.parametrize(
    ("limits", "count"),
    [
        ({"instagram.feed.body_min": 50, "instagram.feed.body": 20}, 1),
        ({"instagram.feed.body_min": 5, "instagram.feed.body": 20}, 0),
        ({"instagram.feed.body_min": 5}, 0),
        ({"instagram.feed": {"width": 1080, "height": 1080, "ratio": "4:5"}}, 1),
        ({"instagram": {"feed": {"width": 1080, "height": 1080, "ratio": "4:5"}}}, 1),
        ({"instagram": {"feed": {"width": 1080, "height": 1350, "ratio": "4:5"}}}, 0),
        ({"instagram": {"feed": {"width": 1080, "ratio": "4:5"}}}, 0),
    ],
)
def test_limits_that_cannot_all_hold_are_reported(limits: dict[str, Any], count: int) -> None:
    """A brief that asks for the impossible is told so."""
    shown = subject(rules=compile_rules([], {}, limits))

    assert len(contradictions(shown.context)) == count


@pytest.mark.parametrize(
    ("kind", "values", "count"),
    [
        (RuleKind.CONSTRAINT, ["instagram", "feed", "body_min", "many"], 0),
        (RuleKind.COLOR_HEX, ["red"], 0),
        (RuleKind.COLOR_HEX, ["#1f4e79"], 1),
        (RuleKind.TONE, [], 0),
        (RuleKind.TOPIC, ["politics"], 0),
        (RuleKind.FEATURE, ["tuteo"], 0),
    ],
)
def test_nonsense_contradicts_nothing(kind: RuleKind, values: list[str], count: int) -> None:
    """Rules from another compiler are compared as far as they can be read."""
    longest = CompiledRule(
        source="platform_constraints",
        text="y",
        kind=RuleKind.CONSTRAINT,
        values=["instagram", "feed", "body", "20"],
    )
    rule = CompiledRule(source="do_not_do", text="x", kind=kind, values=values)
    shown = subject(rules=[longest, rule], tone_guard={"voice": "familiar"})
    if kind is RuleKind.FEATURE:
        shown = subject(rules=[rule], tone_guard={"voice": "formal"})

    clashes = contradictions(shown.context)

    assert len([clash for clash in clashes if "cannot be both" not in clash.why]) == count


def test_a_familiar_voice_may_do_without_emoji() -> None:
    """Only the rule against `tú` contradicts a familiar voice."""
    shown = subject(do_not_do=["No usar emojis", "No tutear"], tone_guard={"voice": "familiar"})

    assert [clash.rule for clash in contradictions(shown.context)] == ["No tutear"]


def test_a_button_is_found_among_other_fills() -> None:
    """The button is judged, and not what is declared before it."""
    made = button("#dddddd", "#ffffff")
    ground = Fill(role="background", color="#ffffff", box=WHOLE)

    findings = cta_contrast.CHECK(subject(replace(made, fills=[ground, *made.fills])))

    assert codes(findings) == [("FAIL", "CTA_CONTRAST_TOO_LOW", "HIGH")]


def test_a_rather_hard_text_is_mentioned() -> None:
    """Between easy and too hard the operator is told, and nothing is held up."""
    text = (
        "La temporada de recolección comienza en noviembre y las cooperativas seleccionan "
        "manualmente los mejores granos. Nuestros tostadores preparan pequeñas cantidades cada "
        "semana para conservar el aroma. La tienda reparte los paquetes por la mañana temprano."
    )

    findings = readability.CHECK(subject(text={"body": text}))

    assert codes(findings) == [("WARN", "READABILITY_TOO_HARD", "LOW")]


def test_hashtags_are_no_sentences() -> None:
    """Capitals in a field for hashtags are how hashtags are written."""
    assert codes(caps.CHECK(subject(text={"hashtags": "#CAFE #NARINO"})))[0][0] == "PASS"


def test_several_colors_are_looked_for_in_one_pass() -> None:
    """Each rule of many has its own finding, however often a colour is forbidden."""
    image = canvas()
    image.paste("#0a30d8", (40, 100, 90, 150))
    rules = ["No usar azul", "No usar colores azules", "No usar rojo", "Evitar #0A30D8, #0a30d9"]

    findings = forbidden_color.CHECK(subject(Creative(image), do_not_do=rules))

    assert [each.evidence["rule"] for each in findings] == [rules[0], rules[1], rules[3], rules[3]]
    assert {each.evidence["sample_hex"] for each in findings} == {"#0a30d8"}
    assert all(each.evidence["box"] == [40, 100, 90, 150] for each in findings)


def test_a_topic_that_the_message_needs_contradicts_the_brief() -> None:
    """A campaign about an election cannot keep a rule against politics."""
    shown = subject(
        do_not_do=["No mencionar política"],
        context={
            "core_message": "Ven a votar",
            "rules": compile_rules(["No mencionar política"], {}, {}),
        },
    )

    assert [clash.other for clash in contradictions(shown.context)] == ["core_message: Ven a votar"]


def test_every_check_names_itself() -> None:
    """A reader finds the check behind a finding by its id."""
    shown = subject()

    for name, check in ASSET_CHECKS.items():
        assert {each.check_id for each in check(shown)} == {name}
