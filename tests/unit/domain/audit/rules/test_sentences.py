"""Sentences that say less, more, or the opposite of what their words name.

Longer than 250 lines because it is a table of sentences with what each of them means.
"""

import pytest

from contracts import RuleKind
from domain.audit.rules.compiler import compile_rules, compile_topics
from domain.audit.rules.coverage import why_not_enforced
from domain.audit.rules.meaning import backgrounds_in
from tests.support.audit.compiled_rules import NOBODY_CAN_JUDGE, compiled


def literally(*words: str) -> list[tuple[str, list[str]]]:
    """Return rules that look for words, and ask a person what else is meant."""
    return [("terms", [*words]), ("unenforceable", [*words])]


@pytest.mark.parametrize(
    "sentence",
    [
        "No usar rojo, usar azul",
        "Don't use red, use blue",
        "Avoid black. Use white and green.",
        "Avoid black; white",
        "Avoid black, using white",
        "Usar azul, no rojo",
        "Rojo no, azul",
        "No decir «gratis», «regalo» no",
        "No red, blue never",
        "No hablar de política y hablar de café",
        "Nunca escribir en mayúsculas, usar minúsculas",
        "Write clearly, not quickly",
        "Say it once, not twice",
        "El azul sí, el verde no",
    ],
)
def test_what_a_sentence_wants_is_never_forbidden(sentence: str) -> None:
    """«Not red, use blue» never blocks blue: a person reads it."""
    assert compiled(sentence) == [NOBODY_CAN_JUDGE]


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("Prohibido el rojo y obligatorio el azul", ("color", ["red"])),
        ("No decir «barato», mejor «asequible»", ("terms", ["barato"])),
        ("No usar la palabra «gratis», usa «sin coste»", ("terms", ["gratis"])),
    ],
)
def test_only_the_half_that_is_plain_is_looked_for(
    sentence: str, kept: tuple[str, list[str]]
) -> None:
    """A half that nobody understands is not guessed, and a person is asked about the whole."""
    assert compiled(sentence) == [kept, NOBODY_CAN_JUDGE]


def test_a_plea_is_for_what_is_wanted() -> None:
    """«No red, blue please» forbids no blue; «no politics, please» is only polite."""
    assert compiled("No red, blue please") == [NOBODY_CAN_JUDGE]
    assert compiled("No politics, please") == [("topic", ["politics"])]


@pytest.mark.parametrize(
    "sentence",
    [
        "Evitar textos sin emojis",
        "Avoid copy without emojis",
        "Prohibido usar textos sin hashtags",
        "Nada sin precio",
        "Nothing without a price",
        "Avoid images without green",
        "Evitar mostrar el precio sin IVA",
        "Do not avoid red",
        "No evitar el rojo",
        "Nunca rojo, sin emojis",
        "No red, no emojis never",
    ],
)
def test_what_is_denied_twice_is_not_forbidden(sentence: str) -> None:
    """«No copy without emojis» asks for emojis, and never blocks one."""
    assert compiled(sentence) == [NOBODY_CAN_JUDGE]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Sin emojis ni hashtags", ["emoji", "hashtag"]),
        ("Sin emojis, sin hashtags", ["emoji", "hashtag"]),
        ("No emojis, no hashtags", ["emoji", "hashtag"]),
        ("No usar nunca ningún emoji", ["emoji"]),
        ("No emojis. No usar nada de hashtags.", ["emoji", "hashtag"]),
    ],
)
def test_denying_in_chorus_is_denying_once(sentence: str, expected: list[str]) -> None:
    """Spanish says no twice and means it once; a list may repeat it."""
    assert compiled(sentence) == [("feature", [each]) for each in expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "No ocultar los precios",
        "Don't hide prices",
        "Never skip the price",
        "No quitar los hashtags",
        "No modificar el azul del logotipo",
        "Don't alter the red of the logo",
        "No superar los 3 hashtags en Instagram",
        "No usar menos de tres hashtags",
        "No usar 3 hashtags",
        "No pasar de dos emojis por frase",
        "No exceder 2 emojis en el titular",
        "No abuses de los emojis",
        "Don't overdo emojis",
        "No hashtags in caps",
        "No links to competitors",
        "No emojis rojos",
        "No red tape jokes",
        "No usar rojo sobre verde",
        "No usar blanco y negro",
        "Evitar el azul oscuro",
        "No usar emojis sobre fondos",
        "No hace falta usar rojo",
    ],
)
def test_a_clause_is_enforced_as_a_whole_or_not_at_all(sentence: str) -> None:
    """A verb, an amount or an adjective that turns the meaning leaves no ban behind."""
    assert compiled(sentence) == [NOBODY_CAN_JUDGE]


