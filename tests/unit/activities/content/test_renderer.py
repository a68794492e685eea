"""Creatives are readable, complete and the same every time, and their manifest tells the truth."""

from functools import cache
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from activities.content.templates.copywriter import write_copy
from activities.content.templates.renderer import MIN_CSS_PX, Rendering, render
from contracts import BrandKit
from domain.platforms import placement_of
from tests.support.campaigns.content_orders import PLACEMENTS, content_order

BRAND = BrandKit(name="Tostadores del Sur")
SHORT = {
    "headline": "Café nuevo",
    "description": "De Nariño a su taza",
    "call_to_action": "Ver la cosecha",
}
LONG = {
    "headline": "La cosecha nueva ya está en la tienda " * 3,
    "description": "Tres fincas, tres tuestes y una mañana distinta " * 2,
    "call_to_action": "Conocer las fincas y reservar una cata",
}


def draw(
    copy: dict[str, str], channel: str = "instagram", placement: str = "feed", **brand: str
) -> Rendering:
    """Draw a creative of the test's brand, once."""
    return _drawn(tuple(copy.items()), channel, placement, tuple(brand.items()))


@cache
def _drawn(
    copy: tuple[tuple[str, str], ...],
    channel: str,
    placement: str,
    brand: tuple[tuple[str, str], ...],
) -> Rendering:
    kit = BRAND.model_copy(update=dict(brand))
    return render(dict(copy), kit, placement_of(channel, placement))


def opened(png: bytes) -> Image.Image:
    """Decode a picture."""
    return Image.open(BytesIO(png))


@pytest.mark.parametrize(("channel", "placement"), PLACEMENTS)
def test_a_creative_has_the_size_of_its_placement(channel: str, placement: str) -> None:
    """What is drawn is what the channel asks for, and its mask lies on it."""
    rendering = draw(SHORT, channel, placement)

    wanted = placement_of(channel, placement)
    assert opened(rendering.picture).size == (wanted.width, wanted.height)
    assert opened(rendering.mask).size == (wanted.width, wanted.height)
    assert opened(rendering.mask).mode == "L"
    assert len(rendering.picture) <= wanted.max_bytes


@pytest.mark.parametrize(("channel", "placement"), PLACEMENTS)
@pytest.mark.parametrize("copy", [SHORT, LONG], ids=["short", "long"])
def test_every_text_fits_and_can_be_read(
    copy: dict[str, str], channel: str, placement: str
) -> None:
    """Short or long, the copy fits every format in a size that people can read."""
    rendering = draw(copy, channel, placement)

    wanted = placement_of(channel, placement)
    smallest = MIN_CSS_PX * wanted.width / wanted.display_css_width
    assert {"brand", "headline", "call_to_action"} <= {block.role for block in rendering.blocks}
    assert [block.role for block in rendering.blocks if block.overflow] == []
    assert all(block.px >= smallest for block in rendering.blocks)


@pytest.mark.parametrize(("channel", "placement"), PLACEMENTS)
@pytest.mark.parametrize("copy", [SHORT, LONG], ids=["short", "long"])
def test_no_text_touches_another(copy: dict[str, str], channel: str, placement: str) -> None:
    """Each piece of text stands for itself."""
    blocks = draw(copy, channel, placement).blocks

    touching = [
        (one.role, other.role)
        for one in blocks
        for other in blocks
        if one is not other
        and one.box.left < other.box.right
        and other.box.left < one.box.right
        and one.box.top < other.box.bottom
        and other.box.top < one.box.bottom
    ]
    assert touching == []


@pytest.mark.parametrize("copy", [SHORT, LONG], ids=["short", "long"])
def test_a_story_keeps_its_text_out_of_what_the_app_covers(copy: dict[str, str]) -> None:
    """On a story, nothing to be read lies in the top 14 %, the bottom 35 % or the sides."""
    blocks = draw(copy, "instagram", "story").blocks

    assert min(block.box.top for block in blocks) >= 1920 * 0.14
    assert max(block.box.bottom for block in blocks) <= 1920 * 0.65
    assert min(block.box.left for block in blocks) >= int(1080 * 0.06)
    assert max(block.box.right for block in blocks) <= 1080 * 0.94


def test_the_same_copy_gives_the_same_bytes() -> None:
    """A second attempt stores nothing new."""
    first, second = (render(LONG, BRAND, placement_of("instagram", "feed")) for _ in range(2))

    assert first == second


