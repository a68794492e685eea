"""A drawn picture as the file that goes out: what is audited is what a network takes."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Final

from PIL import Image

PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
_QUALITIES: Final = (100, 95, 90, 80)
"""The best that fits. At 100, with colours at full size, contrast is lowered by half a per cent at
most; at 95, by three, and of brands that just reach the limit, one in ten is blocked."""


def encoded(image: Image.Image, formats: Sequence[str], max_bytes: int) -> tuple[bytes, str]:
    """Return a picture's bytes and their media type; the same picture gives the same bytes.

    Args:
        image: RGB.
        formats: Media types that the placement takes: PNG if it does, since it loses nothing,
            and else JPEG.
        max_bytes: The largest file that the placement takes; when none is so small, the smallest
            is returned.
    """
    *_, best = _files(image, formats, max_bytes)
    return best


def _files(
    image: Image.Image, formats: Sequence[str], max_bytes: int
) -> Iterator[tuple[bytes, str]]:
    """Make files from good to small, up to the first that fits."""
    if PNG in formats:
        made = png(image)
        yield made, PNG
        if len(made) <= max_bytes or JPEG not in formats:
            return
    for quality in _QUALITIES:
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=quality, subsampling=0)
        yield buffer.getvalue(), JPEG
        if buffer.tell() <= max_bytes:
            return


def png(image: Image.Image) -> bytes:
    """Return a picture, or a mask, as PNG."""
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
