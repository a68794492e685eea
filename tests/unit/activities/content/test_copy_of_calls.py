"""What a piece orders, and where it leads, is said once."""

import pytest

from tests.support.campaigns.content_orders import copy_of


@pytest.mark.parametrize(
    ("message", "headline", "end"),
    [
        ("Ver la cosecha", "Miel de azahar", "Ver la cosecha. Más información:"),
        ("Ver la cosecha hoy mismo", "Miel de azahar", "Más información:"),
        ("Ver la cosecha cuesta menos que una entrada de cine", None, "Más información:"),
        ("Trae un bote. Ver cómo se llena es gratis", "Miel de azahar", "Más información:"),
        ("Un bote cada mes", None, "Ver la cosecha. Más información:"),
    ],
    ids=["the same", "hardly more", "a message of its own", "the same verb", "another"],
)
def test_the_button_is_not_the_headline(message: str, headline: str | None, end: str) -> None:
    """A picture does not say twice what to do, and no text orders the same twice."""
    copy = copy_of(core_message=message, product="miel de azahar")

    assert (
        message.startswith(copy["headline"]) if headline is None else copy["headline"] == headline
    )
    assert copy.get("description", "") != copy["headline"]
    assert copy["body"].endswith(f"\n\n{end} tostadores.example/cosecha")
    assert copy["body"].count("Ver la cosecha") <= 1


def test_where_to_read_more_is_not_said_twice() -> None:
    """Whoever asks readers to ask for information does not offer more of it."""
    copy = copy_of(call_to_action="Solicite información")
    called = copy_of(call_to_action="Llámenos y le informamos")

    assert copy["body"].endswith("\n\nSolicite información: tostadores.example/cosecha")
    assert called["body"].endswith(
        "Llámenos y le informamos. Más información: tostadores.example/cosecha"
    )


def test_an_offer_that_fits_without_its_full_stop_is_not_left_out() -> None:
    """Ninety characters of message are worth more than the mark behind them."""
    message = (
        "Matcha ecológico molido a piedra, lata de 30 g por 24,90 € y envío gratis a partir de 40 €"
    )

    ad = copy_of("google_display", "square", product="matcha ecológico", core_message=message)
    mail = copy_of("email", "newsletter", product="té matcha", core_message=message)

    assert ad["description"] == message
    assert mail["preheader"] == message
