"""Finding words and traits in copy, whatever form they take."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import CompiledRule, RuleKind
from domain.audit.checks.copy import forbidden_term, forbidden_topic, tone_voice
from domain.text.prices import prices_in
from domain.text.traits import (
    capitals_in,
    casual_forms_in,
    emoji_in,
    exclamations_in,
    hashtags_in,
    links_in,
)
from domain.text.tuteo import tuteo_in
from domain.text.words import find
from tests.support.audit_subjects import COPY, Creative, codes, subject


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("barato", "Los más BARATOS"),
        ("barato", "una opción barata"),
        ("barato", "baratísimas"),
        ("política", "sin politica"),
        ("política", "p0l1tica"),
        ("política", "pol\u200bí\u00adtica"),
        ("política", "poli\u0301tica"),
        ("política", "#PoliticaHoy"),
        ("política", "#hoy_politica"),
        ("votar", "ya votaron"),
        ("cheap", "the cheapest one"),
        ("Mercado Negro", "del mercado negro."),
        ("oferta", "ｏｆｅｒｔａ"),
        ("!!!", "Ya!!!"),
    ],
)
def test_a_word_is_found_in_every_form(term: str, text: str) -> None:
    """Inflection, accents, disguise and hashtags do not hide a forbidden word."""
    assert find([term], text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("barato", "La barra"),
        ("caso", "La casa"),
        ("libro", "Una libra"),
        ("gas", "ga"),
        ("Mercado Negro", "un mercado y un gato negro"),
        ("votar", "un bote"),
        ("rosa", "roso"),
        ("!!!", "Ya!"),
        (" ", "Ya"),
        ("casino", "2026"),
        ("Mercadona", "El Mercado Central"),
    ],
)
def test_other_words_are_left_alone(term: str, text: str) -> None:
    """A word that only looks alike does not block a campaign."""
    assert not find([term], text)


def test_a_match_says_where_it_is() -> None:
    """A reader finds the word where the report says."""
    match = find(["barato"], "Nada barato")[0]

    assert (match.found, match.start, match.end) == ("barato", 5, 11)


@given(st.text(max_size=60))
def test_no_text_breaks_the_search(text: str) -> None:
    """Whatever a brief or a copy holds, it can be searched."""
    for match in find(["barato", "política económica", text], text):
        assert 0 <= match.start <= match.end


@pytest.mark.parametrize(
    ("trait", "present", "absent"),
    [
        (emoji_in, "Café ☕", "Café™ nº 5"),
        (capitals_in, "OFERTA de hoy", "La ONU y la UE"),
        (capitals_in, "ES YA", "El IVA"),
        (exclamations_in, "¡Ya!", "Ya."),
        (hashtags_in, "Hoy #café", "C# y &#39;"),
        (prices_in, "Por 12 €", "Desde 1998"),
        (prices_in, "$9.99 each", "9 cups"),
        (prices_in, "al mejor precio", "preciosa"),
        (links_in, "tostadores.com hoy", "hoy. Mañana"),
        (tuteo_in, "Tu café", "Su café, té y más"),
        (tuteo_in, "Compra hoy", "La compra segura"),
        (casual_forms_in, "It's awesome", "The brewers' café"),
        (casual_forms_in, "We don’t wait", "Café de mañana"),
    ],
)
def test_a_trait_is_found_where_it_is_and_only_there(
    trait: Callable[[str], list[str]], present: str, absent: str
) -> None:
    """What a brief forbids is found, and what looks like it is not."""
    assert trait(present)
    assert not trait(absent)


@pytest.mark.parametrize("field", ["body", "hashtags", "alt_text"])
def test_topics_are_searched_in_every_field(field: str) -> None:
    """A prohibited topic is found wherever a reader would meet it."""
    text = "Las elecciones de mayo"
    copy = {**COPY, **({field: text} if field != "alt_text" else {})}
    alt_text = text if field == "alt_text" else "Una taza"

    findings = forbidden_topic.CHECK(
        subject(do_not_do=["No mencionar política"], text=copy, alt_text=alt_text)
    )

    assert codes(findings) == [("FAIL", "FORBIDDEN_TOPIC", "CRITICAL")]
    assert {match["field"] for match in findings[0].evidence["matches"]} == {field}


def test_words_in_the_picture_are_searched() -> None:
    """What only the picture says is read as well."""
    shown = subject(Creative(text="Barato"), do_not_do=["No decir 'barato'"])

    findings = forbidden_term.CHECK(shown)

    assert codes(findings) == [("FAIL", "FORBIDDEN_TERM", "CRITICAL")]


def test_a_bare_picture_has_only_its_copy_to_be_read() -> None:
    """Copy is searched although there is neither layout nor alternative text."""
    shown = subject(
        do_not_do=["No decir 'barato'"],
        fetched={"manifest": None},
        text={"body": "barato"},
        alt_text=None,
    )

    assert codes(forbidden_term.CHECK(shown)) == [("FAIL", "FORBIDDEN_TERM", "CRITICAL")]


def test_long_rules_are_quoted_in_part() -> None:
    """A rule of thousands of characters does not swell every finding."""
    rule = CompiledRule(
        source="do_not_do", text="x" * 4000, kind=RuleKind.TERMS, values=["cosecha"]
    )

    findings = forbidden_term.CHECK(subject(rules=[rule]))

    assert len(findings[0].evidence["rule"]) == 300


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Un partido de fútbol", ("WARN", "FORBIDDEN_TOPIC", "HIGH")),
        ("Café de Nariño", ("PASS", None, "CRITICAL")),
    ],
)
def test_a_word_with_two_meanings_is_read_by_a_person(
    body: str, expected: tuple[str, str | None, str]
) -> None:
    """A football match is not blocked as a political party, nor passed unseen."""
    shown = subject(do_not_do=["No mencionar política"], text={"body": body})

    assert codes(forbidden_topic.CHECK(shown)) == [expected]


def test_a_topic_that_nobody_knows_is_left_to_the_coverage_check() -> None:
    """A topic from another compiler does not break the audit."""
    rule = CompiledRule(source="do_not_do", text="x", kind=RuleKind.TOPIC, values=["unicorns"])

    assert codes(forbidden_topic.CHECK(subject(rules=[rule])))[0][0] == "PASS"


def test_evidence_stays_small() -> None:
    """A text full of forbidden words does not make a report that cannot be stored."""
    shown = subject(do_not_do=["No decir 'barato'"], text={"body": "barato " * 500})

    findings = forbidden_term.CHECK(shown)

    assert len(findings[0].evidence["matches"]) == 20


@pytest.mark.parametrize(
    ("rule", "body", "reason"),
    [
        ("No usar emojis", "Café ☕", "EMOJI_NOT_ALLOWED"),
        ("Nunca escribir en MAYÚSCULAS", "OFERTA", "EXCESSIVE_CAPS"),
        ("Sin signos de exclamación", "¡Ya!", "CHARACTER_NOT_ALLOWED"),
        ("No usar hashtags", "Hoy #café", "CHARACTER_NOT_ALLOWED"),
        ("No hablar de precios", "Por 12 €", "FORBIDDEN_TERM"),
        ("No tutear al cliente", "Tu café", "TONE_NOT_FORMAL"),
        ("No incluir enlaces", "www.tostadores.example", "FORBIDDEN_TERM"),
    ],
)
def test_a_forbidden_trait_blocks(rule: str, body: str, reason: str) -> None:
    """What the brief forbids outright does not go out, and its absence is no fault."""
    broken = tone_voice.CHECK(subject(do_not_do=[rule], text={"body": body}))
    kept = tone_voice.CHECK(subject(do_not_do=[rule], text={"body": "Café de Nariño"}))

    assert codes(broken) == [("FAIL", reason, "CRITICAL")]
    assert codes(kept) == [("PASS", None, "HIGH")]


def test_the_field_for_hashtags_counts_without_signs() -> None:
    """Hashtags in a field of their own are hashtags."""
    shown = subject(do_not_do=["No usar hashtags"], text={"hashtags": "cafe narino"})

    assert codes(tone_voice.CHECK(shown))[0][0] == "FAIL"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Descubra su café", ("PASS", None, "HIGH")),
        ("Descubre tu café", ("FAIL", "TONE_NOT_FORMAL", "HIGH")),
        ("You’ll love it", ("FAIL", "TONE_NOT_FORMAL", "HIGH")),
    ],
)
def test_a_formal_voice_is_held_to(body: str, expected: tuple[str, str | None, str]) -> None:
    """Copy that is too familiar for the brief goes to a person."""
    shown = subject(tone_guard={"voice": "formal"}, text={"body": body})

    assert codes(tone_voice.CHECK(shown)) == [expected]


def test_two_rules_about_one_trait_are_both_told() -> None:
    """Who wrote either rule reads that it was broken."""
    rules = ["No usar emojis", "Sin emojis"]

    findings = tone_voice.CHECK(subject(do_not_do=rules, text={"body": "Café ☕"}))

    assert codes(findings) == [("FAIL", "EMOJI_NOT_ALLOWED", "CRITICAL")] * 2
    assert [each.evidence["rule"] for each in findings] == rules


def test_the_senders_name_is_no_fault() -> None:
    """A brand may be written as it is written."""
    shown = subject(do_not_do=["No mencionar precios"], text={"body": "Tostadores del Sur"})

    assert codes(tone_voice.CHECK(shown))[0][0] == "PASS"
