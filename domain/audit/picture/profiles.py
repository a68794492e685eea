"""Whether a file's numbers are colours of sRGB, as every other measure takes them to be."""

import io
from itertools import product
from typing import Final

from PIL import Image, ImageChops, ImageCms

from domain.audit.picture.containers.container import Container

SRGB: Final = "sRGB"
OTHER: Final = "other"
_LARGEST: Final = 1_000_000
"""Bytes of a profile; the largest that describe screens have a few thousand."""
_NEAR: Final = 4
"""Steps of 255 by which the same colour may come out differently."""
_GAMMA: Final = 0.45455
"""The gAMA value of sRGB (W3C PNG §11.3.2.5)."""
_PRIMARIES: Final = (0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
"""The cHRM values of sRGB: white, red, green and blue."""
_ROUNDED: Final = 0.01
"""What encoders round these values by."""
_INTENTS: Final = (ImageCms.Intent.PERCEPTUAL, ImageCms.Intent.RELATIVE_COLORIMETRIC)


def color_space(mode: str, file: Container) -> str | None:
    """Return `sRGB`, `other`, or `None` where nothing is declared, which means sRGB.

    A profile's name is a claim: what counts is which colours it makes of a sample. Inks for print
    are other colours in every viewer, whether a profile comes with them or not.

    Args:
        mode: Pillow's name for the file's pixel format.
        file: What the file says.
    """
    if mode == "CMYK":
        return OTHER
    if file.icc:
        return SRGB if _is_neutral(file.icc) else OTHER
    if file.is_srgb:
        return None
    if file.gamma is not None and abs(file.gamma - _GAMMA) > _ROUNDED:
        return OTHER
    if file.primaries is not None and any(
        abs(value - usual) > _ROUNDED
        for value, usual in zip(file.primaries, _PRIMARIES, strict=True)
    ):
        return OTHER
    return None


def _is_neutral(data: bytes) -> bool:
    """Tell whether a profile leaves colours as they are, by whatever tables it describes them."""
    if len(data) > _LARGEST:
        return False
    sample = _sample()
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        target = ImageCms.createProfile("sRGB")
        shown = [
            ImageCms.profileToProfile(sample, profile, target, intent, outputMode="RGB")
            for intent in _INTENTS
        ]
    except Exception:  # noqa: BLE001 - whatever Little CMS makes of a stranger's profile
        # It does not read it, or it is none for such pixels: nobody knows what is shown.
        return False
    return all(each is not None and _farthest(sample, each) <= _NEAR for each in shown)


def _farthest(first: Image.Image, second: Image.Image) -> int:
    steps = ImageChops.difference(first, second).histogram()
    return max(place % 256 for place, count in enumerate(steps) if count)


def _sample() -> Image.Image:
    """Return colours from all over the space, one pixel each."""
    steps = range(0, 256, 51)
    image = Image.new("RGB", (len(steps) ** 3, 1))
    for place, color in enumerate(product(steps, steps, steps)):
        image.putpixel((place, 0), color)
    return image
