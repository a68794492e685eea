"""A button stands out from what surrounds it."""

from dataclasses import replace

from contracts import Box, Fill
from domain.audit.checks.picture.cta_contrast import CHECK
from tests.audit.pictures import button
from tests.support.audit.subjects import SIZE, codes, subject

WHOLE = Box(left=0, top=0, right=SIZE[0], bottom=SIZE[1])


def test_a_button_that_is_the_whole_picture_is_not_judged_by_guess() -> None:
    """Without surroundings there is nothing that a button could stand out from."""
    findings = CHECK(subject(button("#1F4E79", "#ffffff", (0, 0, *SIZE))))

    assert codes(findings) == [("WARN", "NOT_EVALUATED", "HIGH")]


def test_a_button_is_found_among_other_fills() -> None:
    """The button is judged, and not what is declared before it."""
    made = button("#dddddd", "#ffffff")
    ground = Fill(role="background", color="#ffffff", box=WHOLE)

    findings = CHECK(subject(replace(made, fills=[ground, *made.fills])))

    assert codes(findings) == [("FAIL", "CTA_CONTRAST_TOO_LOW", "HIGH")]


def test_a_button_on_a_broken_picture_is_not_judged() -> None:
    """What nobody can see stands out from nothing."""
    made = button("#1F4E79", "#ffffff")

    findings = CHECK(subject(made, fetched={"asset": b"no picture"}))

    assert codes(findings) == [("WARN", "NOT_EVALUATED", "HIGH")]
