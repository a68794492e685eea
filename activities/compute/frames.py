"""How a job and its answer cross a pipe: eight bytes that say how long it is, then the pickle."""

import struct
from typing import BinaryIO, Final

HEADER: Final = struct.Struct(">Q")


def framed(body: bytes) -> bytes:
    """Return a body with its length before it."""
    return HEADER.pack(len(body)) + body


def read_frame(pipe: BinaryIO) -> bytes | None:
    """Return the next body, or `None` when the other side has closed the pipe."""
    header = pipe.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    (length,) = HEADER.unpack(header)
    return pipe.read(length)
