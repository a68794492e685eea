"""A finding of the audit in a person's words: what was found, and where."""

from collections.abc import Collection, Mapping, Sequence
from string import Formatter
from typing import Any, Final

from contracts import QualityCheck
from domain.audit.catalogue import reason_of
from domain.audit.findings import NOT_EVALUATED
from domain.gravity import faults_of

_SAID_ELSEWHERE: Final = frozenset(
    {
        "channel",
        "placement",
        "box",
        "worst_box",
        "zone_box",
        "fill_box",
        "field",
        "fields",
        "region",
    }
)
_DETAILS: Final = "details"
"""What a sentence calls all evidence that it does not name."""
_ACRONYMS: Final = {
    word.lower(): word for word in ("AI", "CTA", "EXIF", "HTTPS", "PII", "URL", "UTM")
}
_WORDS: Final[Mapping[Any, str]] = {None: "nothing", True: "yes", False: "no"}


def is_open(check: QualityCheck) -> bool:
    """Tell whether a finding only says that something could not be judged."""
    return check.reason_code == NOT_EVALUATED.code


def tally(checks: Sequence[QualityCheck]) -> str:
    """Say in a few words how many findings there are."""
    faults = faults_of(checks)
    unjudged = sum(map(is_open, faults))
    found = len(faults) - unjudged
    parts = [f"{found} finding" + ("" if found == 1 else "s")]
    parts += [f"{unjudged} not judged"] if unjudged else []
    passed = len(checks) - len(faults)
    return ", ".join([*parts, *([f"{passed} passed"] if passed else [])])


def named(code: str) -> str:
    """Return a check's id or a reason code as words."""
    words = code.removesuffix("_check").lower().split("_")
    text = " ".join(_ACRONYMS.get(word, word) for word in words)
    return text[:1].upper() + text[1:]


def told(check: QualityCheck) -> str:
    """Say what was found in one line: by the check's own sentence, else by its evidence."""
    known = reason_of(check.check_id, check.reason_code)
    for sentence in () if known is None else known.sentences:
        named_in_it = {name for _, name, _, _ in Formatter().parse(sentence) if name}
        if named_in_it <= {*check.evidence, _DETAILS}:
            details = _listed(check, named_in_it)
            values = {name: _Shown(value) for name, value in check.evidence.items()}
            return sentence.format_map({**values, _DETAILS: details})
    # What another release found, or a model.
    reason = check.evidence.get("reason")
    if isinstance(reason, str):
        return reason
    what = named(check.reason_code or check.check_id)
    occurrences = check.evidence.get("matches") or check.evidence.get("markers")
    if occurrences and "rule" in check.evidence:
        return f"{what}: {_shown(occurrences)}, against the rule: {_shown(check.evidence['rule'])}"
    return _listed(check) or what


def place_of(check: QualityCheck) -> str:
    """Say where it was found: the field or part of the picture, and the pixels."""
    evidence = check.evidence
    part = evidence.get("field") or evidence.get("region") or ""
    if isinstance(evidence.get("fields"), list):
        part = ", ".join(map(str, evidence["fields"]))
    box = box_of(check)
    pixels = "" if box is None else f"{box[0]},{box[1]} to {box[2]},{box[3]} px"
    return " · ".join(text for text in (str(part).replace("_", " "), pixels) if text)


def box_of(check: QualityCheck) -> tuple[int, int, int, int] | None:
    """Return left, top, right and bottom of what a finding is about, if it says."""
    match check.evidence.get("box"):
        case [int(left), int(top), int(right), int(bottom)] if left < right and top < bottom:
            return left, top, right, bottom
        case _:
            return None


class _Shown:
    """A value of evidence, written as a sentence asks for it."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def __format__(self, how: str) -> str:
        match how, self._value:
            case "share", int() | float() as share:
                return f"{share:.1%}"
            case "ratio", float() as ratio:
                # A ratio just below its limit must not look as if it were the limit.
                return f"{int(ratio * 100) / 100:.2f}"
            case _:
                return _shown(self._value)


def _listed(check: QualityCheck, besides: Collection[str] = ()) -> str:
    """Return the evidence, without what is said elsewhere."""
    parts = [
        f"{name.replace('_', ' ')} {_shown(value)}"
        for name, value in check.evidence.items()
        if name not in {*_SAID_ELSEWHERE, *besides}
        and not name.endswith("sha256")
        and value is not None
    ]
    return ", ".join(parts)


def _shown(value: Any) -> str:
    match value:
        case {"found": str(found)} | {"term": str(found)}:  # one occurrence of a word
            return f"“{found}”"
        case dict():
            return ", ".join(f"{name} {_shown(item)}" for name, item in value.items())
        case list():
            return ", ".join(dict.fromkeys(map(_shown, value))) or "nothing"
        case float():
            return f"{value:.4g}"
        case int() if not isinstance(value, bool):
            return f"{value:,}"
        case _:
            return " ".join(str(_WORDS.get(value, value)).split())