@pytest.mark.parametrize(
    ("sentence", "colors", "behind"),
    [
        ("No usar rojo ni fondos negros", ["red", "black"], {"black"}),
        ("No red, no black backgrounds", ["red", "black"], {"black"}),
        ("No usar fondos rojos ni negros", ["red", "black"], {"red", "black"}),
        ("No usar fondo negro ni usar negro", ["black"], set[str]()),
        ("No usar rojo en el fondo", ["red"], {"red"}),
        ("No usar fondos #FF0000 ni #000", ["#ff0000", "#000"], {"#ff0000", "#000"}),
    ],
)
def test_a_background_is_one_only_in_its_own_clause(
    sentence: str, colors: list[str], behind: set[str]
) -> None:
    """«No red, nor black backgrounds» forbids red everywhere, and black behind the text only."""
    (_, values), *others = compiled(sentence)

    assert not others
    assert values == colors
    assert backgrounds_in(sentence) == behind


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("No red or black backgrounds", ["black"]),
        ("No red, green or black backgrounds", ["black"]),
        ("No usar fondos negros ni rojo", ["black"]),
        ("Avoid backgrounds in black or red", ["black"]),
        ("No red or black text", []),
    ],
)
def test_a_color_that_may_be_a_backgrounds_is_not_guessed(sentence: str, kept: list[str]) -> None:
    """Where «red or black backgrounds» leaves open what red is, a person is asked."""
    color = [("color", kept)] if kept else []

    assert compiled(sentence) == [*color, NOBODY_CAN_JUDGE]


@pytest.mark.parametrize(
    "sentence",
    [
        "No white text",
        "No usar texto blanco",
        "No usar letras rojas ni azules",
        "No black text on white backgrounds",
        "No usar #FF0000 en los textos",
    ],
)
def test_the_color_of_letters_is_not_that_of_the_picture(sentence: str) -> None:
    """A ban of white text does not block a white picture, and does not pass unseen."""
    assert compiled(sentence) == [NOBODY_CAN_JUDGE]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Don't mention celebrities", ["celebrities"]),
        ("No mencionar famosos", ["famosos"]),
        ("No mention of dates", ["dates"]),
        ("No mencionar descuentos, rebajas ni ofertas", ["descuentos", "rebajas", "ofertas"]),
        ("Never mention our problems with suppliers", ["problems with suppliers"]),
        ("No Mencionar Descuentos", ["Descuentos"]),
        ("NO MENCIONAR DESCUENTOS", ["descuentos"]),
        ("No mencionar OFERTAS", ["OFERTAS"]),
        ("Leave out any mention of the pandemic", ["pandemic"]),
        ("Never mention Starbucks prices", ["Starbucks"]),
        ("No mencionar a Starbucks en Instagram", ["Starbucks", "Instagram"]),
        ("Never mention Pull and Bear", ["Pull and Bear"]),
        ("No mencionar Bimbo y Lola", ["Bimbo y Lola"]),
        ("No usar la palabra descuentos por volumen", ["descuentos por volumen"]),
    ],
)
def test_a_class_is_not_said_by_its_own_name(sentence: str, words: list[str]) -> None:
    """Nobody who names a celebrity says «celebrity»: the word is looked for, and a person asked."""
    assert compiled(sentence) == literally(*words)


def test_a_person_reads_which_words_alone_are_looked_for() -> None:
    """A reviewer learns what the auditor did look for, and can look for the rest."""
    rules = compile_rules(["Don't mention celebrities"], {}, {})

    assert [why_not_enforced(rule, []) for rule in rules] == [
        None,
        "only these very words are looked for: celebrities",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "No hablar mal de los clientes",
        "Don't talk down to customers",
        "Never talk like a salesman",
        "Never say anything negative",
        "No mencionar que somos los más baratos",
        "No hablar de precios de la competencia con desprecio sin motivo",
    ],
)
def test_a_manner_is_no_word_to_look_for(sentence: str) -> None:
    """«Don't talk down to customers» does not block the word «down»."""
    assert compiled(sentence) == [NOBODY_CAN_JUDGE]


@pytest.mark.parametrize("sentence", ["No usar palabras malsonantes", "No swear words"])
def test_swearing_is_looked_for_by_a_list_and_shown_to_a_person(sentence: str) -> None:
    """The word «malsonante» is no swear word, and no list has all of those that are."""
    assert compiled(sentence) == [("feature", ["profanity"]), NOBODY_CAN_JUDGE]


