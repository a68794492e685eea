"""What a post is found by later: the focus of its pictures, by less than anybody can see."""

import hashlib
from dataclasses import dataclass
from typing import Final

_BITS: Final = 24
_UNIT: Final = 2.0**-34
"""The marker moves a focus by less than a thousandth of the picture, and is kept exactly by a
server that keeps 64 bits, and about the middle of the picture by one that keeps 32."""


@dataclass(frozen=True)
class Focus:
    """A point of a picture, from -1 to 1 on either axis, that also says whose post it is.

    A status has no field for a key of the caller's: https://docs.joinmastodon.org/entities/Status/
    shows the focus as it was given, in `media_attachments[].meta.focus`.
    """

    x: float
    y: float

    @classmethod
    def of(cls, step_key: str, x: float = 0.0, y: float = 0.0) -> "Focus":
        """Return the point that marks a publication, beside the one that is meant."""
        digest = int.from_bytes(hashlib.sha256(step_key.encode()).digest()[:6], "big")
        return cls(
            _beside(x, digest >> _BITS),
            _beside(y, digest & (2**_BITS - 1)),
        )

    def is_at(self, x: float, y: float) -> bool:
        """Tell whether a point of a server's is this one."""
        return abs(self.x - x) < _UNIT / 4 and abs(self.y - y) < _UNIT / 4

    def __str__(self) -> str:
        return f"{self.x!r},{self.y!r}"


def _beside(value: float, number: int) -> float:
    step = 2**_BITS * _UNIT
    base = min(round(value / step) * step, 1.0 - step)
    return base + number * _UNIT
