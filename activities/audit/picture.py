"""Pictures from bytes that nobody vouches for."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PIL import GifImagePlugin, Image, ImageFile, ImageOps, JpegImagePlugin, PngImagePlugin

_PLUGINS: Final[Mapping[bytes, tuple[str, Callable[[io.BytesIO], ImageFile.ImageFile]]]] = {
    b"\x89PNG\r\n\x1a\n": ("image/png", PngImagePlugin.PngImageFile),
    b"\xff\xd8\xff": ("image/jpeg", JpegImagePlugin.JpegImageFile),
    b"GIF87a": ("image/gif", GifImagePlugin.GifImageFile),
    b"GIF89a": ("image/gif", GifImagePlugin.GifImageFile),
}
"""Formats by their first bytes: a file's name and declared type are claims."""

_SRGB_GAMMA: Final = 0.45455
"""The gAMA value of sRGB (W3C PNG §11.3.2.5)."""


@dataclass(frozen=True)
class Picture:
    """A decoded picture."""

    image: Image.Image
    """Upright, in RGB; in grey when the file is."""
    media_type: str
    mode: str
    """Pillow's name for the file's pixel format."""
    frames: int
    """1, or 2 for any animation."""
    icc: str | None
    """`sRGB`, `other`, or nothing declared, which means sRGB."""
    is_transparent: bool
    """Whether what lies behind it shines through anywhere."""
    unique_colors: int
    """Counted up to 257."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, as shown."""
        return self.image.size


@dataclass(frozen=True)
class PictureFault:
    """Why bytes are no picture."""

    reason_code: str
    why: str
    pixels: int | None = None


def open_picture(data: bytes, max_pixels: int) -> Picture | PictureFault:
    """Decode a picture whole, or say why it cannot be.

    The size is read from the header and judged before any pixel is decoded.
    """
    for magic, (media_type, plugin) in _PLUGINS.items():
        if data.startswith(magic):
            return _decode(data, media_type, plugin, max_pixels)
    return PictureFault("IMAGE_CORRUPT", "the bytes are neither PNG nor JPEG nor GIF")


def _decode(
    data: bytes,
    media_type: str,
    plugin: Callable[[io.BytesIO], ImageFile.ImageFile],
    max_pixels: int,
) -> Picture | PictureFault:
    try:
        file = plugin(io.BytesIO(data))
        pixels = file.width * file.height
        if pixels > max_pixels:
            return PictureFault(
                "DECOMPRESSION_BOMB", f"it has more than {max_pixels} pixels", pixels
            )
        frames = 2 if getattr(file, "is_animated", False) else 1
        mode = file.mode
        file.load()
        upright = ImageOps.exif_transpose(file)
        has_alpha = upright.has_transparency_data
        alpha = upright.convert("RGBA").getchannel("A").getextrema() if has_alpha else (255, 255)
        image = upright.convert("L" if mode == "L" and not has_alpha else "RGB")
    except (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError) as error:
        # Pillow's decoders raise all of these for broken files.
        return PictureFault("IMAGE_CORRUPT", f"it does not decode: {error}")
    colors = image.getcolors(256)
    return Picture(
        image=image,
        media_type=media_type,
        mode=mode,
        frames=frames,
        icc=_color_space(file),
        is_transparent=alpha[0] != 255,  # noqa: PLR2004 - 255 is opaque
        unique_colors=257 if colors is None else len(colors),
    )


def _color_space(file: ImageFile.ImageFile) -> str | None:
    profile = file.info.get("icc_profile")
    gamma = file.info.get("gamma")
    if profile:
        return "sRGB" if b"sRGB" in profile or b"s\0R\0G\0B" in profile else "other"
    if gamma is not None and "srgb" not in file.info and abs(gamma - _SRGB_GAMMA) > 0.01:  # noqa: PLR2004 - encoders round it
        return "other"
    return None
