"""Finding words and traits in copy, whatever form they take."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text.prices import prices_in
from domain.text.spelling import is_known, load_word_lists
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


def test_word_lists_can_be_read_beforehand() -> None:
    """No campaign waits for them, and reading them again changes nothing."""
    load_word_lists()

    assert is_known("casa", "es")
    assert is_known("house", "en")
