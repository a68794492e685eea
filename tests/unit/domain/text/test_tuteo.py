"""Telling copy that says `tú` from copy that says `usted`."""

import pytest

from domain.audit.checks.copy import tone_voice
from domain.text.tuteo import perhaps_tuteo_in, tuteo_in
from tests.support.audit.subjects import codes, subject

TUTEO = (
    "Tu café",
    "Descubre",
    "Saborea el momento",
    "Pruébalo hoy",
    "Pídelo ya",
    "Recógelo en la tienda",
    "Tráelo a casa",
    "Cómelo frío",
    "Cuéntanos qué opinas",
    "Síguenos",
    "Pásate por la tienda",
    "Quédate un rato",
    "Tómate cinco minutos",
    "Llévatelo puesto",
    "Queremos sorprenderte",
    "Seguimos esperándote",
    "¿Has probado el de Etiopía?",
    "¿Probaste el de Etiopía?",
    "¿Lo pediste con leche?",
    "Disfrutarás cada sorbo",
    "Verás la diferencia",
    "Vas a notarlo",
    "Si vienes el martes, hay cata",
    "Cuando queráis",
    "¿No lo sabíais?",
    "Date un capricho",
    "Ten un buen día",
    "Compra el nuevo café",
    "Prueba nuestra cosecha",
    "Reserva ya",
    "Ya está aquí. Visita la tienda",
    "Café nuevo — pide el de Huila",
)
USTED = (
    "Su café, té y más",
    "Su primera compra lleva regalo",
    "Café Gran Reserva",
    "Visita guiada cada sábado",
    "Compra segura y envío en 24 h",
    "La compra segura",
    "Toda compra incluye un molinillo",
    "Próxima visita: el sábado",
    "Prueba piloto en Valencia",
    "Reserva de mesa",
    "Descarga muscular",
    "Marca la diferencia un buen aceite",
    "Buena compra",
    "Doble cata y prueba de leches",
    "La vuelta a clase",
    "Segunda llamada",
    "Nuestro tostador elige cada grano",
    "Un café que despierta los sentidos",
    "Quien prueba repite",
    "La tienda abre a las nueve",
    "Pruébelo, cuéntenos y quédese",
    "Consúltenos, elíjalo y véalo",
    "Permítanos invitarlo",
    "Más que nunca, además, quizás jamás",
    "Atrás, detrás y al compás de Tomás",
    "Veintiséis cafés",
    "Una parte de la película",
    "El intérprete y el búfalo",
    "El contraste existe y consiste en un chiste triste",
    "Asiste el alcalde",
    "Los árboles de las Ángeles",
    "Coffee has arrived",
    "Ten reasons to come on a date",
    "Decide for yourself",
)
PERHAPS = (
    "Compra",
    "Compra online",
    "Visita los sábados",
    "Despierta con aroma",
    "Vuelve el frío",
    "Cuida la piel",
    "Créalo",
    "Este otoño descubre la cosecha",
    "Hoy descubre la cosecha",
    "Sin prisa, descubre la cosecha",
    "Y así y prueba el café",
    "Lo probás con leche",
    "La isla de Verás",
    "Os esperamos",
)


@pytest.mark.parametrize("text", TUTEO)
def test_what_is_said_to_tu_is_found(text: str) -> None:
    """Copy that says tú, vos or vosotros is found, whether by a pronoun or only by a verb."""
    assert tuteo_in(text)


@pytest.mark.parametrize("text", USTED)
def test_what_is_said_to_usted_is_no_fault(text: str) -> None:
    """Nouns, third persons, usted and English words do not block a formal campaign."""
    assert tuteo_in(text) + perhaps_tuteo_in(text) == []


@pytest.mark.parametrize("text", PERHAPS)
def test_what_may_be_said_to_tu_is_read_by_a_person(text: str) -> None:
    """A word that is a command to one reader and a noun to another neither blocks nor passes."""
    shown = subject(do_not_do=["No tutear"], text={"body": text})

    assert codes(tone_voice.CHECK(shown)) == [("WARN", "TONE_NOT_FORMAL", "HIGH")]
    assert perhaps_tuteo_in(text)


def test_a_formal_voice_asks_where_the_words_may_be_formal() -> None:
    """Under a formal voice as well, a person decides what a word means."""
    shown = subject(tone_guard={"voice": "formal"}, text={"body": "Compra online"})

    assert codes(tone_voice.CHECK(shown)) == [("WARN", "TONE_NOT_FORMAL", "HIGH")]


def test_a_certain_sign_is_told_before_uncertain_ones() -> None:
    """The report of a blocked copy names what blocks it."""
    shown = subject(do_not_do=["No tutear"], text={"body": "Compra online tu café"})

    (finding,) = tone_voice.CHECK(shown)

    assert codes([finding]) == [("FAIL", "TONE_NOT_FORMAL", "CRITICAL")]
    assert [marker["found"] for marker in finding.evidence["markers"]] == ["tu"]
