"""The check that a font can draw every character, and the fonts that the auditor knows."""

import unicodedata
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from contracts import QualityCheck, Severity
from domain.audit.subject import Subject
from domain.fonts import Weight, font

_KNOWN: Final = "Roboto"
_NO_GLYPH: Final = "\uffff"
"""A code point that no font can have: it shows what is drawn in place of a missing glyph."""
_TEST_SIZE: Final = 32


def face_of(name: str, px: int, *, bold: bool) -> ImageFont.FreeTypeFont | None:
    """Return the font of a manifest in a size, or `None` when the auditor does not have it."""
    return font(Weight.BOLD if bold else Weight.REGULAR, px) if name == _KNOWN else None


def check_glyph_coverage(subject: Subject) -> list[QualityCheck]:
    """Judge whether every character of the picture's text has a glyph in its font."""
    judge = subject.judge("glyph_coverage_check", Severity.CRITICAL)
    if subject.layout is None:
        return subject.without_layout(judge)
    findings: list[QualityCheck] = []
    for ink in subject.layout.inks:
        block = ink.block
        place = {"font": block.font, "field": block.role, "box": ink.place}
        if face_of(block.font, _TEST_SIZE, bold=block.bold) is None:
            findings.append(judge.unmeasured("the auditor does not have this font", **place))
            continue
        missing = [char for char in dict.fromkeys(block.text) if not _has_glyph(char, block.bold)]
        if missing:
            findings.append(judge.failed("GLYPH_MISSING", missing_chars=missing, **place))
    return findings or [judge.passed(blocks=len(subject.layout.inks))]


@lru_cache(maxsize=4096)
def _has_glyph(char: str, bold: bool) -> bool:  # noqa: FBT001 - a key of the cache
    if char.isspace() or unicodedata.category(char) == "Cf":
        return True  # nothing is drawn for it
    weight = Weight.BOLD if bold else Weight.REGULAR
    return _drawn(char, weight) != _drawn(_NO_GLYPH, weight)


def _drawn(char: str, weight: Weight) -> bytes:
    image = Image.new("L", (3 * _TEST_SIZE, 3 * _TEST_SIZE))
    place = (_TEST_SIZE, 2 * _TEST_SIZE)
    ImageDraw.Draw(image).text(place, char, fill=255, font=font(weight, _TEST_SIZE), anchor="ls")
    return image.tobytes()
