"""What a message repeats of a word that it does not know: a secret may stand in a wrong place.

What people type as a name is repeated whole, so that they find their typing error: a few words of
letters, with numbers beside them. Of anything else, how it begins and how long it is has to do. A
secret that consists of plain words cannot be told from a name.
"""

import re
from typing import Final

_LONGEST: Final = 60
_MOST_WORDS: Final = 8
_WORD: Final = re.compile(r"[^\W\d_]{1,20}")
_NUMBER: Final = re.compile(r"[0-9]{1,6}")
_SHORT: Final = 4
"""Characters of letters and digits together that are no secret, as in `ipv6`: of several such
groups a password for one program is made."""
_MOST_HUMPS: Final = 2
"""Capitals behind small letters, as in `maxOpenCampaigns`."""
_HUMP: Final = re.compile(r"(?<=[a-z])[A-Z]")
_APART: Final = re.compile(r"[-+_. /~]+|:(?=[0-9]+$)")
"""What stands between words, and before a port."""
_NAMES: Final = frozenset({"sha256"})
"""Names of ours that are neither."""
_UUID: Final = re.compile(
    r"[0-9a-f]{7,9}(-[0-9a-f]{3,5}){3}-[0-9a-f]{11,13}(\.[a-z]{2,5})?", re.IGNORECASE
)
"""An id, one that was copied badly, and a file that is named by one."""


def repeated(word: str, *, may_be_id: bool = False) -> str:
    """Return a word as a message repeats it: whole when it reads as a name, and else its beginning.

    Args:
        word: What stands where it does not fit.
        may_be_id: Whether an id belongs there, which may be copied badly. Anywhere else a UUID may
            be a secret.
    """
    is_name = reads_as_words(word) or (may_be_id and _UUID.fullmatch(word))
    return word if is_name else f"{word[:1]}… ({len(word)} characters)"


def reads_as_words(text: str) -> bool:
    """Tell whether a text is a few words of letters, with numbers beside them, or none at all."""
    if len(text) <= _SHORT:
        return True
    parts = [part for part in _APART.split(text) if part]
    mixed = [part for part in parts if not _is_plain(part)]
    is_short = len(mixed) <= 1 and all(len(part) <= _SHORT and part.isalnum() for part in mixed)
    return len(text) <= _LONGEST and len(parts) <= _MOST_WORDS and is_short


def _is_plain(part: str) -> bool:
    if _NUMBER.fullmatch(part) or part in _NAMES:
        return True
    return _WORD.fullmatch(part) is not None and len(_HUMP.findall(part)) <= _MOST_HUMPS
