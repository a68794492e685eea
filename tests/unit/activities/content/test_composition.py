"""What there is to say chooses how a creative is composed."""

import io

import pytest
from PIL import Image

from activities.content.templates.composition import Composition, composition_of, frame_of
from activities.content.templates.encoding import encoded
from activities.content.templates.renderer import render
from contracts import BrandKit
from domain.platforms import Placement, known_placements, placement_of

BRAND = BrandKit(name="Barro Vivo")
FEW = {"headline": "Café con calma", "call_to_action": "Ven"}
SOME = {
    "headline": "Aprende a modelar tu primera taza en cuatro tardes",
    "description": "Cursos de cerámica para principiantes",
    "call_to_action": "Reserva tu plaza",
}
MANY = SOME | {
    "headline": "Un taller de encuadernación japonesa para quien quiere hacer sus cuadernos",
    "description": "Cuatro sábados de noviembre, con todo el material incluido",
}
MESSAGE = (
    "Tres tardes de café y barro, con una taza que te llevas a casa, por 35 € hasta el 9 de mayo"
)


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        (FEW, Composition.STATEMENT),
        (SOME, Composition.BAND),
        (MANY, Composition.COLUMN),
        (FEW | {"description": MESSAGE}, Composition.COLUMN),
    ],
    ids=["few words", "some", "many", "a name and many"],
)
def test_the_words_choose_the_composition(copy: dict[str, str], expected: Composition) -> None:
    """Few words stand alone, many have the room, the rest stands by a band.

    A message below a short headline is many words: it is not left out for want of room.
    """
    assert composition_of(copy["headline"], copy.get("description", "")) is expected


@pytest.mark.parametrize("place", known_placements(), ids=lambda p: f"{p.channel}-{p.placement}")
@pytest.mark.parametrize("composition", list(Composition))
def test_text_and_pattern_lie_on_the_picture_and_apart(
    composition: Composition, place: Placement
) -> None:
    """In every format the text has a room of its own, clear of what a platform covers."""
    frame = frame_of(composition, place)
    column, tiles = frame.column, frame.tiles

    assert 0 <= tiles.left < tiles.right <= place.width
    assert 0 <= tiles.top < tiles.bottom <= place.height
    assert column.right - column.left >= place.width * 0.4
    assert column.bottom - column.top >= place.height * 0.3
    assert column.top >= int(place.height * place.safe_top)
    assert place.height - column.bottom >= int(place.height * place.safe_bottom)
    apart = (
        column.left >= tiles.right,
        column.right <= tiles.left,
        column.top >= tiles.bottom,
        column.bottom <= tiles.top,
    )
    assert any(apart)


def test_a_logo_stands_in_the_middle_of_a_statement() -> None:
    """What is centred is centred with its logo."""
    place = placement_of("facebook", "feed")
    rendering = render(FEW, BRAND, place, Image.new("RGBA", (400, 100), "#1F4E79"))

    (logo,) = [fill.box for fill in rendering.fills if fill.role == "logo"]
    assert abs((logo.left + logo.right) - place.width) <= 2


@pytest.mark.parametrize("copy", [FEW, SOME, MANY], ids=["few words", "some", "many"])
def test_what_an_app_covers_of_a_story_is_not_left_empty(copy: dict[str, str]) -> None:
    """The third of a story that bears no text bears the brand's pattern."""
    place = placement_of("instagram", "story")

    (ornament,) = [f.box for f in render(copy, BRAND, place).fills if f.role == "ornament"]

    assert (ornament.left, ornament.right, ornament.bottom) == (0, place.width, place.height)
    assert ornament.bottom - ornament.top >= place.height * 0.25


def test_many_words_stand_low_and_few_in_the_middle() -> None:
    """A reader finds many words together above the button, as on a poster."""
    low, middle = (
        {block.role: block.box for block in render(copy, BRAND, placement_of("x", "post")).blocks}
        for copy in (MANY, FEW)
    )

    under = low["call_to_action"].top - low["description"].bottom
    assert under < low["headline"].top - low["brand"].bottom
    box = middle["headline"]
    assert abs((box.top + box.bottom) / 2 - 675 / 2) < 675 / 15


@pytest.mark.parametrize("place", known_placements(), ids=lambda p: f"{p.channel}-{p.placement}")
@pytest.mark.parametrize("copy", [FEW, SOME], ids=["few words", "some"])
def test_text_leaves_a_creative_as_light_as_is_advised(
    copy: dict[str, str], place: Placement
) -> None:
    """Words in a large size never take a fifth of the picture."""
    mask = Image.open(io.BytesIO(render(copy, BRAND, place).mask))

    lines = sum(
        (block.box.right - block.box.left) * (block.box.bottom - block.box.top)
        for block in render(copy, BRAND, place).blocks
        if block.role != "headline"
    )
    (title,) = [b.box for b in render(copy, BRAND, place).blocks if b.role == "headline"]
    rows = mask.crop((title.left, title.top, title.right, title.bottom))
    inked = [rows.crop((0, y, rows.width, y + 1)).getbbox() for y in range(rows.height)]
    lines += sum(row[2] - row[0] for row in inked if row)
    assert lines <= 0.2 * place.width * place.height


def test_a_headline_that_is_the_brand_is_not_said_twice() -> None:
    """A display ad without a shorter headline shows the name once."""
    blocks = render({"headline": "BARRO VIVO"}, BRAND, placement_of("x", "post")).blocks

    assert [block.role for block in blocks] == ["headline"]


@pytest.mark.parametrize("place", known_placements(), ids=lambda p: f"{p.channel}-{p.placement}")
def test_a_creative_is_of_a_format_that_its_network_takes(place: Placement) -> None:
    """Instagram's interface takes JPEG alone: what is audited is what can be published."""
    rendering = render(SOME, BRAND, place)

    kind = Image.open(io.BytesIO(rendering.picture)).get_format_mimetype()
    assert rendering.media_type == kind
    assert kind in place.formats


def test_jpeg_is_made_where_png_is_not_taken() -> None:
    """A picture loses nothing where it need not, and is the same bytes every time."""
    image = Image.effect_noise((90, 90), 40).convert("RGB")

    assert encoded(image, ["image/jpeg", "image/png"], 10**6)[1] == "image/png"
    assert encoded(image, ["image/jpeg"], 10**6)[1] == "image/jpeg"
    assert encoded(image, ["image/jpeg"], 10**6) == encoded(image, ["image/jpeg"], 10**6)


@pytest.mark.parametrize(
    ("formats", "room", "media_type"),
    [
        (["image/jpeg", "image/png"], 0.9, "image/jpeg"),
        (["image/jpeg"], 0.3, "image/jpeg"),
        (["image/png"], 0.5, "image/png"),
        (["image/jpeg", "image/png"], 0.0, "image/jpeg"),
    ],
)
def test_a_file_is_as_small_as_a_campaign_asks_for(
    formats: list[str], room: float, media_type: str
) -> None:
    """A limit of bytes costs some quality, or is reported by the audit where nothing fits."""
    image = Image.effect_noise((90, 90), 40).convert("RGB")
    largest = len(encoded(image, ["image/png"], 10**6)[0])

    smallest = len(encoded(image, ["image/jpeg"], 0)[0]) if "image/jpeg" in formats else largest
    data, kind = encoded(image, formats, round(largest * room))

    assert kind == media_type
    assert len(data) <= largest * room or len(data) == min(smallest, largest)
