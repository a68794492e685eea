"""Forbidden words, wherever a reader meets them."""

import pytest

from contracts import CompiledRule, RuleKind
from domain.audit.checks.copy.forbidden_term import CHECK
from tests.support.audit.subjects import Creative, codes, subject


@pytest.mark.parametrize(
    ("rule", "link", "field"),
    [
        ("No decir 'rebajas'", "https://tienda.example/Rebajas-2026", "link"),
        ("No decir 'rebajas'", "https://rebajas.example/", "link"),
        ("No decir 'política'", "https://tienda.example/pol%C3%ADtica", "link"),
    ],
)
def test_a_forbidden_word_in_a_link_is_found(rule: str, link: str, field: str) -> None:
    """What the copy must not say, the address under it must not say either."""
    findings = CHECK(subject(do_not_do=[rule], link=link))

    assert codes(findings) == [("FAIL", "FORBIDDEN_TERM", "CRITICAL")]
    assert [match["field"] for match in findings[0].evidence["matches"]] == [field]


def test_words_in_the_picture_are_searched() -> None:
    """What only the picture says is read as well."""
    shown = subject(Creative(text="Barato"), do_not_do=["No decir 'barato'"])

    findings = CHECK(shown)

    assert codes(findings) == [("FAIL", "FORBIDDEN_TERM", "CRITICAL")]


def test_a_bare_picture_has_only_its_copy_to_be_read() -> None:
    """Copy is searched although there is neither layout nor alternative text."""
    shown = subject(
        do_not_do=["No decir 'barato'"],
        fetched={"manifest": None},
        text={"body": "barato"},
        alt_text=None,
    )

    assert codes(CHECK(shown)) == [("FAIL", "FORBIDDEN_TERM", "CRITICAL")]


def test_long_rules_are_quoted_in_part() -> None:
    """A rule of thousands of characters does not swell every finding."""
    rule = CompiledRule(
        source="do_not_do", text="x" * 4000, kind=RuleKind.TERMS, values=["cosecha"]
    )

    findings = CHECK(subject(rules=[rule]))

    assert len(findings[0].evidence["rule"]) == 300


def test_evidence_stays_small() -> None:
    """A text full of forbidden words does not make a report that cannot be stored."""
    shown = subject(do_not_do=["No decir 'barato'"], text={"body": "barato " * 500})

    findings = CHECK(shown)

    assert len(findings[0].evidence["matches"]) == 20
