"""Text is whole: nothing is clipped or overprinted."""

from dataclasses import replace

from PIL import Image, ImageDraw

from contracts import Box
from domain.audit.checks.picture.text_fit import CHECK
from tests.audit.pictures import button
from tests.support.audit.subjects import SIZE, codes, subject


def box_of(left: int, top: int, right: int, bottom: int) -> Box:
    """Return a rectangle."""
    return Box(left=left, top=top, right=right, bottom=bottom)


def test_text_in_its_button_fits() -> None:
    """A button's own words within its edges are no fault, nor is a button elsewhere."""
    inside = replace(
        button("#1F4E79", "#ffffff", (10, 35, 150, 75)),
        ink="#ffffff",
        declared={"role": "call_to_action"},
    )
    apart = replace(button("#1F4E79", "#ffffff"), declared={"role": "call_to_action"})

    assert codes(CHECK(subject(inside))) == [("PASS", None, "CRITICAL")]
    assert codes(CHECK(subject(apart))) == [("PASS", None, "CRITICAL")]


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
        first.model_copy(update={"text": "Sí", "box": box_of(20, 40, 110, 81)}),
        first.model_copy(
            update={"role": "description", "text": "Sí", "box": box_of(90, 65, 141, 111)}
        ),
    ]
    manifest = shown.layout.manifest.model_copy(update={"blocks": blocks})

    findings = CHECK(replace(shown, layout=replace(shown.layout, manifest=manifest, mask=mask)))

    assert codes(findings) == [("FAIL", "TEXT_OVERLAP", "CRITICAL")]


def test_a_word_that_stands_on_two_lines_is_shown_to_a_person() -> None:
    """A name that was cut in the middle is no longer the name."""
    shown = subject()
    assert shown.layout is not None
    block = shown.layout.manifest.blocks[0]
    mask = Image.new("L", SIZE, 0)
    ImageDraw.Draw(mask).rectangle((20, 40, 90, 60), fill=255)
    ImageDraw.Draw(mask).rectangle((20, 70, 60, 90), fill=255)
    broken = block.model_copy(
        update={"text": "Donaudampfschiff AG", "px": 20, "box": box_of(20, 40, 91, 91)}
    )
    manifest = shown.layout.manifest.model_copy(update={"blocks": [broken]})

    findings = CHECK(replace(shown, layout=replace(shown.layout, manifest=manifest, mask=mask)))

    assert codes(findings) == [("WARN", "WORD_BROKEN", "HIGH")]
    assert findings[0].evidence["word"] == "Donaudampfschiff"
