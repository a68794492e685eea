"""The language that a sentence wants the copy to be in."""

import pytest

from domain.audit.rules.copy_language import is_unwanted, unwanted_language


@pytest.mark.parametrize(
    ("sentence", "trait"),
    [
        ("No escribir en inglés", "english_text"),
        ("Nunca se escribirá en inglés.", "english_text"),
        ("Sin textos en inglés", "english_text"),
        ("Don't write in English, please", "english_text"),
        ("No copy in Spanish", "spanish_text"),
        ("No Spanish captions", "spanish_text"),
        ("Solo en español", "text_not_in_spanish"),
        ("Todos los textos deben ir en castellano", "text_not_in_spanish"),
        ("Siempre en inglés", "text_not_in_english"),
        ("English only", "text_not_in_english"),
        ("Only Spanish", "text_not_in_spanish"),
        ("All copy must be in English", "text_not_in_english"),
        ("Always write in Spanish", "text_not_in_spanish"),
    ],
)
def test_a_sentence_about_the_copys_language_is_read_as_a_whole(sentence: str, trait: str) -> None:
    """A language that is banned, or the only one that is wanted."""
    assert unwanted_language(sentence) == trait


@pytest.mark.parametrize(
    "sentence",
    [
        "No English words",
        "Nada en inglés",
        "Nothing in English",
        "No usar palabras en inglés",
        "Sin anglicismos",
        "No escribir en catalán",
        "No escribir en inglés en los titulares",
        "British English only",
        "Only Spanish products",
        "Write in English",
        "No solo en español",
        "Not only in English",
    ],
)
def test_words_places_and_kinds_of_a_language_are_asked(sentence: str) -> None:
    """What the language of a whole text does not tell is left to a person."""
    assert unwanted_language(sentence) is None


def test_a_wanted_language_forbids_every_other_one() -> None:
    """French breaks «English only», and English does not."""
    assert is_unwanted("text_not_in_english", "fr")
    assert not is_unwanted("text_not_in_english", "en")
    assert is_unwanted("english_text", "en")
    assert not is_unwanted("english_text", "es")
    assert not is_unwanted("emoji", "en")
