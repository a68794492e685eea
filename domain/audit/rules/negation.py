"""Whether a sentence forbids what it names: plainly, everywhere, and all of it."""

import re
from typing import Final

from domain.audit.rules.phrasing import CONCORD, TURNING_SIGN, TURNS_AROUND
from domain.audit.rules.sentence import Clause, Reading

_IS_CONCORD: Final = re.compile(rf"^(?:{CONCORD})$")
_SPANISH_NO: Final = frozenset({"no", "nunca", "jamas", "nunca jamas"})
_WITHOUT: Final = re.compile(r"^(?:sin|without|free of|libres? de)$")
_ALTERNATIVE: Final = re.compile(r"ni|nor|or|o|u")
_NEW_SENTENCE: Final = re.compile(r"[.;\n]")
_NUMBER: Final = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*(?![\w-])")
_DEED: Final = re.compile(
    r"\b(?:promet(?:er|e|a|as|an|ed|amos)|garanti[zc](?:ar|a|e|as|es|an|en|ad)|asegur(?:ar|a|e|as|en)"
    r"|perder|pierde|bajar|baja|adelgaza|promise|guarantee|lose)\b"
)
"""What may be done: by itself a deed is no name of what is prohibited."""
_BARE: Final = frozenset(
    {"el", "la", "los", "las", "the", "of", "de", "del", "y", "e", "o", "u", "and", "or"}
    | {"color", "colores", "colour", "colours", "colors", "words"}
)
"""Words that may stand beside the bare names of what is prohibited."""


def names_all(reading: Reading) -> bool:
    """Tell whether no part names a thing that means nothing by itself, and is no heading.

    Signs that no word says, such as `€`, are such a thing as well.
    """
    if reading.has_stray_signs:
        return False
    if reading.parts and reading.parts[-1].is_empty and reading.parts[-1].has_verb:
        return False  # a deed without a thing: no emojis or display
    following = [part.joint for part in reading.parts[1:]] + [""]
    return not any(
        part.is_empty and part.names_things and ":" not in joint
        for part, joint in zip(reading.parts, following, strict=False)
    )


def is_bare(reading: Reading) -> bool:
    """Tell whether a sentence is only the names of what is prohibited, such as `política`.

    No phrase is taken for granted: in another language it may be the whole sentence.
    """
    if reading.opening is not None or TURNING_SIGN.search(reading.plain):
        return False
    if _DEED.search(reading.plain):
        return False
    return not any(
        part.saying or part.quoted or ":" in part.joint or _has_more(part) for part in reading.parts
    )


def _has_more(part: Clause) -> bool:
    return any(word not in part.meant and word.folded not in _BARE for word in part.words)


def is_prohibition(reading: Reading) -> bool:
    """Tell whether a sentence forbids all that it names, everywhere and without exception.

    What is denied twice is demanded; what has a verb and no negation of its own may be wanted.
    """
    if not reading.parts or reading.opening is None:
        return False
    if any(each.search(reading.plain) for each in (TURNS_AROUND, TURNING_SIGN, _NUMBER)):
        return False
    opening = reading.opening
    first, *others = reading.parts
    if _is_denied_again(first, opening):
        return False
    return not any(_may_be_wanted(part, opening) for part in others)


def _is_denied_again(first: Clause, opening: str) -> bool:
    return any(
        opening not in _SPANISH_NO or not _IS_CONCORD.match(word) for _, word in first.negators
    )


def _may_be_wanted(part: Clause, opening: str) -> bool:
    if not part.negators:
        is_new = _NEW_SENTENCE.search(part.joint) is not None and not part.is_empty
        return is_new or (part.has_verb and not _ALTERNATIVE.search(part.joint))
    (at, word), *more = part.negators
    if part.named_at < at or (_WITHOUT.match(word) and opening != word):
        return True
    return any(word not in _SPANISH_NO or not _IS_CONCORD.match(again) for _, again in more)
