"""A message that says what was done to something comes after what it was done to."""

import pytest

from activities.content.templates.hanging import hangs
from contracts import BrandKit, Language
from tests.support.campaigns.content_orders import copy_of


@pytest.mark.parametrize(
    ("message", "language", "expected"),
    [
        ("Smoked over oak in our own yard", Language.ENGLISH, True),
        ("Freshly baked every morning", Language.ENGLISH, True),
        ("Made in Sheffield since 1921", Language.ENGLISH, True),
        ("Smoked salmon from £9", Language.ENGLISH, False),
        ("Book before 3 May", Language.ENGLISH, False),
        ("Hecho a mano en Toledo", Language.SPANISH, True),
        ("Recién horneado cada mañana", Language.SPANISH, True),
        ("Ven a verlo", Language.SPANISH, False),
        ("Hoy", Language.SPANISH, False),
        ("", Language.SPANISH, False),
    ],
)
def test_a_message_hangs_where_it_does_not_name_its_thing(
    message: str,
    language: Language,
    expected: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A participle before a noun is that noun's, and hangs nowhere."""
    assert hangs(message, language) is expected


def test_what_hangs_follows_its_product_everywhere() -> None:
    """Nobody reads in a list of mails that something was smoked, and not what."""
    values = {
        "language": Language.ENGLISH,
        "product": "smoked salmon",
        "core_message": "Dried over oak in our own yard. £14.50 for 400 g",
        "brand": BrandKit(name="Harbour Row"),
    }

    mail, post = copy_of("email", "newsletter", **values), copy_of("x", "post", **values)

    assert mail["subject"] == "Smoked salmon"
    assert mail["preheader"] == "Dried over oak in our own yard. £14.50 for 400 g."
    assert post["headline"] == "Smoked salmon"
    assert post["body"].startswith("Harbour Row: smoked salmon.\n\nDried over oak")


def test_a_name_within_its_sender_s_is_said_once_in_a_line() -> None:
    """A long headline does not name the house twice."""
    copy = copy_of(
        "google_display",
        "square",
        language=Language.ENGLISH,
        product="Headshot Day at Lantern Lane",
        brand=BrandKit(name="Lantern Lane Photography"),
    )

    assert copy["long_headline"].count("Lantern Lane") == 1


def test_a_word_that_a_name_shares_with_its_sender_is_no_name_of_it() -> None:
    """A line that says what to do with a product does not name it before."""
    copy = copy_of(
        "google_display",
        "square",
        language=Language.ENGLISH,
        product="hearing check",
        call_to_action="Book your hearing check",
        brand=BrandKit(name="Clearwell Hearing"),
    )

    assert copy["long_headline"] == "Clearwell Hearing: hearing check"


def test_a_line_that_says_what_to_do_with_a_product_does_not_name_it_before() -> None:
    """Nobody writes "Trasteros: reserve su trastero"."""
    copy = copy_of(
        "google_display",
        "square",
        product="trasteros",
        call_to_action="Reserve su trastero",
        brand=BrandKit(name="Trasteros La Noria"),
    )

    assert copy["headline"] == "Trasteros"
    assert copy["long_headline"] == "Trasteros La Noria: reserve su trastero"
