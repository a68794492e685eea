"""Shapes: one grey channel of 0 and 255 each."""

from PIL import Image, ImageFilter


def dilated(shape: Image.Image, pixels: int) -> Image.Image:
    """Return a shape of 0 and 255 grown by at most 7 pixels in each direction.

    A box blur leaves something of every pixel in its square, many times faster than a rank filter.
    """
    return shape.filter(ImageFilter.BoxBlur(pixels)).point(_any)


def _any(value: int) -> int:
    return 255 if value else 0
