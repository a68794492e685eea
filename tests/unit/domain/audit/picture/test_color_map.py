"""The colours of a picture, and where they are."""

from PIL import Image

from domain.audit.picture.color_map import ColorMap
from domain.audit.picture.colors import hex_of


def test_a_color_is_called_by_what_fills_its_step() -> None:
    """A colour is never named after rounding it, in a drawing and in a photograph."""
    drawn = Image.new("RGB", (90, 90), "#20273e")
    photographed = Image.effect_noise((700, 700), 90).convert("RGB")
    photographed = Image.merge("RGB", [photographed.getchannel(0).rotate(90 * n) for n in range(3)])
    photographed.paste("#20273e", (0, 0, 700, 300))

    assert ColorMap(drawn).exact((252, 4, 252)) == (252, 4, 252)
    for image in (drawn, photographed):
        colors = ColorMap(image)
        most = max(colors.areas, key=lambda step: colors.areas[step])
        assert hex_of(colors.exact(most)) == "#20273e"


def test_a_large_picture_is_looked_at_in_part_and_its_places_told_in_full() -> None:
    """Twelve megapixels cost no more than two, and a box is in pixels of the file."""
    image = Image.new("RGB", (3000, 3001), "white")
    image.paste("#c8141e", (600, 900, 900, 3001))

    colors = ColorMap(image)

    assert colors.total < 2_000_000
    red = max(colors.areas, key=lambda step: step[0] - step[1])
    assert colors.box_of([red]) == (600, 900, 900, 3001)
