"""A hashtag is a name that people look for, and all of it."""

import pytest

from contracts import BrandKit, Language
from tests.support.campaigns.content_orders import copy_of


@pytest.mark.parametrize(
    ("product", "brand", "tags"),
    [
        ("the harvest supper", "Taller Marea", "#TallerMarea #HarvestSupper"),
        ("velas de Taller Marea", "Taller Marea", "#TallerMarea"),
        ("nimbo", "nimbo", "#nimbo"),
        ("iPhone repair", "nimbo", "#nimbo #iPhoneRepair"),
        ("SAILING COURSE", "nimbo", "#nimbo #SailingCourse"),
        ("lunch (12.50 €)", "nimbo", "#nimbo"),
        ("season ticket 2026-2027", "nimbo", "#nimbo"),
        ("same-day laptop repair", "nimbo", "#nimbo #LaptopRepair"),
        ("team escape games", "nimbo", "#nimbo #TeamEscapeGames"),
        ("dental check for cats", "nimbo", "#nimbo #DentalCheckForCats"),
        ("cut and colour with styling", "nimbo", "#nimbo #CutAndColour"),
        ("walks with birds and bread and tea", "nimbo", "#nimbo"),
        ("The Great Escape", "nimbo", "#nimbo #TheGreatEscape"),
        ("man-and-van hire by the hour", "nimbo", "#nimbo #ManAndVanHire"),
        ("made-to-measure suits", "nimbo", "#nimbo #MadeToMeasureSuits"),
        ("same-day hire by the hour", "nimbo", "#nimbo #SameDayHire"),
        ("New Year's concert for families", "nimbo", "#nimbo"),
    ],
)
def test_a_hashtag_is_a_name(product: str, brand: str, tags: str) -> None:
    """No tag is a phrase that nobody looks for, and none has the brand in it a second time."""
    copy = copy_of(product=product, brand=BrandKit(name=brand), language=Language.ENGLISH)

    assert copy["hashtags"] == tags


@pytest.mark.parametrize(
    ("tag", "tags"),
    [
        ("#TALLERMAREA", "#VelasDeSoja"),
        ("#velasdesoja #tallermarea.", None),
        ("#Té", "#TallerMarea #VelasDeSoja"),
    ],
)
def test_no_hashtag_stands_in_a_post_twice(tag: str, tags: str | None) -> None:
    """What the message is tagged with is not added below it, however it is written."""
    copy = copy_of(
        product="velas de soja",
        brand=BrandKit(name="Taller Marea"),
        core_message=f"Velas que huelen a pino. {tag}",
    )

    assert copy.get("hashtags") == tags
