"""What a logo's own pixels say of how it will be seen."""

from typing import Final

from PIL import Image, ImageChops, ImageFilter

from domain.audit.picture.colors import Rgb, distance, hex_of, histogram

_OPAQUE: Final = 200
"""Alpha from which a pixel shows the logo's colour."""
_RIM: Final = 3
"""Pixels within which a colour meets what lies behind the logo."""
_MOST: Final = 3
_PART: Final = 0.15
"""Share of the rim from which a colour is one of its parts, such as a line of letters."""
_TONES: Final = 8
"""Colours that tell what is drawn on a plate, whatever a JPEG made of them."""
_DRAWN: Final = 0.005
"""Share of a plate from which something is drawn on it."""


def rim_colors(logo: Image.Image, ground: Rgb) -> list[str]:
    """Return as `#rrggbb` the colours of an RGBA logo that meet what lies behind it.

    White letters on a plate of its own meet nothing; white letters alone may vanish. A logo
    without a single opaque pixel has the colour of its first. One that is opaque throughout, as a
    JPEG is, vanishes only as a whole: it has the one colour that is seen best.

    Args:
        logo: As it is laid.
        ground: What lies behind it.
    """
    alpha = logo.getchannel("A")
    if alpha.point([value < _OPAQUE for value in range(256)]).getbbox() is None:
        return [_seen_best(logo.convert("RGB"), ground)]
    solid = alpha.point([255 if value >= _OPAQUE else 0 for value in range(256)])
    framed = Image.new("L", (logo.width + 2 * _RIM, logo.height + 2 * _RIM))
    framed.paste(solid, (_RIM, _RIM))
    inner = framed.filter(ImageFilter.MinFilter(2 * _RIM + 1))
    inner = inner.crop((_RIM, _RIM, _RIM + logo.width, _RIM + logo.height))
    rim = ImageChops.subtract(solid, inner)
    seen = logo.convert("RGB")
    seen.putalpha(rim)
    counts: dict[tuple[int, ...], int] = {}
    for count, color in seen.getcolors(logo.width * logo.height) or ():
        if isinstance(color, tuple) and color[3]:
            counts[color[:3]] = counts.get(color[:3], 0) + count
    if not counts:
        return ["#" + logo.convert("RGB").crop((0, 0, 1, 1)).tobytes().hex()]
    frequent = sorted(counts, key=lambda color: (-counts[color], color))
    parts = [frequent[0]]
    total = sum(counts.values())
    parts += [color for color in frequent[1:_MOST] if counts[color] >= _PART * total]
    return ["#" + bytes(color).hex() for color in parts]


def _seen_best(plate: Image.Image, ground: Rgb) -> str:
    """Return the colour on a plate, or of it, that lies farthest from what is behind it."""
    least = _DRAWN * plate.width * plate.height
    tones = histogram(plate.quantize(_TONES).convert("RGB"))
    drawn = [color for color, count in tones if count >= least]
    return hex_of(max(drawn, key=lambda color: (distance(color, ground), color)))
