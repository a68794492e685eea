"""Text is as large as its ink."""

from contracts import Box
from domain.audit.checks.picture import image_text_match
from domain.audit.checks.picture.text_size import CHECK
from tests.support.audit.subjects import Creative, codes, subject


def box_of(left: int, top: int, right: int, bottom: int) -> Box:
    """Return a rectangle."""
    return Box(left=left, top=top, right=right, bottom=bottom)


def test_text_beyond_the_mask_is_measured_as_far_as_it_is_there() -> None:
    """A block without ink has the size it is said to have, and no lines."""
    shown = subject(Creative(declared={"box": box_of(0, 200, 99, 240), "px": 9}))

    assert codes(CHECK(shown)) == [("FAIL", "TEXT_TOO_SMALL", "MEDIUM")]
    assert image_text_match.CHECK(shown)[0].reason_code in {None, "IMAGE_TEXT_DIFFERS"}


def test_marks_have_the_size_they_are_said_to_have() -> None:
    """A dash is low in every font, and no reason to call it small."""
    shown = subject(Creative(text="—", px=20))

    assert codes(CHECK(shown)) == [("PASS", None, "MEDIUM")]
