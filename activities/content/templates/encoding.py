"""A drawn picture as the file that goes out: what is audited is what a network takes."""

from collections.abc import Sequence
from io import BytesIO
from typing import Final

from PIL import Image

PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
_QUALITY: Final = 95
"""At this quality, and with colours at full size, contrast is lowered by less than 2 %."""


def encoded(image: Image.Image, formats: Sequence[str]) -> tuple[bytes, str]:
    """Return a picture's bytes and their media type; the same picture gives the same bytes.

    Args:
        image: RGB.
        formats: Media types that the placement takes: PNG if it does, since it loses nothing,
            and else JPEG.
    """
    if PNG in formats:
        return png(image), PNG
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
    return buffer.getvalue(), JPEG


def png(image: Image.Image) -> bytes:
    """Return a picture, or a mask, as PNG."""
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
