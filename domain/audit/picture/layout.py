"""Where text lies on a creative: what its renderer says, and what its mask and pixels show.

The manifest is used to look, never to believe: ink is taken from the mask.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from PIL import Image

from contracts import LayoutManifest, TextBlock
from domain.audit.picture.boxes import Box, clamped
from domain.audit.picture.colors import Rgb, parse_hex
from domain.audit.picture.decoding import Picture

BACKGROUND: Final = "background"
_FRAME: Final = 0.01
"""Part of a picture's shorter side that its frame is wide: a background reaches it."""
_FLAT_FROM: Final = 0.5
"""Share of the frame from which one colour is the background."""
_LEAST: Final = 0.1
"""Share of the picture that it takes at least: less is a frame around something else."""


@dataclass(frozen=True)
class Ink:
    """One block of text, and where its ink really lies."""

    block: TextBlock
    frame: Box | None
    """The declared box as far as it lies on the picture."""
    box: Box | None
    """What the ink in it covers; none without ink."""

    @property
    def place(self) -> Box:
        """The ink's box, or the declared one without ink."""
        return self.box or declared_box(self.block)


@dataclass(frozen=True)
class Layout:
    """The renderer's manifest and its mask."""

    manifest: LayoutManifest
    mask: Image.Image
    """One grey channel of the picture's size."""

    @cached_property
    def inks(self) -> list[Ink]:
        """Every block with the ink that the mask shows for it."""
        return [self._ink(block) for block in self.manifest.blocks]

    @cached_property
    def stray(self) -> Image.Image:
        """The part of the mask that lies in no block."""
        stray = self.mask.copy()
        for ink in self.inks:
            if ink.frame is not None:
                stray.paste(0, ink.frame)
        return stray

    def box_of_fill(self, role: str) -> Box | None:
        """Return the box of the first fill with a role, as far as it lies on the picture."""
        for fill in self.manifest.fills:
            if fill.role == role:
                box = (fill.box.left, fill.box.top, fill.box.right, fill.box.bottom)
                return clamped(box, self.mask.size)
        return None

    def _ink(self, block: TextBlock) -> Ink:
        frame = clamped(declared_box(block), self.mask.size)
        covered = self.mask.crop(frame).getbbox() if frame else None
        if frame is None or covered is None:
            return Ink(block, frame, None)
        left, top = frame[:2]
        box = (covered[0] + left, covered[1] + top, covered[2] + left, covered[3] + top)
        return Ink(block, frame, box)


def declared_box(block: TextBlock) -> Box:
    """Return a block's box as its manifest gives it."""
    return (block.box.left, block.box.top, block.box.right, block.box.bottom)


def background_of(picture: Picture, layout: Layout) -> Rgb | None:
    """Return the flat colour behind everything, or `None` when there is none.

    It lies along the picture's edge: a large shape in the middle is none. A declared one is taken
    at its word: where the picture shows anything else, that is a shape which nobody declared.
    """
    declared = [f.color for f in layout.manifest.fills if f.role == BACKGROUND]
    if declared:
        return parse_hex(declared[0])
    colors = picture.colors
    frame = colors.on_frame(_FRAME)
    step, length = max(frame.items(), key=lambda entry: (entry[1], entry[0]))
    is_around = length >= _FLAT_FROM * sum(frame.values())
    is_flat = is_around and colors.areas[step] >= _LEAST * colors.total
    return colors.exact(step) if is_flat else None
