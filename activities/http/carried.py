"""What a file says to whoever looks into it, beside what it shows."""

import re
from collections.abc import Iterator
from typing import Final

from domain.audit.picture.containers.png import packed_in

_SAID: Final = re.compile(rb"[\0\t\n\r -~]{5,}")
"""Text, also in two bytes a letter; what stands for pixels has none of any length."""


def texts_in(file: bytes) -> Iterator[str]:
    """Yield what is said in a file, and in what is packed within it."""
    for data in (file, *packed_in(file)):
        yield b"\n".join(_SAID.findall(data)).decode("ascii")
