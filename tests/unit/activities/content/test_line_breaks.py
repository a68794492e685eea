"""Lines break where a reader takes a breath, and not within an amount or a date."""

import pytest

from activities.content.templates.layout import set_text
from activities.content.templates.line_breaks import led, named, unparted
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
        ("Two or three nights", ["Two", "or", "three nights"]),
    ],
)
def test_a_number_stays_with_what_it_counts(text: str, pieces: list[str]) -> None:
    """Units, currencies, months and the preposition before them share a line with the number."""
    found = unparted(text)

    assert " ".join(found) == text
    assert [piece for piece in pieces if not any(piece in one for one in found)] == []


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Baño y corte", ["Baño", "y corte"]),
        ("ClearMonth, our contact lens", ["ClearMonth,", "our contact", "lens"]),
        ("Obras de Harrow & Pike", ["Obras", "de Harrow & Pike"]),
        ("Tu NIE del siglo XXI", ["Tu NIE", "del siglo XXI"]),
        ("Si se muere, te la cambiamos", ["Si", "se muere,", "te la cambiamos"]),
    ],
)
def test_a_small_word_stays_with_the_next_one(text: str, pieces: list[str]) -> None:
    """Nobody pauses behind "y", "our" or an ampersand, nor before a century."""
    assert led(text) == pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Vuelve Antón Chéjov, en Bilbao", ["Vuelve", "Antón Chéjov,", "en Bilbao"]),
        ("Winter Shawl Kit", ["Winter", "Shawl Kit"]),
        ("Ven hoy. Chéjov vuelve", ["Ven", "hoy.", "Chéjov vuelve"]),
        ("ROSAS EN OFERTA HOY", ["ROSAS", "EN OFERTA", "HOY"]),
    ],
)
def test_a_name_stays_in_one_line(text: str, pieces: list[str]) -> None:
    """First name and surname are not parted; a sentence's first word is no name."""
    assert named(text) == pieces


def _lines(text: str, width: int, height: int) -> tuple[str, ...]:
    return set_text(text, Weight.BOLD, width=width, height=height, largest=40, smallest=20).lines


def test_lines_break_where_a_reader_pauses() -> None:
    """A line ends before "y" where that takes no further line."""
    assert _lines("Baño y corte", 150, 100) == ("Baño", "y corte")
    assert _lines("", 150, 100) == ()


def test_no_word_is_left_alone_for_a_pause() -> None:
    """Where the pause would leave one word in the last line, lines are balanced as ever."""
    assert _lines("Ovillos de lana merina", 240, 100) == ("Ovillos de", "lana merina")


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
