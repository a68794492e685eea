"""A minimal creative is few words, few blocks and few hues."""

from dataclasses import replace

from domain.audit.checks.copy.tone_style import CHECK
from tests.support.audit.subjects import Creative, canvas, codes, subject


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

    findings = CHECK(replace(shown, layout=replace(shown.layout, manifest=manifest)))

    assert findings[0].evidence["text_blocks"] == list(roles)
    assert findings[0].evidence["colors"] == ["blue", "green", "red", "yellow"]


def test_minimal_copy_is_judged_without_a_picture() -> None:
    """A picture that does not decode does not hide loud copy."""
    shown = subject(
        fetched={"asset": b"broken", "manifest": None},
        tone_guard={"style": "minimal"},
        text={"headline": "Ya ☕"},
    )

    assert codes(CHECK(shown)) == [("FAIL", "STYLE_NOT_MINIMAL", "HIGH")]
