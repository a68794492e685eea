"""Sentences of a fixed form: limits, forms of address, lists."""

import pytest

from tests.support.audit.compiled_rules import NOBODY_CAN_JUDGE, compiled


@pytest.mark.parametrize(
    ("sentence", "limit", "most"),
    [
        ("Máximo un emoji por publicación", "max_emoji", "1"),
        ("No more than two hashtags", "max_hashtags", "2"),
        ("Fewer than three hashtags", "max_hashtags", "2"),
        ("One mention at most", "max_mentions", "1"),
        ("One exclamation mark at most", "max_exclamations", "1"),
        ("El titular en menos de 8 palabras", "headline_words", "7"),
        ("Headlines must not exceed 40 characters", "headline", "40"),
        ("El cuerpo no superará los 120 caracteres", "body", "120"),
    ],
)
def test_a_limit_for_every_post_is_enforced(sentence: str, limit: str, most: str) -> None:
    """How much there may be at most is counted, and nobody is asked."""
    assert compiled(sentence) == [("constraint", ["*", "*", limit, most])]


@pytest.mark.parametrize(
    "sentence",
    [
        "At least two hashtags",
        "No menos de tres hashtags",
        "Fewer than one emoji",
        "El titular no tendrá 7 palabras",
        "No more than two emojis per sentence",
        "Máximo dos hashtags en Instagram",
    ],
)
def test_a_limit_for_less_than_every_post_is_not_guessed(sentence: str) -> None:
    """A least amount, or one for a sentence or a channel, goes to a person."""
    assert compiled(sentence) == [NOBODY_CAN_JUDGE]


@pytest.mark.parametrize(
    "sentence",
    [
        "barato → asequible",
        "✗ minusválido ✓ persona con discapacidad",
        "✓ persona con discapacidad ✗ minusválido",
        "En lugar de «usuarios», diga «pacientes»",
        "Say 'tickets', not 'passes'",
        "Say tickets, not passes",
        "No uses «barato»; usa «asequible»",
        "No decir «barato», decir «asequible»",
        "Do not say free, say complimentary",
        'Not "cheap" but "affordable"',
        "persona → persona con discapacidad",
        'Say "tickets", not "ticket"',
        "rojo → azul",
        "emojis → texto",
        "barato → asequible (salvo en rebajas)",
        "barato → más asequible",
        "Paso 1 → Paso 2",
        "Home → Products",
        "Write clearly, not quickly",
    ],
)
def test_a_word_and_what_is_wanted_instead_go_to_a_person(sentence: str) -> None:
    """A word is replaced in one meaning: «socios», not «clientes», bans no shop's customers."""
    assert compiled(sentence) == [NOBODY_CAN_JUDGE]


@pytest.mark.parametrize("sentence", ["Trate siempre de usted", "Nunca tratar de tú al cliente"])
def test_a_formal_address_is_enforced(sentence: str) -> None:
    """Whoever asks for usted forbids tú."""
    assert compiled(sentence) == [("feature", ["tuteo"])]


@pytest.mark.parametrize(
    "sentence",
    [
        *("Tutea siempre", "Nothing but tú", "Never use usted", "Tutea a los jóvenes"),
        *("Usa el tú o el usted", "Usa tu voz", "Tutea"),
    ],
)
def test_any_other_address_goes_to_a_person(sentence: str) -> None:
    """Nobody can tell what is said to usted, and an audience or a choice is not guessed."""
    assert "feature" not in {kind for kind, _ in compiled(sentence)}


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Palabras prohibidas:\n- barato\n- chollo", ["barato", "chollo"]),
        ("Palabras vetadas\n• barato\n• chollo", ["barato", "chollo"]),
        ("Banned words\ncheap\ndeal", ["cheap", "deal"]),
        ("Banned words — cheap/deal", ["cheap", "deal"]),
    ],
)
def test_a_list_is_read_however_it_is_set(sentence: str, words: list[str]) -> None:
    """Bullets, slashes and lines part words as commas do."""
    assert compiled(sentence) == [("terms", words)]


def test_a_list_with_two_readings_goes_to_a_person() -> None:
    """«And/or» is no word between two others."""
    assert compiled("Banned words: cheap and/or deal") == [NOBODY_CAN_JUDGE]


@pytest.mark.parametrize(
    "sentence",
    ["Alcohol must never be shown", "No se mostrará alcohol", "No alcohol in our artwork"],
)
def test_what_a_picture_shows_is_seen_by_a_person(sentence: str) -> None:
    """The words of a topic are looked for, and no check knows what a picture shows."""
    assert NOBODY_CAN_JUDGE in compiled(sentence)
