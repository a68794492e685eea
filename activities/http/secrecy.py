"""What is told nowhere: secrets, in whatever way somebody else repeats them."""

import re
from collections.abc import Sequence
from typing import Final

from activities.http.recognition import known

PASSED: Final = "…"
"""What stands in its place."""
_JWT: Final = re.compile(r"eyJ(?:(?!eyJ)[\w-]){5,}+\.[\w-]{5,}+\.[\w-]*+")
"""A token that a server has made (RFC 7519): whose it is does not matter."""


def without(text: str, hidden: Sequence[str], *, most: int | None = None) -> str:
    """Return a text that repeats nothing of what is hidden.

    It may be in other letters, by numbers, in code, or parted.

    Args:
        text: What somebody said.
        hidden: The secrets.
        most: Characters of the text of which anything is returned, if not of all.
    """
    return _JWT.sub(PASSED, _cut(text, hidden, most, is_kept=False))


def without_whole(text: str, hidden: Sequence[str]) -> str:
    """Return a text that is kept, without what is hidden.

    No word of it is lost with which something hidden happens to begin.
    """
    return _cut(text, hidden, None, is_kept=True)


def _cut(text: str, hidden: Sequence[str], most: int | None, *, is_kept: bool) -> str:
    kept: list[str] = []
    end = 0
    for first, last in sorted(known(tuple(hidden), is_kept=is_kept).found_in(text)):
        if most is not None and first >= most:
            break
        if first > end or not kept:
            kept += text[end:first], PASSED
        end = max(end, last)
    return "".join([*kept, text[end:most]])
