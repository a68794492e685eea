"""Lines break where a reader takes a breath, and not within an amount or a date."""

import pytest

from activities.content.templates.layout import set_text
from activities.content.templates.line_breaks import unparted
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