def test_a_topic_inside_a_longer_subject_is_a_help_only() -> None:
    """Foreign policy is politics, but not all politics is meant."""
    assert compiled("No hablar de política exterior") == [
        ("topic", ["politics"]),
        *literally("política exterior"),
    ]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Never mention Nike, Adidas or Puma", ["Nike", "Adidas", "Puma"]),
        ("No mencionar a Nike, Adidas y Puma", ["Nike", "Adidas", "Puma"]),
        ("Never mention Nespresso or Dolce Gusto", ["Nespresso", "Dolce Gusto"]),
        ("Never mention Dr. Pepper", ["Dr. Pepper"]),
        ("Never mention J. K. Rowling", ["J. K. Rowling"]),
        ("Never mention Amazon.com", ["Amazon.com"]),
        ("Never mention Show Me Coffee", ["Show Me Coffee"]),
        ("Never mention McDonald's", ["McDonald's"]),
        ("Never mention H&M or eBay", ["H&M", "eBay"]),
        ("Never mention Vitamin E or Nike", ["Vitamin E", "Nike"]),
        ("No mencionar Vitamina E ni Y ni Nike", ["Vitamina E", "Y", "Nike"]),
        ("Never mention Route 66", ["Route 66"]),
        ("Never mention Dropbox", ["Dropbox"]),
        ("Never mention Price Chopper", ["Price Chopper"]),
        ("No mencionar al Banco de las Islas", ["Banco de las Islas"]),
        ("Never mention «Nike» or Adidas", ["Nike", "Adidas"]),
        ("Do not use the word free", ["free"]),
        ("No usar la palabra gratis", ["gratis"]),
        ('No decir "el mejor café del mundo"', ["el mejor café del mundo"]),
        ("No decir «solo hoy, 3,5 %»", ["solo hoy, 3,5 %"]),
    ],
)
def test_names_and_quotations_are_looked_for_as_they_stand(sentence: str, names: list[str]) -> None:
    """A competitor's name is neither cut at its dot nor lost in a list, and nobody is asked."""
    assert compiled(sentence) == [("terms", names)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Que no aparezca rojo", ("color", ["red"])),
        ("Que no aparezca alcohol", ("topic", ["alcohol"])),
        ("Cero signos de exclamación", ("feature", ["exclamation"])),
        ("Nunca nombréis a Nestlé", ("terms", ["Nestlé"])),
        ("No nombres a Nestlé", ("terms", ["Nestlé"])),
        ("Queda terminantemente prohibido el rojo", ("color", ["red"])),
        (
            "Queda prohibido todo lo relacionado con apuestas y juegos de azar",
            ("topic", ["gambling"]),
        ),
        ("Steer clear of religion", ("topic", ["religion"])),
        ("Refrain from using emojis", ("feature", ["emoji"])),
        ("Leave out prices", ("feature", ["price"])),
        ("We must not use red", ("color", ["red"])),
        ("No queremos ni naranja ni morado", ("color", ["orange", "purple"])),
        ("Nada de rojo en las piezas", ("color", ["red"])),
        ("Evitar las mayúsculas sostenidas", ("feature", ["caps"])),
        ("No escribáis «compra ya»", ("terms", ["compra ya"])),
        ("No emojis anywhere", ("feature", ["emoji"])),
        ("Do not show prices", ("feature", ["price"])),
        ("NO USAR ROJO NI AZUL", ("color", ["red", "blue"])),
        ("No usar los colores: rojo, azul", ("color", ["red", "blue"])),
    ],
)
def test_plain_bans_ask_nobody(sentence: str, expected: tuple[str, list[str]]) -> None:
    """However a plain ban is worded, it is enforced and holds nobody up."""
    assert compiled(sentence) == [expected]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("No hablar de nuestros clientes ni de política", [("topic", ["politics"])]),
        ("No usar rojo, imágenes ni azul", [("color", ["red", "blue"])]),
        ("Do not show alcohol", [("topic", ["alcohol"])]),
        ('No usar el color "rojo"', [("terms", ["rojo"])]),
        ("No usar #FF0000 ni tonos parecidos", [("color_hex", ["#ff0000"])]),
    ],
)
def test_no_part_of_a_list_is_forgotten(sentence: str, found: list[tuple[str, list[str]]]) -> None:
    """Customers, pictures and what pictures show are named in a rule, and no check knows them."""
    assert compiled(sentence) == [*found, NOBODY_CAN_JUDGE]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("No usar absolutos como «siempre», «nunca» o «cien»", ["siempre", "nunca", "cien"]),
        ('Avoid hype such as "epic" or "insane"', ["epic", "insane"]),
        ('Avoid "cheap" and the colour "red"', ["cheap"]),
    ],
)
def test_examples_of_a_class_are_looked_for_and_the_rest_is_asked(
    sentence: str, words: list[str]
) -> None:
    """What is quoted as an example is found, and a person looks for the rest of the class."""
    assert compiled(sentence) == [("terms", words), NOBODY_CAN_JUDGE]


def test_a_tenants_two_names_or_one_are_asked_about() -> None:
    """A tenant that prohibits «Nike and Adidas» may mean two brands."""
    rules = compile_topics(["marcas como Nike and Adidas"])

    assert RuleKind.UNENFORCEABLE in {rule.kind for rule in rules}
