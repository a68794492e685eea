"""Pictures from bytes that nobody vouches for.

Longer than 250 lines because what may be believed of a file is one argument, from its first bytes
to its pixels.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from PIL import (
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from contracts.base import MAX_SAFE_INTEGER
from domain.audit.picture.areas import grain_of, soft_edges
from domain.audit.picture.color_map import ColorMap
from domain.audit.picture.containers.container import Broken, Container
from domain.audit.picture.containers.formats import decoded_type, foreign_type
from domain.audit.picture.containers.reading import taken_apart
from domain.audit.picture.exif import PLACE, TURNS, Exif, read_exif
from domain.audit.picture.profiles import color_space

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
    def colors(self) -> ColorMap:
        """Which colours it shows, and where."""
        return ColorMap(self.rgb)

    @cached_property
    def soft(self) -> Image.Image:
        """Where its soft edges are, of the size of what `colors` looks at."""
        return soft_edges(self.colors.image, is_blurred=self.media_type == "image/jpeg")

    @cached_property
    def grain(self) -> Image.Image:
        """Where it is as grainy as a photograph, of the size of what `colors` looks at."""
        return grain_of(self.colors.image)


class Undecodable(StrEnum):
    """How bytes can fail to be a picture that is looked at."""

    CORRUPT = "corrupt"
    BOMB = "bomb"
    """They unfold to more pixels than any photograph of so many bytes has, or cost more to look at
    than they may."""
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
    """How many, as far as a report can count."""
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
            why = "the bytes are neither PNG nor JPEG, GIF or WebP" if data else "it has no bytes"
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
        min(pixels, MAX_SAFE_INTEGER),
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
    alpha = None
    if upright.has_transparency_data:
        # A palette with many shades of alpha has to be, or Pillow warns whoever reads stderr.
        upright = upright.convert("RGBA")
        alpha = upright.getchannel("A")
    image = upright.convert("L" if decoded.mode == "L" and alpha is None else "RGB")
    # What the file says of its pixels no longer holds of these, and encoders would believe it.
    image.info = {}
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