def test_the_boxes_hold_all_ink_and_no_more() -> None:
    """The manifest's boxes are where the ink is, to the pixel."""
    rendering = draw(LONG)
    mask = opened(rendering.mask)
    covered = Image.new("L", mask.size)
    for block in rendering.blocks:
        box = (block.box.left, block.box.top, block.box.right, block.box.bottom)

        assert mask.crop(box).getbbox() == (0, 0, box[2] - box[0], box[3] - box[1])
        covered.paste(mask.crop(box), box)

    assert ImageChops.difference(mask, covered).getbbox() is None


def test_full_ink_has_the_declared_color() -> None:
    """Where the mask says that ink covers a pixel whole, the picture shows that ink."""
    rendering = draw({"headline": "Tinta"}, "x", "post", text="#123456")
    image, mask = opened(rendering.picture), opened(rendering.mask)
    colors = {
        image.getpixel((x, y))
        for x in range(0, mask.width, 3)
        for y in range(0, mask.height, 3)
        if mask.getpixel((x, y)) == 255
    }

    assert colors == {(0x12, 0x34, 0x56)}


def test_the_brand_s_colors_are_the_creative_s() -> None:
    """Background, ornament and button are the brand's own colours."""
    fills = draw(SHORT, background="#0F1B2D", accent="#F2B705").fills

    assert {fill.role: fill.color for fill in fills} == {
        "background": "#0F1B2D",
        "ornament": "#F2B705",
        "call_to_action": "#F2B705",
    }


def test_emoji_and_unknown_letters_are_not_drawn() -> None:
    """A picture shows no empty boxes; the manifest says what was drawn."""
    rendering = draw({"headline": "Café ☕ nuevo → 漢 \u202eya\u0007"})

    [headline] = [block.text for block in rendering.blocks if block.role == "headline"]
    assert headline == "Café nuevo ya"


def test_signs_that_the_typeface_has_are_drawn() -> None:
    """A registered name keeps its sign, in ink: Unicode counts it among the emoji."""
    rendering = draw({"headline": "Marca® y Casa™\ufe0f"})

    assert [b.text for b in rendering.blocks if b.role == "headline"] == ["Marca® y Casa™"]


@pytest.mark.parametrize("headline", ["\u00ad", "\u2003", "\u200b"])
def test_text_that_leaves_no_ink_is_not_in_the_manifest(headline: str) -> None:
    """Nobody is told of words that nobody can see."""
    rendering = draw({"headline": headline})

    assert [block.role for block in rendering.blocks] == ["brand"]


def test_text_that_cannot_fit_is_reported() -> None:
    """A headline beyond all measure is drawn as far as it goes, and the overflow is told."""
    rendering = draw({"headline": "sin fin " * 90, "description": "y más"}, "x", "post")

    [headline] = [block for block in rendering.blocks if block.role == "headline"]
    assert headline.overflow > 0
    assert "description" not in {block.role for block in rendering.blocks}


def test_a_word_wider_than_the_picture_is_broken() -> None:
    """A word without end stays inside the picture."""
    rendering = draw({"headline": "interminable" * 20})

    [headline] = [block for block in rendering.blocks if block.role == "headline"]
    assert headline.text == "interminable" * 20
    assert headline.box.right < 1080


def test_copy_without_a_button_leaves_none() -> None:
    """No call to action, no empty button."""
    rendering = draw({"headline": "Solo esto"})

    assert "call_to_action" not in {fill.role for fill in rendering.fills}


@pytest.mark.parametrize("size", [(800, 200), (30, 300), (5000, 1)])
def test_a_logo_stands_in_place_of_the_name(size: tuple[int, int]) -> None:
    """With a logo of any shape, the brand's name is not written too."""
    logo = Image.new("RGBA", size, "#FF8800")
    rendering = render(SHORT, BRAND, placement_of("x", "post"), logo)

    colors = opened(rendering.picture).getcolors(maxcolors=1 << 20) or []
    assert "brand" not in {block.role for block in rendering.blocks}
    assert (255, 136, 0) in {color for _, color in colors}
    assert [fill.color for fill in rendering.fills if fill.role == "logo"] == ["#ff8800"]


def test_a_composed_creative_says_what_the_copy_says() -> None:
    """Every text on the picture is a text of the copy, so what is audited is what is seen."""
    order = content_order("linkedin", "feed")
    copy = write_copy(order, placement_of("linkedin", "feed"))

    rendering = render(copy, order.brand, placement_of("linkedin", "feed"))

    texts = {block.role: block.text for block in rendering.blocks if block.role != "brand"}
    assert texts == {role: copy[role] for role in ("headline", "description", "call_to_action")}
