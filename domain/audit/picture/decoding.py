"""Pictures from bytes that nobody vouches for."""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, reduce
from typing import Any, Final

from PIL import (
    ExifTags,
    GifImagePlugin,
    Image,
    ImageChops,
    ImageFile,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from domain.audit.picture.colors import Rgb, histogram
from domain.audit.picture.profiles import color_space

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels of the file; right and bottom are outside."""

_PLUGINS: Final[Mapping[bytes, tuple[str, Callable[[io.BytesIO], ImageFile.ImageFile]]]] = {
    b"\x89PNG\r\n\x1a\n": ("image/png", PngImagePlugin.PngImageFile),
    b"\xff\xd8\xff": ("image/jpeg", JpegImagePlugin.JpegImageFile),
    b"GIF87a": ("image/gif", GifImagePlugin.GifImageFile),
    b"GIF89a": ("image/gif", GifImagePlugin.GifImageFile),
    b"RIFF": ("image/webp", WebPImagePlugin.WebPImageFile),
}
"""Formats by their first bytes: a file's name and declared type are claims."""

_GPS: Final = "GPSInfo"
_POSTERIZED: Final = [(value & 0xF8) | 4 for value in range(256)] * 3
"""Five bits per channel, at the middle of each step: at most 32,768 colours to classify."""
_MOST_EXACT: Final = 65_536
_FEW_COLORS: Final = 8
"""Colours that are looked for one by one: each takes some 5 ms at 1080 x 1350."""
_CELL: Final = 8
"""Pixels by which the place of a colour is told; a multiple of them on a wide picture."""
_ACROSS: Final = 32
"""Cells at least that lie side by side on a wide picture."""
_CELLS: Final = 16
"""Cells on each side of a part that is looked at whole before it is taken apart."""


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
    tags: tuple[str, ...] = ()
    """Names of what the file says of its making, such as `Make` or `GPSInfo`."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, as shown."""
        return self.image.size

    @property
    def has_place(self) -> bool:
        """Whether the file says where it was taken."""
        return _GPS in self.tags

    @cached_property
    def rgb(self) -> Image.Image:
        """The picture in RGB, also when the file is grey."""
        return self.image if self.image.mode == "RGB" else self.image.convert("RGB")

    @cached_property
    def areas(self) -> Mapping[Rgb, int]:
        """How many pixels each colour takes, in steps of 8 of 255.

        Every pixel counts as it is: averages would turn fine red lines into pink.
        """
        return dict(histogram(self._posterized))

    def exact_color(self, color: Rgb) -> Rgb:
        """Return the picture's own colour that a key of `areas` mostly stands for, or the key."""
        return self._exact.get(color, color)

    def box_of(self, colors: Iterable[Rgb]) -> Box:
        """Return where colours of `areas` lie.

        To the pixel for a few colours; for many, as in a photograph, to 8 pixels, or to 32 on a
        picture 1080 wide.
        """
        wanted = list(colors)
        few = len(wanted) <= _FEW_COLORS
        boxes = [self._place_of(color) if few else self._boxes[color] for color in wanted]
        return (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )

    @cached_property
    def _posterized(self) -> Image.Image:
        return self.rgb.point(_POSTERIZED)

    @cached_property
    def _exact(self) -> Mapping[Rgb, Rgb]:
        found: dict[Rgb, Rgb] = {}
        # With more colours it is a photograph, and no single one is anybody's choice.
        for _, color in sorted(self.rgb.getcolors(_MOST_EXACT) or ()):
            red, green, blue = color if isinstance(color, tuple) else (color, color, color)
            key = (_POSTERIZED[int(red)], _POSTERIZED[int(green)], _POSTERIZED[int(blue)])
            found[key] = (int(red), int(green), int(blue))
        return found

    @cached_property
    def _bands(self) -> tuple[Image.Image, ...]:
        return self._posterized.split()

    @cached_property
    def _places(self) -> dict[Rgb, Box]:
        """What was found by `_place_of`: many rules may be about the same few colours."""
        return {}

    def _place_of(self, color: Rgb) -> Box:
        if color in self._places:
            return self._places[color]
        alike = [
            band.point([255 * (level == value) for level in range(256)])
            for band, value in zip(self._bands, color, strict=True)
        ]
        box = reduce(ImageChops.darker, alike).getbbox()
        if box is None:
            raise KeyError(color)
        self._places[color] = box
        return box

    @cached_property
    def _boxes(self) -> Mapping[Rgb, Box]:
        width, height = self.size
        cell = _CELL * max(1, width // (_CELL * _ACROSS))
        side = cell * _CELLS
        found: dict[Rgb, Box] = {}
        for top in range(0, height, side):
            for left in range(0, width, side):
                part = (left, top, min(left + side, width), min(top + side, height))
                self._find(part, cell, found)
        return found

    def _find(self, part: Box, cell: int, found: dict[Rgb, Box]) -> None:
        """Add a part's colours to what was found: whole where it has one, else by its quarters."""
        colors = histogram(self._posterized.crop(part))
        left, top, right, bottom = part
        side = max(right - left, bottom - top)
        if len(colors) > 1 and side > cell:
            half = cell
            while 2 * half < side:
                half *= 2
            middle = (min(left + half, right), min(top + half, bottom))
            for x in ((left, middle[0]), (middle[0], right)):
                for y in ((top, middle[1]), (middle[1], bottom)):
                    if x[0] < x[1] and y[0] < y[1]:
                        self._find((x[0], y[0], x[1], y[1]), cell, found)
            return
        for color, _ in colors:
            old = found.get(color, part)
            found[color] = (
                min(old[0], left),
                min(old[1], top),
                max(old[2], right),
                max(old[3], bottom),
            )


class Undecodable(StrEnum):
    """How bytes can fail to be a picture."""

    CORRUPT = "corrupt"
    BOMB = "bomb"
    """They unfold to more than is decoded, or cost more to look at than they may."""


@dataclass(frozen=True)
class PictureFault:
    """Why bytes are no picture."""

    kind: Undecodable
    why: str
    pixels: int | None = None


def open_picture(data: bytes, max_pixels: int) -> Picture | PictureFault:
    """Decode a picture whole, or say why it cannot be.

    The size is read from the header and judged before any pixel is decoded.
    """
    for magic, (media_type, plugin) in _PLUGINS.items():
        if data.startswith(magic):
            return _decode(data, media_type, plugin, max_pixels)
    return PictureFault(Undecodable.CORRUPT, "the bytes are neither PNG nor JPEG, GIF or WebP")


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
            why = f"it has more than {max_pixels} pixels, and is not decoded"
            return PictureFault(Undecodable.BOMB, why, pixels)
        frames = 2 if getattr(file, "is_animated", False) else 1
        mode = file.mode
        file.load()
        tags = _tags(file)
        upright = _in_bytes(ImageOps.exif_transpose(file))
        has_alpha = upright.has_transparency_data
        alpha = upright.convert("RGBA").getchannel("A").getextrema() if has_alpha else (255, 255)
        image = upright.convert("L" if mode == "L" and not has_alpha else "RGB")
    except (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError) as error:
        # Pillow's decoders raise all of these for broken files.
        return PictureFault(Undecodable.CORRUPT, f"it does not decode: {error}")
    colors = image.getcolors(256)
    return Picture(
        image=image,
        media_type=media_type,
        mode=mode,
        frames=frames,
        icc=color_space(file),
        is_transparent=alpha[0] != 255,  # noqa: PLR2004 - 255 is opaque
        unique_colors=257 if colors is None else len(colors),
        tags=tags,
    )


def _in_bytes(image: Image.Image) -> Image.Image:
    """Return a picture whose grey has 16 bits with the 8 upper ones; Pillow would cut it off.

    The shade that such a file calls transparent is treated as if a pixel had it.
    """
    if not image.mode.startswith("I"):
        return image
    grey = image.convert("I").point(_upper_byte).convert("L")
    if "transparency" not in image.info:
        return grey
    grey.info.pop("transparency", None)
    grey.putalpha(0)
    return grey


def _tags(file: ImageFile.ImageFile) -> tuple[str, ...]:
    """Return the names of what EXIF and XMP say, with `GPSInfo` for a place in either."""
    names = {ExifTags.TAGS.get(tag, f"0x{tag:04X}") for tag in file.getexif()}
    xmp = file.info.get("xmp") or file.info.get("XML:com.adobe.xmp") or b""
    text = xmp.encode() if isinstance(xmp, str) else bytes(xmp)
    if text:
        names.add("XMP")
    if b"GPSLatitude" in text:
        names.add(_GPS)
    return tuple(sorted(names))


def _upper_byte(value: Any) -> Any:
    # Pillow runs this once, on an expression of its own, and takes a factor from it.
    return value * (1 / 257)
