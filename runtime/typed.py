"""What was typed on a command line, where others read it than who typed it."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from activities.named_paths import named
from contracts.repeating import repeated

_NO_ID: Final = r"(?![0-9a-f]*-[0-9a-f]{4}-[0-9a-f]{4}-)"


def without_typed(text: str, arguments: Sequence[str]) -> str:
    """Return a text for a log or a program: what was typed is in it as far as it reads as names.

    Ids are kept, and of a path what is there. Whoever typed it sees it whole on the terminal.

    Args:
        text: What is written or handed on.
        arguments: What was typed.
    """
    parts = {
        part
        for each in arguments
        for part in (each, each.partition("=")[2], *re.split("[=,]", each))
    }
    paths = [Path(part) for part in parts if "://" not in part]
    words = parts | {str(each) for path in paths for each in (path, *path.parents)}
    for word in sorted(words, key=len, reverse=True):
        told = _told(word)
        if told != word:
            for spelled in (word, repr(word)[1:-1], word.upper(), word.lower()):
                # The beginning of an id stays a part of it where the whole id is told.
                text = told.join(re.split(re.escape(spelled) + _NO_ID, text))
    return text


def _told(word: str) -> str:
    is_name = repeated(word, may_be_id=True) == word
    return word if is_name else named(Path(word), may_be_id=True)
