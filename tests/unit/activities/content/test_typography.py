"""Texts are ended, marked and cleaned as a person would do it."""

import pytest

from activities.content.templates.directives import drop_sentences
from activities.content.templates.typography import (
    capitalized,
    opened,
    ordered,
    phrase,
    sentence,
    uncapitalized,
    without_emoji,
    without_exclamations,
)
from contracts import Language


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("Quieres probarla?", "¿Quieres probarla?"),
        ("Llega hoy. La pruebas?", "Llega hoy. ¿La pruebas?"),
        ("¿La pruebas?", "¿La pruebas?"),
        ("Por fin!", "¡Por fin!"),
        ("Llega hoy.", "Llega hoy."),
    ],
)
def test_spanish_questions_and_exclamations_are_opened(written: str, wanted: str) -> None:
    """A missing opening mark is set; one that is there is not doubled."""
    assert opened(written, Language.SPANISH) == wanted


def test_english_has_no_opening_marks() -> None:
    """English punctuation stays as it is."""
    assert opened("Ready?", Language.ENGLISH) == "Ready?"


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (sentence("Llega hoy"), "Llega hoy."),
        (sentence("¿Llega hoy?"), "¿Llega hoy?"),
        (sentence("Llega hoy 🎉"), "Llega hoy 🎉"),
        (sentence("Un café 🇪🇸"), "Un café 🇪🇸"),
        (sentence("Cuesta 16,50 €. #TejerEsInvierno"), "Cuesta 16,50 €. #TejerEsInvierno"),
        (
            sentence("Read on at https://hive.example/honey"),
            "Read on at https://hive.example/honey",
        ),
        (sentence("Clases de C#"), "Clases de C#."),
        (sentence(""), ""),
        (phrase(" Llega\n hoy. "), "Llega hoy"),
        (phrase("Llega hoy. Ven."), "Llega hoy. Ven."),
        (phrase("."), "."),
        (phrase("Pronto..."), "Pronto..."),
        (capitalized("la cosecha"), "La cosecha"),
        (capitalized("iPhone"), "iPhone"),
        (ordered("Envíenos su documento"), "envíenos su documento"),
        (ordered("WhatsApp us"), "WhatsApp us"),
        (uncapitalized("Smoked salmon", Language.ENGLISH), "smoked salmon"),
        (uncapitalized("Thursday tastings", Language.ENGLISH), "Thursday tastings"),
        (uncapitalized("Italian lessons", Language.ENGLISH), "Italian lessons"),
        (uncapitalized("Welsh lamb", Language.ENGLISH), "Welsh lamb"),
        (uncapitalized("Navidad en familia", Language.SPANISH), "Navidad en familia"),
        (uncapitalized("Italiano para viajar", Language.SPANISH), "italiano para viajar"),
        (without_exclamations("¡Hola! Ya está"), "Hola. Ya está"),
        (without_exclamations("¿De verdad?! Sí"), "¿De verdad? Sí"),
        (without_exclamations("sin más"), "sin más"),
        (without_emoji("Ya 🎉, hoy 🎉"), "Ya, hoy"),
        (drop_sentences("Uno. Dos.\n\nTres.", ["tres"]), "Uno. Dos."),
        (drop_sentences("Un café. Dos cafés.", ["cafe"]), "Dos cafés."),
    ],
)
def test_texts_are_ended_and_cleaned_as_a_typesetter_would(made: str, wanted: str) -> None:
    """Full stops, capitals and gaps come out right."""
    assert made == wanted
