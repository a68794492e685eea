"""A picture's file taken apart before anything decodes it: size, frames, pixels, and what it says.

Decoders stumble over metadata at which no viewer looks, so they are handed what the pixels need
and nothing else. Sizes are read here, so that nothing is unfolded before it was judged.
"""

import struct
from collections.abc import Callable, Mapping
from typing import Final

from domain.audit.picture.containers import gif, jpeg, png, webp
from domain.audit.picture.containers.container import Broken, Container

_KINDS: Final[Mapping[str, Callable[[bytes], Container]]] = {
    "image/png": png.take_apart,
    "image/jpeg": jpeg.take_apart,
    "image/gif": gif.take_apart,
    "image/webp": webp.take_apart,
}


def taken_apart(data: bytes, media_type: str) -> Container:
    """Return what a file of a kind that is decoded is made of.

    Raises:
        Broken: Its structure does not hold.
    """
    try:
        found = _KINDS[media_type](data)
    except (IndexError, struct.error) as error:
        raise Broken("it ends before it says what it is") from error
    if not found.size[0] * found.size[1]:
        raise Broken("it says no size")
    return found
