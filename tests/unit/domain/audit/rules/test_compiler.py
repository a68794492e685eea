"""How sentences of a brief become rules."""

from typing import Any

import pytest

from domain.audit.rules.compiler import compile_rules, compile_topics


def compiled(
    do_not_do: list[str], tone: dict[str, str] | None = None, limits: dict[str, Any] | None = None
) -> list[tuple[str, list[str]]]:
    """Return kind and values of each rule."""
    rules = compile_rules(do_not_do, tone or {}, limits or {})
    return [(str(rule.kind), rule.values) for rule in rules]


NOBODY_CAN_JUDGE = ("unenforceable", list[str]())


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("No usar rojo", [("color", ["red"])]),
        ("No mencionar política", [("topic", ["politics"])]),
        ("No usar colores rojos ni naranjas", [("color", ["red", "orange"])]),
        ("Evitar #FF0000", [("color_hex", ["#ff0000"])]),
        ("Do not use red", [("color", ["red"])]),
        ("Don't mention politics or religion", [("topic", ["politics", "religion"])]),
        ("No usar emojis", [("feature", ["emoji"])]),
        ("Nunca escribir en MAYÚSCULAS", [("feature", ["caps"])]),
        ("No tutear al cliente", [("feature", ["tuteo"])]),
        ("No mencionar a Starbucks", [("terms", ["Starbucks"])]),
        ("No decir 'barato'", [("terms", ["barato"])]),
        ("Never mention gambling", [("topic", ["gambling"])]),
        ("No usar fondo negro", [("color", ["black"])]),
        ("Evitar alcohol", [("topic", ["alcohol"])]),
        ("No parecer desesperados", [NOBODY_CAN_JUDGE]),
        ("No hablar de precios", [("feature", ["price"])]),
        (
            "No mencionar al presidente",
            [("terms", ["presidente"]), ("unenforceable", ["presidente"])],
        ),
        ("Sin signos de exclamación", [("feature", ["exclamation"])]),
        ("Evitar anglicismos", [("feature", ["lang:en"])]),
        ("Mantener la calma", [NOBODY_CAN_JUDGE]),
    ],
)
def test_documented_sentences_mean_what_they_say(
    sentence: str, expected: list[tuple[str, list[str]]]
) -> None:
    """The prohibitions that teams write most are enforced as written."""
    assert compiled([sentence]) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("No usar rojo ni hablar de política", [("color", ["red"]), ("topic", ["politics"])]),
        ("No usar #F00 ni verde", [("color", ["green"]), ("color_hex", ["#f00"])]),
        ("No decir 'barato' ni 'gratis'", [("terms", ["barato", "gratis"])]),
        (
            "Do not use emojis or hashtags",
            [("feature", ["emoji"]), ("feature", ["hashtag"])],
        ),
        (
            "No mencionar precios ni a Starbucks",
            [("terms", ["Starbucks"]), ("feature", ["price"])],
        ),
        ("No usar rojo ni parecer desesperados", [("color", ["red"]), NOBODY_CAN_JUDGE]),
        ("No usar imágenes de violencia", [("topic", ["violence"]), NOBODY_CAN_JUDGE]),
    ],
)
def test_a_sentence_with_several_prohibitions_gives_several_rules(
    sentence: str, expected: list[tuple[str, list[str]]]
) -> None:
    """No half of a sentence is forgotten because the other half was understood."""
    assert compiled([sentence]) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("No mencionar Mercado Negro", [("terms", ["Mercado Negro"])]),
        ("No mencionar a Rosa", [("terms", ["Rosa"])]),
        ("No usar redes sociales", [NOBODY_CAN_JUDGE]),
        ("No usar café", [NOBODY_CAN_JUDGE]),
        ("No usar el color café", [("color", ["brown"])]),
        ("No usar el logotipo blanco", [NOBODY_CAN_JUDGE]),
        ("No usar negro", [("color", ["black"])]),
        ("Avoid orange backgrounds", [("color", ["orange"])]),
        ("red", [("color", ["red"])]),
        ("política", [("topic", ["politics"])]),
    ],
)
def test_names_and_things_are_not_mistaken_for_colors(
    sentence: str, expected: list[tuple[str, list[str]]]
) -> None:
    """A brand with a colour in its name does not block every creative of that colour."""
    assert compiled([sentence]) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Use only blue",
        "No usar más de 3 emojis en Instagram",
        "Don't forget the price",
        "Nunca publicar sin hashtags",
        "No usar emojis en el titular",
        "No usar rojo salvo en el logo",
        "!!!",
    ],
)
def test_exceptions_and_amounts_go_to_a_person(sentence: str) -> None:
    """A rule that says the opposite of its words, or less, is not turned into a ban."""
    assert compiled([sentence]) == [NOBODY_CAN_JUDGE]


