"""Lines break where a reader takes a breath, and not within an amount or a date."""

import pytest

from activities.content.templates.layout import set_text
from activities.content.templates.line_breaks import strains, unparted
from domain.fonts import Weight


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Lata de 3 litros por 39,90 €, con envío", ["de 3 litros", "por 39,90 €,"]),
        ("Boxes from £35. Order by 18 December", ["from £35.", "Order by 18 December"]),
        ("Del 4 al 8 de diciembre", ["Del 4", "al 8 de diciembre"]),
        ("Por 60 € + IVA", ["Por 60 €", "+ IVA"]),
        ("On 3, 10 or 17 May", ["On 3,", "10", "17 May"]),
        ("Un 20 % menos", ["20 %"]),
        ("Recógelo el día 5 desde las 8:00", ["día 5", "desde", "las 8:00"]),
        ("On 3 May from 10 until late", ["3 May", "from 10", "until"]),
        ("Por la feria, el 12 y 13 de diciembre", ["el 12 y 13 de diciembre"]),
        ("A 25 sq ft storage unit", ["25 sq ft"]),
        ("Ruta para dos personas", ["para dos personas"]),
        ("Two or three nights", ["Two or three nights"]),
    ],
)
def test_a_number_stays_with_what_it_counts(text: str, pieces: list[str]) -> None:
    """Units, currencies, months and the preposition before them share a line with the number."""
    found = unparted(text)

    assert " ".join(found) == text
    assert [piece for piece in pieces if not any(piece in one for one in found)] == []


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("Baño | y corte", "Baño y | corte"),
        ("ClearMonth, | our contact lens", "ClearMonth, our | contact lens"),
        ("Obras | de Harrow & Pike", "Obras de Harrow | & Pike"),
        ("Harrow and Pike | & Sons", "Harrow and | Pike & Sons"),
        ("Tu NIE | del siglo XXI", "Tu NIE del siglo | XXI"),
        ("Si se muere, | te la cambiamos", "Si se muere, te | la cambiamos"),
        ("Vuelve | Antón Chéjov", "Vuelve Antón | Chéjov"),
        ("Open Water course", "Open | Water course"),
        ("Ven hoy. | Chéjov vuelve", "Ven | hoy. Chéjov vuelve"),
        ("ROSAS | EN OFERTA HOY", "ROSAS EN | OFERTA HOY"),
        ("sin permanencia | ni cuota mensual", "sin permanencia ni | cuota mensual"),
        ("in water | you can see through", "in water you | can see through"),
        ("queso | de oveja", "queso de | oveja"),
        ("cordero de Castilla | para asar", "cordero | de Castilla para asar"),
        ("a full service | costs £55", "a full service costs | £55"),
    ],
)
def test_a_line_ends_where_a_reader_pauses(better: str, worse: str) -> None:
    """Nobody pauses behind a small word or within a name, and everybody before what goes on."""
    assert _strain(better) <= _strain(worse)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("a train heist | for two", "a train heist for two | to six players"),
        ("El sábado | entre 10:00 y 14:00", "El sábado entre 10:00 | y 14:00"),
        ("On Saturday | between 10am and 4pm", "On Saturday between 10am | and 4pm"),
        ("Two crates | in October", "Two crates in October, two | in January"),
        ("Leña cortada | a 30 cm", "Leña seca, cortada | a 30 cm"),
        ("Llévatelo | antes del martes", "Llévatelo antes | del martes"),
        ("Narrowboats | and lunch", "The canals of Kennet | and Avon"),
        ("Wedding dress | cleaning", "Wedding | dress cleaning"),
        ("Velas: cerámica artesanal | esmaltada", "Velas: cerámica | artesanal esmaltada"),
    ],
)
def test_what_belongs_together_is_worth_a_smaller_size(better: str, worse: str) -> None:
    """Who reads "for two" or "wedding" and stops there has read what is not so."""
    assert _strain(worse) > _strain(better) + 0.1


def _strain(text: str) -> float:
    before, bar, _ = text.partition(" | ")
    return strains(text.replace(" | ", " "))[len(before.split()) - 1] if bar else 0


def _lines(text: str, width: int, height: int, largest: int = 40) -> tuple[str, ...]:
    bold = Weight.BOLD
    return set_text(text, bold, width=width, height=height, largest=largest, smallest=20).lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Open house for freelancers", ("Open house", "for freelancers")),
        ("Rosales a raíz desnuda", ("Rosales", "a raíz desnuda")),
        ("Cordero lechal de Castilla para asar", ("Cordero lechal", "de Castilla", "para asar")),
        ("Man-and-van hire by the hour", ("Man-and-van", "hire by the hour")),
        ("Limpieza de alfombras en casa", ("Limpieza", "de alfombras", "en casa")),
        ("Yoga classes for the over-sixties", ("Yoga classes", "for the over-sixties")),
        ("Wedding dress cleaning", ("Wedding dress", "cleaning")),
    ],
)
@pytest.mark.parametrize("largest", [130, 136, 142])
def test_a_headline_is_parted_at_its_joints(
    text: str, lines: tuple[str, ...], largest: int
) -> None:
    """In large letters what is sold stays together, and a step smaller where it needs to."""
    assert _lines(text, 908, 700, largest) == lines


@pytest.mark.parametrize("width", range(220, 700, 24))
@pytest.mark.parametrize(
    "text",
    [
        "Encarga tu cordero antes del viernes y recógelo en la tienda sin hacer cola",
        "We pick your bike up in the morning and bring it back to your door by teatime",
    ],
)
def test_no_line_ends_with_a_small_word(text: str, width: int) -> None:
    """Whatever the room, an article, a preposition or a conjunction leads to what follows it."""
    small = {"and", "by", "del", "en", "in", "la", "sin", "the", "to", "tu", "y", "your"}

    lines = _lines(text, width, 600)

    assert [line for line in lines[:-1] if line.split()[-1] in small] == []


def test_nothing_is_broken_where_there_is_nothing() -> None:
    """A picture may have no headline."""
    assert _lines("", 150, 100) == ()


def test_an_amount_is_not_parted_in_a_picture() -> None:
    """No line of a headline begins with a currency sign."""
    setting = set_text(
        "Lata de 3 litros por 39,90 €, envío incluido",
        Weight.BOLD,
        width=400,
        height=400,
        largest=60,
        smallest=20,
    )

    assert [line for line in setting.lines if line.startswith(("€", "litros"))] == []


def test_what_leads_to_a_number_is_parted_from_it_before_its_unit_is() -> None:
    """Where there is no room for both, a line may end with "de", and none begins with "g"."""
    setting = set_text(
        "Lata de 30 g por 9 €", Weight.BOLD, width=130, height=80, largest=30, smallest=24
    )

    assert setting.overflow == 0
    assert setting.lines[0] == "Lata de"


def test_a_room_too_narrow_for_an_amount_parts_it() -> None:
    """A number is parted before it would leave the picture."""
    setting = set_text(
        "por 39,90 € al mes", Weight.BOLD, width=90, height=300, largest=30, smallest=24
    )

    assert setting.overflow == 0
    assert setting.width <= 90
