"""Whether a text is as bold as it is said to be, by how much ink the picture shows."""

from typing import Final

from PIL import Image, ImageDraw, ImageFont

from domain.audit.picture.boxes import Box, clamped
from domain.audit.picture.colors import Rgb
from domain.audit.picture.layout import Ink
from domain.audit.picture.shapes import dilated
from domain.audit.picture.sizes import line_boxes
from domain.fonts import face_of

_SOFT_EDGE: Final = 2
"""Pixels around the mask within which ink may lie."""
_BOLD_FROM: Final = 0.75
"""Part of the way from regular to bold from which letters are bold: medium ones reach 0.56."""
_MOST_PIXELS: Final = 24_000_000
"""What a text may cover that is drawn for comparison: more than any picture that is decoded."""
_FULL: Final = 255


def is_shown_bold(
    ink: Ink, mask: Image.Image, picture: Image.Image, colors: tuple[Rgb, Rgb]
) -> bool:
    """Tell whether the ink is that of the bold face, and not of the regular or medium one.

    Bold letters have nearly half as much ink again at the same size. The mask alone does not
    tell: one that is too fat makes any text bold, so of mask and picture the lesser counts.

    Args:
        ink: The block of text; in a font that the auditor lacks, or larger than any picture, it is
            not confirmed.
        mask: Where its ink lies, of the picture's size.
        picture: RGB.
        colors: The ink's and its surroundings', as measured on the picture.
    """
    faces = [face_of(ink.block.font, ink.block.px, bold=bold) for bold in (False, True)]
    if ink.box is None or None in faces:
        return False
    text = " ".join(ink.block.text.split())
    if any(_pixels_of(face, text) > _MOST_PIXELS for face in faces if face is not None):
        return False
    lines = line_boxes(ink, mask)
    length = sum(box[2] - box[0] for box in lines)
    height = max(box[3] - box[1] for box in lines)
    regular, bold = (_ink_of(face, text, length, height) for face in faces if face is not None)
    actual = min(_sum(mask.crop(ink.box)), _inked(mask, picture, ink.box, colors))
    return actual >= regular + _BOLD_FROM * (bold - regular)


def _pixels_of(face: ImageFont.FreeTypeFont, text: str) -> float:
    left, top, right, bottom = face.getbbox(text)
    return (right - left) * (bottom - top)


def _ink_of(face: ImageFont.FreeTypeFont, text: str, length: int, height: int) -> float:
    """Return how many pixels a text's ink would cover in a face, at the size that it has.

    A line of several has not all ascenders and descenders, and loses the space at its end: the
    larger of both measures is the nearer one, and the stricter.
    """
    left, top, right, bottom = (round(side) for side in face.getbbox(text))
    drawn = Image.new("L", (max(1, right - left), max(1, bottom - top)), 0)
    ImageDraw.Draw(drawn).text((-left, -top), text, fill=_FULL, font=face)
    size = max(length / drawn.width, height / drawn.height)
    return _sum(drawn) * size * size


def _inked(mask: Image.Image, picture: Image.Image, box: Box, colors: tuple[Rgb, Rgb]) -> float:
    """Return how many pixels the picture's ink covers, where the mask says that there is some."""
    edge = _SOFT_EDGE
    grown = (box[0] - edge, box[1] - edge, box[2] + edge, box[3] + edge)
    around = clamped(grown, mask.size) or box
    text, ground = colors
    way = [a - b for a, b in zip(text, ground, strict=True)]
    length = sum(part * part for part in way) or 1
    scale = _FULL / length
    start = sum(part * value for part, value in zip(way, ground, strict=True))
    row = (way[0] * scale, way[1] * scale, way[2] * scale, -start * scale)
    covered = picture.crop(around).convert("L", row)
    near = dilated(mask.crop(around).point(_ANY), _SOFT_EDGE)
    covered.paste(0, (0, 0), near.point(_NOT))
    return _sum(covered)


def _sum(image: Image.Image) -> float:
    return sum(level * count for level, count in enumerate(image.histogram())) / _FULL


_ANY: Final = [_FULL if value else 0 for value in range(256)]
_NOT: Final = [_FULL - value for value in range(256)]