@pytest.mark.parametrize(
    ("tone", "expected"),
    [
        ({"voice": "formal"}, ("tone", ["voice", "formal"])),
        ({"voz": "Formal"}, ("tone", ["voice", "formal"])),
        ({"voice": "playful"}, NOBODY_CAN_JUDGE),
        ({"style": "minimal"}, ("tone", ["style", "minimal"])),
        ({"tono": "Cercano"}, ("tone", ["voice", "informal"])),
        ({"style": "baroque"}, NOBODY_CAN_JUDGE),
    ],
)
def test_a_tone_that_nobody_measures_is_admitted(
    tone: dict[str, str], expected: tuple[str, list[str]]
) -> None:
    """A tone is measured, or a person is told that it is not."""
    assert compiled([], tone) == [expected]


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (
            {"instagram.feed.headline": 30},
            ("constraint", ["instagram", "feed", "headline", "30"]),
        ),
        (
            {"instagram": {"feed": {"max_bytes": 1000}}},
            ("constraint", ["instagram", "feed", "max_bytes", "1000"]),
        ),
        ({"instagram.feed.ratio": "4:5"}, ("constraint", ["instagram", "feed", "ratio", "0.8"])),
        ({"instagram.feed.ratio": 0.8}, ("constraint", ["instagram", "feed", "ratio", "0.8"])),
        ({"instagram.feed.ratio": "4:0"}, NOBODY_CAN_JUDGE),
        ({"instagram.feed.ratio": "wide"}, NOBODY_CAN_JUDGE),
        ({"instagram.feed.music": 3}, NOBODY_CAN_JUDGE),
        ({"tiktok.feed.headline": 30}, NOBODY_CAN_JUDGE),
        ({"instagram.feed.headline": True}, NOBODY_CAN_JUDGE),
        ({"instagram.feed.headline": 2.5}, NOBODY_CAN_JUDGE),
        ({"instagram.feed.headline": -1}, NOBODY_CAN_JUDGE),
        ({"headline": 30}, NOBODY_CAN_JUDGE),
        ({"instagram": {}}, NOBODY_CAN_JUDGE),
    ],
)
def test_a_limit_that_no_placement_has_is_admitted(
    limits: dict[str, Any], expected: tuple[str, list[str]]
) -> None:
    """A misspelt limit is not taken for one that holds."""
    assert compiled([], {}, limits) == [expected]


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        ("politics", [("topic", ["politics"])]),
        ("alcohol y tabaco", [("topic", ["alcohol", "tobacco"])]),
        ("política y crucigramas", [("topic", ["politics"]), ("terms", ["crucigramas"])]),
        ("crypto", [("terms", ["crypto"])]),
        ("!!", [("terms", ["!!"])]),
    ],
)
def test_a_tenants_topics_are_searched_even_when_unknown(
    topic: str, expected: list[tuple[str, list[str]]]
) -> None:
    """A tenant's prohibition holds although no lexicon knows the word."""
    rules = compile_topics([topic])

    assert [(str(rule.kind), rule.values) for rule in rules] == expected
