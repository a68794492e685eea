"""What a clause forbids to say: which words are looked for, and whether that is all it means."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from domain.audit.rules.sentence import Clause, Saying
from domain.audit.rules.wording import Word

_INSIDE_NAMES: Final = frozenset(
    {"de", "del", "la", "las", "los", "el", "y", "e", "da", "do", "di", "von", "van"}
    | {"and", "of", "the", "by"}
)
"""Words that stand in names without a capital."""
_NOTHING_IN_PARTICULAR: Final = re.compile(
    r"(?i)\b(?:anything|something|everything|things?|stuff|algo|nada|todo|cosas?|que|how|that|what"
    r"|why|como|quien|it|them|this|these|those|esto|eso|ello|nosotros|us|you)\b"
)
_WHOSE: Final = frozenset({"of", "de", "del", "from"})
"""What tells whose words are meant."""
_LONGEST_ACRONYM: Final = 4
"""Letters beyond which a word in capitals may as well be an emphasis."""


@dataclass(frozen=True)
class Said:
    """The words that are looked for."""

    terms: tuple[str, ...]
    is_all: bool
    """Whether these very words are all that is meant, and not some class that they name."""
    is_name: bool = False


def said_in(clause: Clause) -> Said:
    """Return what is looked for: a class or a manner is not said by its own name.

    Names and words that are called words are meant literally. Whether others are, nobody can tell.
    """
    if clause.saying is Saying.WORD and _is_the_word(clause):
        return Said((clause.text,), is_all=True)
    named = _between(clause.words, clause.meant)
    if clause.saying is not Saying.VAGUE and _is_name(named):
        return Said((clause.text,), is_all=not clause.is_one_name, is_name=True)
    names = tuple(_names_in(named))
    if names or clause.saying is Saying.VAGUE or _NOTHING_IN_PARTICULAR.search(clause.text):
        return Said(names, is_all=False)
    return Said((clause.text,), is_all=False)


def _is_the_word(clause: Clause) -> bool:
    if any(word.text in _WHOSE for word in clause.words):
        return False
    after = [word for word in clause.words if word.start >= clause.meant[0].start]
    return after == list(clause.meant) and len(after) == 1


def _between(words: Sequence[Word], meant: Sequence[Word]) -> list[Word]:
    return [word for word in words if meant[0].start <= word.start <= meant[-1].start]


def _is_name(words: Sequence[Word]) -> bool:
    return (
        words[0].is_proper
        and words[-1].is_proper
        and all(word.is_proper or word.text in _INSIDE_NAMES for word in words)
        and not any(word.text.isupper() and len(word.text) > _LONGEST_ACRONYM for word in words)
    )


def _names_in(words: Sequence[Word]) -> Iterator[str]:
    for is_name, run in groupby(words, key=lambda word: word.is_proper):
        if is_name:
            yield " ".join(word.text for word in run)
