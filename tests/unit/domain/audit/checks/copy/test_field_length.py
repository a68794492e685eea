"""Copy is as long as its platform counts."""

from typing import Any

import pytest

from domain.audit.checks.copy.field_length import CHECK
from domain.audit.rules.compiler import compile_rules
from domain.platforms import placement_of
from tests.support.audit.subjects import codes, subject

POST = placement_of("x", "post")
SKY = placement_of("bluesky", "post")


@pytest.mark.parametrize(
    ("text", "constraints", "expected"),
    [
        ({"body": "á" * 280}, {}, [("PASS", None, "CRITICAL")]),
        ({"body": "á" * 281}, {}, [("FAIL", "TEXT_TOO_LONG", "CRITICAL")]),
        ({"body": "☕" * 141}, {}, [("FAIL", "TEXT_TOO_LONG", "CRITICAL")]),
        ({"body": "https://tostadores.es/" + "a" * 300}, {}, [("PASS", None, "CRITICAL")]),
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

    assert codes(CHECK(shown)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Café de Nariño – hoy", [("PASS", None, "CRITICAL")]),
        (
            "Café de Nariño hoy 3",
            [("PASS", None, "CRITICAL"), ("FAIL", "TEXT_TOO_LONG", "CRITICAL")],
        ),
    ],
)
def test_a_brief_may_limit_the_words_of_a_field(
    text: str, expected: list[tuple[str, str | None, str]]
) -> None:
    """A dash is no word, and a number is one."""
    rules = compile_rules(["El titular en menos de 5 palabras"], {}, {})

    assert codes(CHECK(subject(rules=rules, text={"headline": text}))) == expected


def test_a_soft_limit_is_said_and_does_not_block() -> None:
    """A headline that Instagram shortens is mentioned, not refused."""
    soft = next(
        each for each in placement_of("instagram", "feed").fields.values() if not each.is_hard
    )

    findings = CHECK(subject(text={soft.name: "a" * (soft.max + 1)}))

    assert codes(findings) == [("WARN", "TEXT_MAY_TRUNCATE", "MEDIUM")]


def test_a_second_limit_in_bytes_counts_too() -> None:
    """A post of few but heavy characters is refused as Bluesky would."""
    family = "👨‍👩‍👧‍👦"

    findings = CHECK(subject(placement=SKY, text={"body": family * 299}))

    assert codes(findings) == [("FAIL", "TEXT_TOO_LONG", "CRITICAL")]
    assert findings[0].evidence["counting"] == "bytes"


@pytest.mark.parametrize(
    ("body", "counting"),
    [("a" * 301, "graphemes"), ("a" * 300, "graphemes"), ("👨‍👩‍👧‍👦" * 299, "bytes")],
)
def test_the_limit_that_is_broken_is_the_one_reported(body: str, counting: str) -> None:
    """A reader learns which of two limits a text meets first."""
    findings = CHECK(subject(placement=SKY, text={"body": body}))

    assert findings[0].evidence["counting"] == counting
