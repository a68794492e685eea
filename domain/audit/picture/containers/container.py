"""What a picture's file is made of, before anything decodes it."""

from dataclasses import dataclass, field


class Broken(ValueError):
    """The bytes do not hold together as a file of their kind."""


@dataclass
class Container:
    """What a file is made of."""

    size: tuple[int, int] = (0, 0)
    """Width and height in pixels, as its header says: before it is turned upright."""
    frames: int = 1
    """1, or 2 for any animation."""
    largest: int = 0
    """Pixels of its largest frame where that is larger than the whole."""
    pixels: bytes = b""
    """A file of the same kind that has the pixels alone."""
    lacks_end: bool = False
    """Whether the mark is missing with which such a file ends."""
    exif: bytes = b""
    xmp: bytes = b""
    icc: bytes = b""
    is_srgb: bool = False
    gamma: float | None = None
    primaries: tuple[float, ...] | None = None
    """White, red, green and blue, x and y each."""
    odd: set[str] = field(default_factory=set[str])
    """Names of parts that are not as their format wants them, and at which nobody looks."""
