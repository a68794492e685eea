"""How alike two pictures look: a difference hash for each, and how far two of them lie apart."""

from typing import Final

from PIL import Image

from domain.audit.picture.decoding import Picture, PictureFault

_SIDE: Final = 8


def difference_hash(picture: Picture | PictureFault) -> str | None:
    """Return the difference hash of a picture as 16 hexadecimal digits; `None` without a picture.

    Each of its 64 bits says whether brightness rises from one of 9 x 8 cells to the next, which
    survives scaling and compression (Krawetz 2013, "Kind of like that").
    """
    if isinstance(picture, PictureFault):
        return None
    cells = picture.image.convert("L").resize((_SIDE + 1, _SIDE), Image.Resampling.BOX)
    values = cells.tobytes()
    bits = 0
    for row in range(_SIDE):
        for column in range(_SIDE):
            place = row * (_SIDE + 1) + column
            bits = bits << 1 | (values[place] < values[place + 1])
    return f"{bits:016x}"


def distance(first: str, second: str) -> int:
    """Return how many of 64 bits differ between two difference hashes."""
    return (int(first, 16) ^ int(second, 16)).bit_count()
