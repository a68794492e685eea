"""Copy speaks in the voice that it is held to, without the traits that it must not have."""

import pytest

from contracts import CompiledRule, RuleKind
from domain.audit.checks.copy.tone_voice import CHECK
from tests.support.audit.subjects import codes, subject


@pytest.mark.parametrize(
    ("rule", "body", "reason"),
    [
        ("No usar emojis", "Café ☕", "EMOJI_NOT_ALLOWED"),
        ("Nunca escribir en MAYÚSCULAS", "OFERTA", "EXCESSIVE_CAPS"),
        ("Sin signos de exclamación", "¡Ya!", "CHARACTER_NOT_ALLOWED"),
        ("No usar hashtags", "Hoy #café", "CHARACTER_NOT_ALLOWED"),
        ("No hablar de precios", "Por 12 €", "FORBIDDEN_TERM"),
        ("No tutear al cliente", "Tu café", "TONE_NOT_FORMAL"),
        ("No phone numbers", "Llame al 612 345 678", "FORBIDDEN_TERM"),
        ("No email addresses", "Escriba a ana@tostadores.es", "FORBIDDEN_TERM"),
        ("No contractions", "It's your coffee", "FORBIDDEN_TERM"),
        ("No incluir enlaces", "www.tostadores.example", "FORBIDDEN_TERM"),
    ],
)
def test_a_forbidden_trait_blocks(rule: str, body: str, reason: str) -> None:
    """What the brief forbids outright does not go out, and its absence is no fault."""
    broken = CHECK(subject(do_not_do=[rule], text={"body": body}))
    kept = CHECK(subject(do_not_do=[rule], text={"body": "Café de Nariño"}))

    assert codes(broken) == [("FAIL", reason, "CRITICAL")]
    assert codes(kept) == [("PASS", None, "HIGH")]


def test_capitals_of_an_address_are_no_shouting() -> None:
    """A campaign's name in a link is written as the web server wants it."""
    link = "https://cafe.example/PROMO?utm_campaign=BLACK_FRIDAY"
    shown = subject(
        do_not_do=["No usar mayúsculas"], text={"body": f"Reserva en {link}"}, link=link
    )

    assert codes(CHECK(shown)) == [("PASS", None, "HIGH")]


def test_the_field_for_hashtags_counts_without_signs() -> None:
    """Hashtags in a field of their own are hashtags."""
    shown = subject(do_not_do=["No usar hashtags"], text={"hashtags": "cafe narino"})

    assert codes(CHECK(shown))[0][0] == "FAIL"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Descubra su café", ("PASS", None, "HIGH")),
        ("Descubre tu café", ("FAIL", "TONE_NOT_FORMAL", "HIGH")),
        ("You’ll love it", ("FAIL", "TONE_NOT_FORMAL", "HIGH")),
    ],
)
def test_a_formal_voice_is_held_to(body: str, expected: tuple[str, str | None, str]) -> None:
    """Copy that is too informal for the brief goes to a person."""
    shown = subject(tone_guard={"voice": "formal"}, text={"body": body})

    assert codes(CHECK(shown)) == [expected]


def test_two_rules_about_one_trait_are_both_told() -> None:
    """Who wrote either rule reads that it was broken."""
    rules = ["No usar emojis", "Sin emojis"]

    findings = CHECK(subject(do_not_do=rules, text={"body": "Café ☕"}))

    assert codes(findings) == [("FAIL", "EMOJI_NOT_ALLOWED", "CRITICAL")] * 2
    assert [each.evidence["rule"] for each in findings] == rules


def test_the_senders_name_is_no_fault() -> None:
    """A brand may be written as it is written."""
    shown = subject(do_not_do=["No mencionar precios"], text={"body": "Tostadores del Sur"})

    assert codes(CHECK(shown))[0][0] == "PASS"


@pytest.mark.parametrize(
    ("kind", "values"),
    [(RuleKind.TONE, ["style", "minimal"]), (RuleKind.FEATURE, ["competitor"])],
)
def test_what_other_checks_judge_is_left_to_them(kind: RuleKind, values: list[str]) -> None:
    """A style, and a trait that no search knows, are no matter of the voice."""
    rule = CompiledRule(source="do_not_do", text="x", kind=kind, values=values)

    assert codes(CHECK(subject(rules=[rule]))) == [("PASS", None, "HIGH")]
