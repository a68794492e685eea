"""The form of the copy: fields, lengths, alternative text, words in the picture."""

from typing import Any

import pytest

from domain.audit.checks.copy import alt_text as alt_text_check
from domain.audit.checks.copy import field_length, required_fields
from domain.audit.checks.picture import image_text_match
from domain.platforms import placement_of
from tests.support.audit_subjects import COPY, Creative, codes, subject

POST = placement_of("x", "post")
SKY = placement_of("bluesky", "post")


def test_a_missing_field_blocks_and_is_named() -> None:
    """Copy without what its placement needs does not go out."""
    required = [name for name, limit in POST.fields.items() if limit.required]

    findings = required_fields.CHECK(subject(placement=POST, text={required[0]: "  "}))

    assert [each.evidence["field"] for each in findings] == required
    assert set(codes(findings)) == {("FAIL", "FIELD_MISSING", "CRITICAL")}


@pytest.mark.parametrize(
    ("text", "constraints", "expected"),
    [
        ({"body": "á" * 280}, {}, [("PASS", None, "CRITICAL")]),
        ({"body": "á" * 281}, {}, [("FAIL", "TEXT_TOO_LONG", "CRITICAL")]),
        ({"body": "☕" * 141}, {}, [("FAIL", "TEXT_TOO_LONG", "CRITICAL")]),
        ({"body": "https://tostadores.example/" + "a" * 300}, {}, [("PASS", None, "CRITICAL")]),
        ({"body": "cosecha"}, {"x.post.body": 6}, [("FAIL", "TEXT_TOO_LONG", "CRITICAL")]),
        ({"body": "cosecha"}, {"x.post.body": 7}, [("PASS", None, "CRITICAL")]),
        ({"slogan": "x"}, {}, [("WARN", "NOT_EVALUATED", "HIGH")]),
        ({}, {}, [("PASS", None, "CRITICAL")]),
    ],
)
def test_a_length_is_what_the_platform_counts(
    text: dict[str, str], constraints: dict[str, Any], expected: list[tuple[str, str | None, str]]
) -> None:
    """Links, emoji and accents weigh what X says, and the brief's limit is hard."""
    shown = subject(placement=POST, constraints=constraints, text=text)

    assert codes(field_length.CHECK(shown)) == expected


def test_a_soft_limit_is_said_and_does_not_block() -> None:
    """A headline that Instagram shortens is mentioned, not refused."""
    soft = next(
        each for each in placement_of("instagram", "feed").fields.values() if not each.is_hard
    )

    findings = field_length.CHECK(subject(text={soft.name: "a" * (soft.max + 1)}))

    assert codes(findings) == [("WARN", "TEXT_MAY_TRUNCATE", "MEDIUM")]


def test_a_second_limit_in_bytes_counts_too() -> None:
    """A post of few but heavy characters is refused as Bluesky would."""
    family = "👨‍👩‍👧‍👦"

    findings = field_length.CHECK(subject(placement=SKY, text={"body": family * 299}))

    assert codes(findings) == [("FAIL", "TEXT_TOO_LONG", "CRITICAL")]
    assert findings[0].evidence["counting"] == "bytes"


@pytest.mark.parametrize(
    ("body", "counting"),
    [("a" * 301, "graphemes"), ("a" * 300, "graphemes"), ("👨‍👩‍👧‍👦" * 299, "bytes")],
)
def test_the_limit_that_is_broken_is_the_one_reported(body: str, counting: str) -> None:
    """A reader learns which of two limits a text meets first."""
    findings = field_length.CHECK(subject(placement=SKY, text={"body": body}))

    assert findings[0].evidence["counting"] == counting


@pytest.mark.parametrize(
    ("alt_text", "expected"),
    [
        ("Una taza de café recién hecho", ("PASS", None, "HIGH")),
        (None, ("FAIL", "ALT_TEXT_MISSING", "HIGH")),
        ("   ", ("FAIL", "ALT_TEXT_MISSING", "HIGH")),
        ("creative-final.png", ("FAIL", "ALT_TEXT_IS_FILENAME", "HIGH")),
        ("IMG_2041", ("FAIL", "ALT_TEXT_IS_FILENAME", "HIGH")),
        ("a" * 1001, ("FAIL", "ALT_TEXT_TOO_LONG", "HIGH")),
    ],
)
def test_people_who_do_not_see_the_picture_are_told(
    alt_text: str | None, expected: tuple[str, str | None, str]
) -> None:
    """A picture without a real description is held up."""
    assert codes(alt_text_check.CHECK(subject(alt_text=alt_text))) == [expected]


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
    findings = image_text_match.CHECK(subject(Creative(declared=declared)))

    assert codes(findings) == [expected]


def test_a_picture_whose_words_are_unknown_waits_for_a_person() -> None:
    """Without a layout nobody can say what the picture says."""
    findings = image_text_match.CHECK(subject(fetched={"manifest": None}, text=COPY))

    assert codes(findings) == [("WARN", "NOT_EVALUATED", "HIGH")]
