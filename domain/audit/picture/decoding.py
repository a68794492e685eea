"""Pictures from bytes that nobody vouches for."""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, reduce
from typing import Any, Final

from PIL import (
    GifImagePlugin,
    Image,
    ImageChops,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from domain.audit.picture.colors import Rgb, histogram
from domain.audit.picture.containers.container import Broken, Container
from domain.audit.picture.containers.formats import decoded_type, foreign_type
from domain.audit.picture.containers.reading import taken_apart
from domain.audit.picture.exif import PLACE, TURNS, Exif, read_exif
from domain.audit.picture.profiles import color_space

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels of the file; right and bottom are outside."""

_PLUGINS: Final[Mapping[str, Callable[[io.BytesIO], ImageFile.ImageFile]]] = {
    "image/png": PngImagePlugin.PngImageFile,
    "image/jpeg": JpegImagePlugin.JpegImageFile,
    "image/gif": GifImagePlugin.GifImageFile,
    "image/webp": WebPImagePlugin.WebPImageFile,
}
_MOST_PHOTOGRAPHED: Final = 178_956_970
"""Pixels from which Pillow calls any picture a decompression bomb."""
_DENSEST: Final = 1000
"""Pixels in a byte: flat areas reach some 350 in JPEG and in coloured PNG."""
_FILLER: Final = (128, 128, 128)
_NEARLY_OPAQUE: Final = 248
"""Alpha from which nobody sees what lies behind."""
_UNSEEN: Final = 0.001
"""Share of the picture that may be less opaque: rounded corners, a stray pixel."""
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
    is_blank: bool
    """Whether nothing is drawn on it: neither in colours nor in what shines through."""
    tags: tuple[str, ...] = ()
    """Names of what the file says of its making, such as `Make` or `GPSInfo`."""
    odd: tuple[str, ...] = ()
    """Names of parts of the file that are not as its format wants them, and are not looked at."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, as shown."""
        return self.image.size

    @property
    def has_place(self) -> bool:
        """Whether the file says where it was taken."""
        return PLACE in self.tags

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
    """How bytes can fail to be a picture that is looked at."""

    CORRUPT = "corrupt"
    BOMB = "bomb"
    """They unfold to more pixels than any photograph of so many bytes has."""
    LARGE = "large"
    """More pixels than are decoded."""
    FOREIGN = "foreign"
    """A picture of a kind that no placement takes, and that is not decoded."""


@dataclass(frozen=True)
class PictureFault:
    """Why bytes are no picture that is looked at."""

    kind: Undecodable
    why: str
    pixels: int | None = None
    media_type: str | None = None
    """What they are, if that can be told."""
    size: tuple[int, int] | None = None
    """Width and height that the file's header says."""


def open_picture(data: bytes, max_pixels: int) -> Picture | PictureFault:
    """Decode a picture whole, or say why it cannot be.

    The size is read from the header and judged before any pixel is decoded. Metadata is read apart
    from the pixels: what is odd in it makes no picture a broken one.
    """
    media_type = decoded_type(data)
    if media_type is None:
        foreign = foreign_type(data)
        if foreign is None:
            why = "the bytes are neither PNG nor JPEG, GIF or WebP"
            return PictureFault(Undecodable.CORRUPT, why)
        why = f"{foreign} is not decoded"
        return PictureFault(Undecodable.FOREIGN, why, media_type=foreign)
    try:
        file = taken_apart(data, media_type)
        return _too_large(data, file, media_type, max_pixels) or _decode(file, media_type)
    except Exception as error:  # noqa: BLE001 - decoders raise whatever they stumble into
        why = f"it does not decode: {error}"
        return PictureFault(Undecodable.CORRUPT, why, media_type=media_type)


def _too_large(
    data: bytes, file: Container, media_type: str, max_pixels: int
) -> PictureFault | None:
    pixels = max(file.largest, file.size[0] * file.size[1])
    if pixels <= max_pixels:
        return None
    is_bomb = pixels > min(_MOST_PHOTOGRAPHED, _DENSEST * len(data))
    return PictureFault(
        Undecodable.BOMB if is_bomb else Undecodable.LARGE,
        f"it has more than {max_pixels} pixels, and is not decoded",
        pixels,
        media_type,
        file.size,
    )


def _decode(file: Container, media_type: str) -> Picture:
    decoded = _PLUGINS[media_type](io.BytesIO(file.pixels))
    decoded.load()
    if file.lacks_end and _is_filler(decoded):
        raise Broken("it ends before its last row")
    exif = read_exif(file.exif)
    upright: Image.Image = decoded
    if exif.orientation in TURNS:
        upright = decoded.transpose(TURNS[exif.orientation])
    upright = _in_bytes(upright)
    alpha = upright.convert("RGBA").getchannel("A") if upright.has_transparency_data else None
    image = upright.convert("L" if decoded.mode == "L" and alpha is None else "RGB")
    colors = image.getcolors(256)
    return Picture(
        image=image,
        media_type=media_type,
        mode=decoded.mode,
        frames=file.frames,
        icc=color_space(decoded.mode, file),
        is_transparent=alpha is not None and _shines_through(alpha),
        unique_colors=257 if colors is None else len(colors),
        is_blank=_is_blank(upright, alpha),
        tags=_tags(file, exif),
        odd=_odd(file, exif),
    )


def _is_filler(image: Image.Image) -> bool:
    """Tell whether the last row is the grey with which decoders fill up what a JPEG lacks."""
    last = image.crop((0, image.height - 1, *image.size)).convert("RGB")
    return last.getcolors(1) == [(image.width, _FILLER)]


def _is_blank(image: Image.Image, alpha: Image.Image | None) -> bool:
    shown = image.convert("RGB")
    low, high = (0, 0) if alpha is None else alpha.getextrema()
    return low == high and shown.getcolors(1) is not None


def _shines_through(alpha: Image.Image) -> bool:
    """Tell whether anybody sees what lies behind: a pixel, or a trace of all of them, is nothing.

    The soft edge of a drawing on nothing is no drawing without edge, so it is the area that counts.
    """
    seen = sum(alpha.histogram()[:_NEARLY_OPAQUE])
    return seen > _UNSEEN * alpha.width * alpha.height


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


def _tags(file: Container, exif: Exif) -> tuple[str, ...]:
    """Return the names of what EXIF and XMP say, with `GPSInfo` for a place in either."""
    names = set(exif.tags)
    if file.xmp:
        names.add("XMP")
    if b"GPSLatitude" in file.xmp:
        names.add(PLACE)
    return tuple(sorted(names))


def _odd(file: Container, exif: Exif) -> tuple[str, ...]:
    parts = set(file.odd)
    if exif.is_odd:
        parts.add("EXIF")
    if file.lacks_end:
        parts.add("end of file")
    return tuple(sorted(parts))


def _upper_byte(value: Any) -> Any:
    # Pillow runs this once, on an expression of its own, and takes a factor from it.
    return value * (1 / 257)
