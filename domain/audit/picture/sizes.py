"""How large text is for whoever sees it: from the ink's own height, whatever is declared."""

import re
from typing import Final

from PIL import Image

from domain.audit.picture.boxes import Box
from domain.audit.picture.layout import Ink
from domain.audit.subject import Subject

_RUN: Final = re.compile("#+")


def css_scale(subject: Subject) -> float:
    """Return how many CSS pixels one pixel of the file takes where people see it."""
    width = subject.layout.mask.width if subject.layout else subject.placement.width
    return subject.placement.display_css_width / width


def lines_of(ink: Ink, mask: Image.Image) -> list[tuple[int, int]]:
    """Return first and last row of each run of inked rows, counted from the top of the ink."""
    if ink.box is None:
        return []
    rows = mask.crop(ink.box).getprojection()[1]
    marks = "".join("#" if row else " " for row in rows)
    return [run.span() for run in _RUN.finditer(marks)]


def line_boxes(ink: Ink, mask: Image.Image) -> list[Box]:
    """Return what each line of a text covers, in pixels of the file."""
    left, top, right, _ = ink.place
    boxes: list[Box] = []
    for first, last in lines_of(ink, mask):
        line = mask.crop((left, top + first, right, top + last))
        begin, _, end, _ = line.getbbox() or (0, 0, line.width, line.height)
        boxes.append((left + begin, top + first, left + end, top + last))
    return boxes


def believable_px(ink: Ink, mask: Image.Image) -> float:
    """Return the declared text size as far as the height of the ink's lines allows it.

    Lower-case letters reach 0.45 of the size in flat fonts, capitals and ascenders 0.6; what has
    no letter or digit says nothing of its size.
    """
    text = ink.block.text
    declared = float(ink.block.px)
    runs = lines_of(ink, mask)
    if not runs or not any(char.isalnum() for char in text):
        return declared
    tallest = max(last - first for first, last in runs)
    is_tall = any(char.isupper() or char.isdigit() or char in "bdfhklt" for char in text)
    return min(declared, tallest / (0.6 if is_tall else 0.45))
