"""From copy to a picture: brand, headline, supporting line and a button, on the brand's colours."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw

from activities.content.templates.canvas import OPAQUE, Canvas
from activities.content.templates.composition import Frame, composition_of, frame_of
from activities.content.templates.encoding import encoded, png
from activities.content.templates.layout import Setting, set_text
from activities.content.templates.legibility import Colors, legible
from activities.content.templates.ornament import pattern
from contracts import BrandKit, Fill, TextBlock
from domain.audit.ruleset import load_ruleset
from domain.fonts import Weight, drawable, font
from domain.platforms import Placement
from domain.text.spelling import comparable

MIN_CSS_PX: Final = 12
"""The smallest text, in CSS pixels at the width at which people see the creative (project rule)."""

_COMFORTABLE: Final = 1.3
"""Size of brand, supporting line and button, as a multiple of the smallest size."""
_HUGE: Final = 6
"""Size of the largest headline, as a multiple of the smallest size."""
_OVERSAMPLING: Final = 4


@dataclass(frozen=True)
class Rendering:
    """A drawn creative and what its manifest says of it."""

    picture: bytes
    media_type: str
    mask: bytes
    """PNG of one grey channel: how much ink of text covers each pixel."""
    blocks: list[TextBlock]
    fills: list[Fill]


def render(
    copy: dict[str, str], brand: BrandKit, placement: Placement, logo: Image.Image | None = None
) -> Rendering:
    """Draw a creative; the same arguments give the same bytes.

    Text is set as large as it fits and leaves the picture light, and never smaller than people can
    read; a headline that is the brand's name is not preceded by it. Without room for it, the
    supporting line is left out of the picture; a text that does not fit even so is drawn, and its
    block says by how many pixels it overflows.

    Args:
        copy: `headline`, `description` and `call_to_action` are drawn, as far as they are there.
        brand: Name and colours.
        placement: Size and the zones to keep clear.
        logo: Stands in place of the brand's name.
    """
    canvas = Canvas(placement.width, placement.height, brand.background)
    colors = legible(brand)
    headline = drawable(copy.get("headline", ""), Weight.BOLD)
    support = drawable(copy.get("description", ""), Weight.REGULAR)
    frame = frame_of(composition_of(headline, support), placement)
    _draw_pattern(canvas, frame, brand)
    smallest = -(-MIN_CSS_PX * placement.width // placement.display_css_width)
    column = frame.column
    room = column.right - column.left
    pause = round(smallest * 1.5)
    top = column.top
    if logo is not None or comparable(brand.name) != comparable(headline):
        top = _draw_brand(canvas, frame, smallest, (brand.name, colors.text), logo) + pause
    bottom = _draw_button(canvas, frame, smallest, colors, copy.get("call_to_action", "")) - pause
    height = bottom - top
    light = _light(canvas, headline, support, round(smallest * _COMFORTABLE))
    largest = min(round(room / frame.words), smallest * _HUGE, light)
    title, line = _set_message(headline, support, (room, height), smallest, largest)
    gap = smallest
    used = title.height + (gap + line.height if line else 0)
    start = top + max(0, round((height - used) * frame.above))
    canvas.write("headline", title, colors.text, frame, start)
    if line:
        canvas.write("description", line, colors.text, frame, start + title.height + gap)
    picture, media_type = encoded(canvas.image, placement.formats, placement.max_bytes)
    return Rendering(picture, media_type, png(canvas.mask), canvas.blocks, canvas.fills)


def _draw_pattern(canvas: Canvas, frame: Frame, brand: BrandKit) -> None:
    box = frame.tiles
    columns = -(-(box.right - box.left) // frame.tile)
    rows = -(-(box.bottom - box.top) // frame.tile)
    shape = pattern(brand.name, columns, rows, frame.tile)
    visible = shape.crop((0, 0, box.right - box.left, box.bottom - box.top))
    canvas.fill("ornament", brand.accent, box.left, box.top, visible)


def _draw_brand(
    canvas: Canvas,
    frame: Frame,
    smallest: int,
    sender: tuple[str, str],
    logo: Image.Image | None,
) -> int:
    """Draw the sender at the top of the column and return where it ends.

    Args:
        canvas: What is drawn on.
        frame: Where.
        smallest: Pixels of the smallest text.
        sender: The name and its colour.
        logo: Stands in the name's place.
    """
    name, color = sender
    column = frame.column
    room = column.right - column.left
    if logo is not None:
        size = (room // 2, smallest * 3)
        scale = min(size[0] / logo.width, size[1] / logo.height)
        fitted = logo.resize(
            (max(1, round(logo.width * scale)), max(1, round(logo.height * scale))),
            Image.Resampling.LANCZOS,
        )
        canvas.lay_logo(fitted, _left_of(frame, fitted.width), column.top)
        return column.top + fitted.height
    setting = set_text(
        drawable(name, Weight.BOLD),
        Weight.BOLD,
        width=room,
        height=round(smallest * 2.6),
        largest=round(smallest * _COMFORTABLE),
        smallest=smallest,
    )
    canvas.write("brand", setting, color, frame, column.top)
    return column.top + setting.height - setting.overflow


def _left_of(frame: Frame, width: int) -> int:
    """Return where something of this width begins in the column."""
    free = frame.column.right - frame.column.left - width
    return frame.column.left + (free // 2 if frame.is_centered else 0)


def _draw_button(canvas: Canvas, frame: Frame, smallest: int, colors: Colors, action: str) -> int:
    """Draw the call to action at the bottom of the column and return where it begins."""
    column = frame.column
    padding = smallest
    text = drawable(action, Weight.MEDIUM)
    if not text:
        return column.bottom
    setting = set_text(
        text,
        Weight.MEDIUM,
        width=column.right - column.left - 2 * padding,
        height=round(smallest * 2.6),
        largest=round(smallest * _COMFORTABLE),
        smallest=smallest,
    )
    width = setting.width + 2 * padding
    height = setting.height + padding
    top = column.bottom - height
    radius = min(height // 2, smallest)
    shape = _rounded(width, height, radius)
    left = _left_of(frame, width)
    canvas.fill("call_to_action", colors.button, left, top, shape)
    middle = left + width // 2
    canvas.write_centered("call_to_action", setting, colors.button_text, middle, top + padding // 2)
    return top + setting.overflow


def _light(canvas: Canvas, headline: str, support: str, px: int) -> int:
    """Return the size of a headline with which text takes no more of the picture than is advised.

    Args:
        canvas: What is drawn already.
        headline: Set in bold, in the size that is looked for.
        support: Set below it.
        px: The size of the supporting line.
    """
    most = load_ruleset()["text_coverage_max"] * canvas.image.width * canvas.image.height
    boxes = [block.box for block in canvas.blocks]
    taken = sum((box.right - box.left) * (box.bottom - box.top) for box in boxes)
    taken += round(font(Weight.REGULAR, px).getlength(support) * px)
    length = font(Weight.BOLD, px).getlength(headline) / px
    return round(math.sqrt(max(0, most - taken) / max(length, 1)))


def _set_message(
    headline: str, support: str, room: tuple[int, int], smallest: int, largest: int
) -> tuple[Setting, Setting | None]:
    """Set headline and supporting line together, or the headline alone."""
    width, height = room
    largest = max(round(smallest * _COMFORTABLE), largest)
    if support:
        line = set_text(
            support,
            Weight.REGULAR,
            width=width,
            height=height // 3,
            largest=round(smallest * _COMFORTABLE),
            smallest=smallest,
        )
        left = height - line.height - smallest
        title = set_text(
            headline,
            Weight.BOLD,
            width=width,
            height=left,
            largest=largest,
            smallest=round(smallest * 1.3),
        )
        if not line.overflow and not title.overflow:
            return title, line
    title = set_text(
        headline, Weight.BOLD, width=width, height=height, largest=largest, smallest=smallest
    )
    return title, None


@lru_cache(maxsize=32)
def _rounded(width: int, height: int, radius: int) -> Image.Image:
    scale = _OVERSAMPLING
    image = Image.new("L", (width * scale, height * scale))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle(
        (0, 0, width * scale - 1, height * scale - 1), radius * scale, fill=OPAQUE
    )
    return image.reduce(scale)
