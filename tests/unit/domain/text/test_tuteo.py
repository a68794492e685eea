"""Telling copy that says `tú` from copy that says `usted`.

Longer than 250 lines because most of them are words and sentences, which are one list to a reader.
"""

from pathlib import Path

import pytest

from domain.audit.checks.copy import tone_voice
from domain.text.tuteo import perhaps_tuteo_in, tuteo_in
from tests.support.audit.subjects import codes, subject

TUTEO = (
    "¿Sales de fiesta?",
    "Mirá qué precio",
    "Tenés que probarlo",
    "¿Querés más?",
    "Comprá ya",
    "Vení a vernos",
    "Vivís cerca",
    "Mira qué bonito",
    "Ten cuidado con el fuego",
    "Sé parte del equipo",
    "Juega en casa",
    "Cuando sales de casa",
    "Si buscas piso",
    "¿Buscas piso?",
    "¿Cambias de coche este año?",
    "¿Vives lejos?",
    "No te conformes",
    "No faltes",
    "Ya llevas media vida",
    "Lo que haces bien",
    "Dinos qué talla usas",
    "Dinos la talla",
    "¿Eras socio?",
    "Porque creas cosas bonitas",
    "Si tomas café",
    "Llegas tarde",
    "Muéstrate",
    "Atrévete",
    "Comprarte un coche",
    "Para divertirte",
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
    "¿Viaja en diciembre?",
    "¿Cambia de coche este año?",
    "¿Abre su negocio en enero?",
    "¿Compra o alquila?",
    "¿Flores para mamá?",
    "¿Mujeres al mando?",
    "Llama la atención su color",
    "El sofá está como el primer día",
    "Papá y mamá comerán gratis en París",
    "Comprará mejor con más interés",
    "Jamás hubo un revés así",
    "Ajá, y además en Panamá",
    "Puertas abiertas y ventanas fuertes",
    "Su cuenta corriente sin comisiones",
    "Clientes exigentes, resultados brillantes",
    "Aceite de oliva y picante suave",
    "Cheques restaurante y billetes de tren",
    "Filetes, chuletas y croquetas",
    "Juguetes para bebés y carritos",
    "Alicates, martillos y destornilladores",
    "Guantes resistentes al calor",
    "Estudiantes y docentes de la provincia",
    "Un contingente de bomberos voluntarios",
    "El gigante azul y la elefante",
    "Puentes colgantes y fuentes de agua",
    "Aparte de la mesa, por favor",
    "La suerte de trabajar en el norte",
    "Le invitamos a un café el martes",
    "El transporte parte a las nueve",
    "Nuestro equipo comparte sus recursos",
    "Le advierte y le convierte el archivo",
    "Una puesta de sol que divierte",
    "El seguro cubre muerte e incapacidad",
    "Consorte y cohorte",
    "Arte contemporáneo en el parque",
    "Soporte, aporte e importe",
    "Reclámelo, devuélvalo y cámbielo",
    "Solicítenos una demostración",
    "Contáctenos por teléfono",
    "Infórmese y decídase",
    "Apúntese al curso de cocina",
    "Regístrese en dos minutos",
    "Descárguese la guía",
    "Suscríbase al boletín",
    "Sótanos, trasteros y desvanes",
    "Catálogos, óvalos y pétalos",
    "Vándalos y escándalos",
    "Cálculos y tentáculos",
    "Sábanas y almohadas",
    "Plátanos, rábanos y arándanos",
    "Océanos y órganos",
    "Huérfanos y jóvenes",
    "Veranos, manos y hermanos",
    "Cítricos y cárnicos",
    "Las miras telescópicas más precisas",
    "Sus buscas profesionales",
    "Las eras digitales y las eras geológicas",
    "Sales minerales y sales de frutas",
    "Las quedas nocturnas",
    "Haces de luz sobre la fachada",
    "Nuevos haces de fibra",
    "Hayas y robles centenarios",
    "Pruebas de laboratorio",
    "Las pruebas médicas",
    "Esperas breves, trato cercano",
    "Las tomas de corriente",
    "Tomas de agua y enchufes",
    "La biblioteca Luis Vives",
    "El puente de Ponte Vecchio",
    "Se viste a la moda",
    "Cojines, mantas y almohadas",
    "Detrás de cada pieza, un artesano",
    "Veintidós, veintitrés, veintiséis",
    "Además, quizás jamás",
    "Un compás y un as",
    "El gas y el mes",
    "Después de las tres",
    "Inglés, francés y portugués",
    "El estrés del lunes",
    "Través y revés",
    "Marqués de Cáceres",
    "Mediante transferencia",
    "Durante el verano",
    "Delante del ayuntamiento",
    "Bastante cerca",
    "Instante a instante",
    "Adelante",
    "No obstante, consúltenos",
    "Restante e importante",
    "Interesante propuesta",
    "Agentes y gerentes",
    "Dientes sanos",
    "Pendientes de plata",
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
    "Miras al mar desde la terraza",
    "Sales a las ocho",
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


COMMONEST = (Path(__file__).parent / "commonest_spanish.txt").read_text("utf-8")
"""The thousand commonest words of written Spanish, most frequent first."""
SAID_TO_TU = {
    *("te", "tu", "tus", "tú", "ti", "vos", "contigo", "eres", "tienes", "puedes", "vas", "estás"),
    *("quieres", "sabes", "encuentra", "ven", "di"),
}
"""Those of them that address a reader as tú, standing alone."""


def test_of_the_commonest_words_only_those_said_to_tu_are_found() -> None:
    """Formal copy is not blocked because a common word ends as the second person does."""
    words = [line for line in COMMONEST.splitlines() if line and not line.startswith("#")]

    assert len(words) == 1000
    assert {word for word in words if tuteo_in(word)} == SAID_TO_TU


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
