"""A picture that keeps account of what is drawn on it, for the manifest that goes with it."""

from typing import Final

from PIL import Image, ImageDraw

from activities.content.templates.composition import Frame
from activities.content.templates.layout import Setting
from activities.content.templates.logo import rim_colors
from contracts import Box, Fill, TextBlock
from domain.audit.picture.colors import histogram
from domain.fonts import TYPEFACE, Weight, font

OPAQUE: Final = 255
_LONGEST: Final = 4000
"""Characters of a block's text that its contract takes."""


class Canvas:
    """A picture that keeps account of the ink on it."""

    def __init__(self, width: int, height: int, background: str) -> None:
        self.image = Image.new("RGB", (width, height), background)
        self.mask = Image.new("L", (width, height))
        self.blocks: list[TextBlock] = []
        self.fills = [
            Fill(
                role="background",
                color=background,
                box=Box(left=0, top=0, right=width, bottom=height),
            )
        ]

    def fill(self, role: str, color: str, left: int, top: int, shape: Image.Image) -> None:
        """Lay a colour through a shape whose left upper corner is given."""
        self.image.paste(color, (left, top), shape)
        right, bottom = left + shape.width, top + shape.height
        box = Box(left=left, top=top, right=right, bottom=bottom)
        self.fills.append(Fill(role=role, color=color, box=box))

    def lay_logo(self, logo: Image.Image, left: int, top: int) -> None:
        """Lay a logo, and say which of its colours meet what lies behind it."""
        ((ground, _),) = histogram(self.image.crop((left, top, left + 1, top + 1)))
        self.image.paste(logo, (left, top), logo)
        box = Box(left=left, top=top, right=left + logo.width, bottom=top + logo.height)
        colors = rim_colors(logo, ground)
        self.fills += [Fill(role="logo", color=color, box=box) for color in colors]

    def write(self, role: str, setting: Setting, color: str, frame: Frame, top: int) -> None:
        """Write lines of text along the column's left side, or around its middle."""
        if frame.is_centered:
            middle = (frame.column.left + frame.column.right) // 2
            self.write_centered(role, setting, color, middle, top)
        else:
            self._ink(role, setting, color, [frame.column.left] * len(setting.lines), top)

    def write_centered(
        self, role: str, setting: Setting, color: str, middle: int, top: int
    ) -> None:
        """Write lines of text around a vertical axis."""
        face = font(setting.weight, setting.px)
        lefts = [round(middle - face.getlength(line) / 2) for line in setting.lines]
        self._ink(role, setting, color, lefts, top)

    def _ink(self, role: str, setting: Setting, color: str, lefts: list[int], top: int) -> None:
        ink = Image.new("L", self.image.size)
        draw = ImageDraw.Draw(ink)
        face = font(setting.weight, setting.px)
        ascent, descent = face.getmetrics()
        first = top + (setting.line_height - ascent - descent) // 2 + ascent
        for number, (line, left) in enumerate(zip(setting.lines, lefts, strict=True)):
            base = first + number * setting.line_height
            draw.text((left, base), line, fill=OPAQUE, font=face, anchor="ls")
        covered = ink.getbbox()
        if covered is None:
            return
        self.image.paste(color, (0, 0), ink)
        self.mask.paste(OPAQUE, (0, 0), ink)
        self.blocks.append(
            TextBlock(
                role=role,
                text=setting.text[:_LONGEST],
                font=TYPEFACE,
                px=setting.px,
                bold=setting.weight is Weight.BOLD,
                fill=color,
                box=Box(left=covered[0], top=covered[1], right=covered[2], bottom=covered[3]),
                overflow=setting.overflow,
            )
        )
