"""Pictures for the corpus, made from seeds, and subjects of those that come without a layout."""

import io
import random
from typing import Any

from PIL import Image, ImageDraw

from contracts import Box, Fill
from domain.audit.subject import Subject
from tests.support.audit.subjects import SIZE, Creative, asset_of, canvas, subject


def bare(picture: bytes, **how: Any) -> Subject:
    """Return a subject of a picture that comes without a layout."""
    asset = asset_of(picture, None)
    named = {name: getattr(asset, name) for name in ("sha256", "size_bytes")}
    return subject(fetched={"asset": picture, "manifest": None}, **(named | how))


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return a picture as a file of some kind."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def patched(share: float, color: str, ground: str = "#ffffff") -> Image.Image:
    """Return a flat picture with a patch of another colour that takes a share of it."""
    image = canvas(ground)
    side = round((share * SIZE[0] * SIZE[1]) ** 0.5)
    image.paste(color, (40, 100, 40 + side, 100 + side))
    return image


def drawing(seed: int) -> Image.Image:
    """Return a picture of random shapes."""
    chance = random.Random(seed)  # noqa: S311 - a picture, not a secret
    image = canvas("#f4f4f4")
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        left, top = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
        fill = (chance.randrange(256), chance.randrange(256), chance.randrange(256))
        draw.ellipse((left, top, left + chance.randrange(20, 90), top + 60), fill=fill)
    return image


def button(
    color: str, ground: str, box: tuple[int, int, int, int] = (20, 180, 140, 220)
) -> Creative:
    """Return a creative with a button of a colour on a ground."""
    image = canvas(ground)
    image.paste(color, box)
    left, top, right, bottom = box
    fill = Fill(
        role="call_to_action", color=color, box=Box(left=left, top=top, right=right, bottom=bottom)
    )
    return Creative(image, fills=[fill])


def logo(color: str, ground: str, box: tuple[int, int, int, int] = (20, 180, 110, 225)) -> Creative:
    """Return a creative with a logo of a colour on a ground."""
    made = button(color, ground, box)
    (fill,) = made.fills
    return Creative(made.background, fills=[fill.model_copy(update={"role": "logo"})])
