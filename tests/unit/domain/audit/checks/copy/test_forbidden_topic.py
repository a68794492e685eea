"""Prohibited topics: what blocks, what a person reads, and what is ordinary copy."""

import pytest

from contracts import CompiledRule, RuleKind
from domain.audit.checks.copy.forbidden_topic import CHECK
from domain.text.lexicon import load_lexicon
from domain.text.words import index_of
from tests.support.audit.subjects import COPY, codes, subject

_BLOCKED = ("FAIL", "FORBIDDEN_TOPIC", "CRITICAL")
_ASKED = ("WARN", "FORBIDDEN_TOPIC", "HIGH")
_FINE = ("PASS", None, "CRITICAL")


def test_a_forbidden_topic_in_a_link_is_found() -> None:
    """A page about a prohibited topic is not hidden by innocent copy."""
    shown = subject(
        do_not_do=["No mencionar política"], link="https://tienda.example/elecciones-generales"
    )

    assert codes(CHECK(shown)) == [("FAIL", "FORBIDDEN_TOPIC", "CRITICAL")]


@pytest.mark.parametrize(
    ("rule", "body", "expected"),
    [
        ("política", "Las elecciones de mayo", _BLOCKED),
        ("política", "Nuestra política de privacidad y la del Gobierno", _BLOCKED),
        ("política", "Vote for your favourite roast", _ASKED),
        ("política", "Vota por el mejor café", _ASKED),
        ("política", "A la derecha, el partido", _ASKED),
        ("política", "Consulte nuestra política de privacidad", _FINE),
        ("política", "Una política de devoluciones sencilla", _FINE),
        ("política", "Nuestra mayor selección de cafés", _FINE),
        ("política", "La mejor elección", _FINE),
        ("política", "Party of four", _FINE),
        ("religión", "La biblia del café", _BLOCKED),
        ("religión", "Coffee after Easter mass", _BLOCKED),
        ("religión", "A coffee worth praying for", _ASKED),
        ("religión", "Happy Easter", _ASKED),
        ("religión", "God, that's good coffee", _ASKED),
        ("religión", "Semana Santa en Sevilla", _ASKED),
        ("religión", "Frente a la iglesia", _ASKED),
        ("religión", "A mass of flavour", _FINE),
        ("religión", "Plaza de la Iglesia, 4", _FINE),
        ("religión", "La isla de San Cristóbal y Santa Cruz", _FINE),
        ("religión", "Holy guacamole, it is Friday", _FINE),
        ("religión", "Judías verdes con jamón", _FINE),
        ("violencia", "Un arma de fuego", _BLOCKED),
        ("violencia", "El arma del crimen", _ASKED),
        ("violencia", "Arma tu propia caja de cafés", _FINE),
        ("violencia", "Your secret weapon for Mondays", _FINE),
        ("violencia", "A double shot that hits the spot", _FINE),
        ("sexo", "Nude models", _ASKED),
        ("sexo", "Taza en tono nude", _FINE),
        ("sexo", "Nude tones for spring", _FINE),
        ("sexo", "Café caliente", _FINE),
        ("alcohol", "A glass of merlot", _BLOCKED),
        ("alcohol", "Una copita de ron añejo", _BLOCKED),
        ("alcohol", "Swap your pint for a flat white", _ASKED),
        ("alcohol", "Unas cañas", _ASKED),
        ("alcohol", "Un vaso de ginebra", _ASKED),
        ("alcohol", "#cervezagratis", _ASKED),
        ("alcohol", "Nueva cafetería en Ginebra", _FINE),
        ("alcohol", "El café vino de Etiopía en barco", _FINE),
        ("alcohol", "Con azúcar de caña", _FINE),
        ("apuestas", "Apuestas deportivas", _BLOCKED),
        ("apuestas", "Haz tu apuesta", _ASKED),
        ("apuestas", "Apuesta por el café de especialidad", _FINE),
        ("apuestas", "Apostamos por el comercio justo", _FINE),
        ("apuestas", "You bet it is fresh", _FINE),
        ("promesas de salud", "Ayuda a adelgazar", _BLOCKED),
        ("promesas de salud", "Una merienda sana", _ASKED),
        ("promesas de salud", "Treat yourself", _FINE),
        ("promesas de salud", "Queso curado", _FINE),
        ("drogas", "Weed out the bad beans", _FINE),
        ("tabaco", "Smoked salmon bagel", _FINE),
    ],
)
def test_a_topic_is_told_from_words_that_look_like_it(
    rule: str, body: str, expected: tuple[str, str | None, str]
) -> None:
    """A topic blocks, a word with two meanings is read by a person, and a privacy policy passes."""
    shown = subject(do_not_do=[f"No hablar de {rule}"], text={"body": body})

    assert codes(CHECK(shown)) == [expected]


def test_every_exception_holds_a_word_of_its_topic() -> None:
    """No exception stands in the lists without an accusation that it takes back."""
    idle = {
        phrase
        for topic in load_lexicon().topics.values()
        for phrase in topic.exceptions
        if not index_of(topic.words + topic.hints).search(phrase)
    }

    assert idle == set()


@pytest.mark.parametrize("field", ["body", "hashtags", "alt_text"])
def test_topics_are_searched_in_every_field(field: str) -> None:
    """A prohibited topic is found wherever a reader would meet it."""
    text = "Las elecciones de mayo"
    copy = {**COPY, **({field: text} if field != "alt_text" else {})}
    alt_text = text if field == "alt_text" else "Una taza"

    findings = CHECK(subject(do_not_do=["No mencionar política"], text=copy, alt_text=alt_text))

    assert codes(findings) == [("FAIL", "FORBIDDEN_TOPIC", "CRITICAL")]
    assert {match["field"] for match in findings[0].evidence["matches"]} == {field}


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

    assert codes(CHECK(shown)) == [expected]


def test_a_topic_that_nobody_knows_is_left_to_the_coverage_check() -> None:
    """A topic from another compiler does not break the audit."""
    rule = CompiledRule(source="do_not_do", text="x", kind=RuleKind.TOPIC, values=["unicorns"])

    assert codes(CHECK(subject(rules=[rule])))[0][0] == "PASS"
