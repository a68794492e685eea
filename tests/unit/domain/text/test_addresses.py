"""Web addresses in copy are the same to whoever judges, counts or leaves them out."""

import pytest

from domain.text.addresses import addresses_in, without_addresses


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mira https://a.example/x.", ["https://a.example/x"]),
        ("«https://a.example»", ["https://a.example"]),
        ("Baja ftp://a.example/x", ["ftp://a.example/x"]),
        ("Mira www.tostadores.zz", ["https://www.tostadores.zz"]),
        ("Reserva:tienda.com", ["https://tienda.com"]),
        ("En mi_tienda.eus.", ["https://mi_tienda.eus"]),
        ("En TIENDA.COM/CAFE", ["https://TIENDA.COM/CAFE"]),
        ("Mañana.no", ["https://Mañana.no"]),
        ("Abre la tienda.Es lunes", []),
        ("#evil.com @evil.com hola@a.com y/o", []),
        ("3.5 kg, p.ej., EE.UU.", []),
    ],
)
def test_an_address_is_found_as_a_reader_takes_it(text: str, found: list[str]) -> None:
    """Marks that end a sentence, mail addresses, hashtags and numbers are no part of a link."""
    assert [each.text for each in addresses_in(text)] == found


@pytest.mark.parametrize(
    ("text", "is_certain"),
    [
        ("tienda.com", True),
        ("www.tienda.zz", True),
        ("tienda.de/cafe", True),
        ("https://tienda.zz", True),
        ("tienda.de", False),
        ("mañana.no", False),
    ],
)
def test_two_sentences_that_meet_may_look_like_an_address(text: str, *, is_certain: bool) -> None:
    """A host alone whose ending is a word of either language is not taken for granted."""
    assert [each.is_certain for each in addresses_in(text)] == [is_certain]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Hoy: https://a.example/x. Ven.", "Hoy:                    . Ven."),
        ("En tienda.com, mañana.no", "En           , mañana.no"),
        ("Sin ninguna", "Sin ninguna"),
    ],
)
def test_prose_without_its_addresses_keeps_its_sentences(text: str, rest: str) -> None:
    """What is read as language has no links in it, and ends where it ended."""
    assert without_addresses(text) == rest


def test_the_same_address_twice_is_one_thing_to_say() -> None:
    """A link that stands twice in a text is one finding, wherever it stands."""
    first, second = addresses_in("https://a.example y https://a.example")

    assert first == second
    assert first.start != second.start
