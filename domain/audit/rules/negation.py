"""Whether a sentence forbids what it names: plainly, everywhere, and all of it."""

import re
from typing import Final

from domain.audit.rules.phrasing import CONCORD
from domain.audit.rules.sentence import Clause, Reading

_IS_CONCORD: Final = re.compile(rf"^(?:{CONCORD})$")
_SPANISH_NO: Final = frozenset({"no", "nunca", "jamas", "nunca jamas"})
_WITHOUT: Final = re.compile(r"^(?:sin|without|free of|libres? de)$")
_ALTERNATIVE: Final = re.compile(r"ni|nor|or|o|u")
_NEW_SENTENCE: Final = re.compile(r"[.;\n]")
_TURNS_AROUND: Final = re.compile(
    # Exceptions, places and conditions say less than a prohibition.
    r"\b(?:salvo|excepto|excepcion|a menos que|sino|solo|solamente|unicamente|siempre|otros?|otras?"
    r"|distint[oa]s?|except|unless|but|only|always|other|than|cuando|si|when|if|titular(?:es)?"
    r"|titulos?|asunto|headlines?|titles?|subject|blanco y negro|black (?:and|&) white"
    # Amounts allow some of it.
    r"|mas|menos|demasiad[oa]s?|minim(?:o|a|os|as|um|al)|maxim(?:o|a|os|as|um|al)|abus\w+|exces\w*"
    r"|super(?:ar|es|e|en|eis)|exced\w+|sobrepas\w+|rebas(?:ar|es|e)|pas(?:ar|es|e|en|eis) de"
    r"|llen(?:ar|es|e|en|eis)|satur\w+|hasta|limit\w*|too|more|less|fewer|least|most|up to"
    r"|exceed\w*|overdo\w*|overus\w*|overload\w*|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|couple|par de|vari[oa]s|several|half|mitad"
    # Not to take something away is to want it.
    r"|olvid\w+|omit\w*|dej(?:ar|es|e|en|eis)|ocult\w+|escond\w+|quit(?:ar|es|e|en|eis)|elimin\w+"
    r"|borr\w+|modific\w+|cambi(?:ar|es|e|en|eis)|alter\w*|sustitu\w+|reemplaz\w+|recort\w+"
    r"|deform\w+|distor\w+|salt(?:ar|arse|es|e|en|eis)|descuid\w+|ignor\w+|prescind\w+|renunci\w+"
    r"|dud(?:ar|es|e)|miedo|temer|forget\w*|fail|hid(?:e|es|ing)|conceal\w*|remov\w+"
    r"|delet\w+|drop\w*|skip\w*|modif\w+|chang\w+|replac\w+|swap\w*|crop\w*|los(?:e|ing)|miss\w*"
    r"|neglect\w*|afraid|hesitate)\b"
)
_NUMBER: Final = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*(?![\w-])")
_BARE: Final = frozenset(
    {"el", "la", "los", "las", "the", "of", "de", "del", "y", "e", "o", "u", "and", "or"}
    | {"color", "colores", "colour", "colours", "colors", "words"}
)
"""Words that may stand beside the bare names of what is prohibited."""


def names_all(reading: Reading) -> bool:
    """Tell whether no part names a thing that means nothing by itself, and is no heading."""
    following = [part.joint for part in reading.parts[1:]] + [""]
    return not any(
        part.is_empty and part.names_things and ":" not in joint
        for part, joint in zip(reading.parts, following, strict=False)
    )


def is_bare(reading: Reading) -> bool:
    """Tell whether a sentence is only the names of what is prohibited, such as `política`.

    No phrase is taken for granted: in another language it may be the whole sentence.
    """
    clauses = reading.clauses
    return reading.opening is None and not any(
        part.saying or part.quoted or _has_more(part) for part in clauses
    )


def _has_more(part: Clause) -> bool:
    return any(word not in part.meant and word.folded not in _BARE for word in part.words)


def is_prohibition(reading: Reading) -> bool:
    """Tell whether a sentence forbids all that it names, everywhere and without exception.

    What is denied twice is demanded; what has a verb and no negation of its own may be wanted.
    """
    if not reading.parts or reading.opening is None:
        return False
    if _TURNS_AROUND.search(reading.plain) or _NUMBER.search(reading.plain):
        return False
    opening = reading.opening
    if not opening and any(part.negators for part in reading.parts):
        return False
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
