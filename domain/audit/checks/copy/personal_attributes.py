"""The check that copy does not tell its reader what only the reader should say."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason
from domain.audit.subject import Subject
from domain.package_data import data_beside
from domain.text.spelling import aligned_fold, normalize

PERSONAL_ATTRIBUTE_ASSERTED: Final = Reason(
    "PERSONAL_ATTRIBUTE_ASSERTED", "it ascribes something personal to the reader: “{pattern}”"
)

_STOP: Final = re.compile(r"[.!?\n]")
_NEAR: Final = 200
"""Characters within which the words after a second person are looked for."""


@dataclass(frozen=True)
class _Attributes:
    second_person: re.Pattern[str]
    by_name: dict[str, re.Pattern[str]]
    window: int


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge whether any text ascribes a sensitive attribute to its reader."""
    findings = [
        judge.failed(PERSONAL_ATTRIBUTE_ASSERTED, field=name, **found)
        for name, text in subject.texts.items()
        for found in attributes_asserted(text)
    ]
    return findings or [judge.passed()]


def attributes_asserted(text: str) -> list[dict[str, Any]]:
    """Return each sensitive attribute that a text ascribes to its reader, with its place."""
    known = _attributes()
    shown = normalize(text)
    folded = aligned_fold(shown)
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for person in known.second_person.finditer(folded):
        near = _window(folded, person.end(), known.window)
        for name, pattern in known.by_name.items():
            match = pattern.search(folded, person.start(), near)
            if match is not None:
                span = [match.start(), match.end()]
                phrase = shown[person.start() : match.end()].strip()
                found.setdefault(
                    (name, match.start()), {"attribute": name, "pattern": phrase, "span": span}
                )
    return list(found.values())


def _window(folded: str, start: int, words: int) -> int:
    """Return where the last of some words after a place ends, within the same sentence."""
    near = min(len(folded), start + _NEAR)
    stop = _STOP.search(folded, start, near)
    end = stop.start() if stop else near
    seen = list(re.finditer(r"\w+", folded[start:end]))[:words]
    return start + seen[-1].end() if seen else start


@cache
def _attributes() -> _Attributes:
    raw = data_beside(__name__, "personal_attributes.toml")
    return _Attributes(
        second_person=re.compile("|".join(raw["second_person"].values())),
        by_name={
            name: re.compile(rf"\b(?:{words})\b") for name, words in raw["attributes"].items()
        },
        window=raw["window"]["words"],
    )


CHECK: Final = Check(
    check_id="personal_attributes_check",
    severity=Severity.HIGH,
    needs=frozenset({Need.WORDS}),
    measures="sensitive attributes ascribed to the reader",
    reasons=(PERSONAL_ATTRIBUTE_ASSERTED,),
    find=check,
)
