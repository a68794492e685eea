"""The check for claims that need proof: absolutes, guarantees, gifts and cures."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason
from domain.audit.subject import Subject
from domain.package_data import data_beside
from domain.text.spelling import aligned_fold, forms_of, normalize
from domain.text.stop_words import STOP_WORDS

UNSUBSTANTIATED_CLAIM: Final = Reason(
    "UNSUBSTANTIATED_CLAIM", "“{claim}” is a claim ({kind}) without a proof"
)
HEALTH_CLAIM: Final = Reason("HEALTH_CLAIM", "“{claim}” is a claim about health without a proof")

_HEALTH: Final = "health"
_FREE: Final = "free"
_UNCONDITIONAL: Final = "unconditional"
_WITH_TERMS: Final = frozenset({_FREE, _UNCONDITIONAL})
"""Claims that conditions settle."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_BESIDE: Final = 2
"""Words on each side of `gratis` among which stands what is free."""


@dataclass(frozen=True)
class _Patterns:
    claims: Mapping[str, tuple[re.Pattern[str], ...]]
    exceptions: tuple[re.Pattern[str], ...]
    """Where a claim's words are none."""
    free_terms: re.Pattern[str]
    """What says under which conditions something is free."""
    no_terms: re.Pattern[str]
    """What says that there are none."""
    idle: frozenset[str]
    """Words of an offer that do not say what is offered."""


@dataclass(frozen=True)
class _Claim:
    """One claim in one text."""

    kind: str
    start: int
    end: int
    has_terms: bool
    """Whether its text says under which conditions something is free."""
    things: frozenset[str] | None
    """What a plain offer gives for nothing, as forms of words; `None` for any other claim."""


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge every text; a claim passes that the campaign's terms give a reference for.

    What is said in several texts of one creative is one claim, and one of them may have the
    conditions for all. A plain offer passes that the sender makes in its own words.
    """
    offers = [
        claim.things
        for text in subject.context.own_words
        for claim in _claims_in(aligned_fold(normalize(text)))
        if claim.things is not None
    ]
    proofs = {
        aligned_fold(normalize(claim)): reference
        for claim, reference in subject.context.terms.substantiations.items()
    }
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    settled: set[tuple[str, str]] = set()
    proven: list[dict[str, Any]] = []
    for name, text in subject.texts.items():
        shown = normalize(text)
        folded = aligned_fold(shown)
        for claim in _claims_in(folded):
            start, end = claim.start, claim.end
            evidence = {"field": name, "claim": shown[start:end], "span": [start, end]}
            reference = _reference(proofs, folded, start, end)
            key = claim.kind, folded[start:end]
            if reference is not None:
                proven.append(evidence | {"substantiation_ref": reference})
            elif claim.has_terms:
                settled.add(key)
            elif not _is_offered(claim, offers):
                found.setdefault(key, []).append(evidence)
    findings = [
        _unproven(judge, key[0], places) for key, places in found.items() if key not in settled
    ]
    return findings or [judge.passed(proven=proven)]


def _unproven(judge: Judge, kind: str, places: list[dict[str, Any]]) -> QualityCheck:
    reason = HEALTH_CLAIM if kind == _HEALTH else UNSUBSTANTIATED_CLAIM
    fields = [place["field"] for place in places]
    return judge.failed(reason, kind=kind, substantiation_ref=None, **places[0], fields=fields)


def _claims_in(folded: str) -> Iterator[_Claim]:
    """Return every claim; of several in one place the longest."""
    patterns = _patterns()
    excepted = [
        span.span() for expression in patterns.exceptions for span in expression.finditer(folded)
    ]
    affirmed = patterns.no_terms.sub(" ", folded)
    has_terms = patterns.free_terms.search(affirmed) is not None
    is_denied = affirmed != folded
    found = sorted(
        (match.start(), -match.end(), kind)
        for kind, expressions in patterns.claims.items()
        for expression in expressions
        for match in expression.finditer(folded)
        if not any(start <= match.start() < end for start, end in excepted)
    )
    reached = 0
    for start, minus_end, kind in found:
        if start >= reached:
            reached = -minus_end
            is_plain = kind == _FREE and not is_denied
            yield _Claim(
                kind,
                start,
                reached,
                has_terms=kind in _WITH_TERMS and has_terms,
                things=_things_at(folded, start, reached) if is_plain else None,
            )


def _things_at(folded: str, start: int, end: int) -> frozenset[str]:
    """Return what is free: it stands in the claim itself, or else beside it."""
    before, after = _WORD.findall(folded[:start]), _WORD.findall(folded[end:])
    for words in (_WORD.findall(folded[start:end]), before[-_BESIDE:] + after[:_BESIDE]):
        things = [word for word in words if word not in _patterns().idle]
        if things:
            return frozenset(form for word in things for form in forms_of(word))
    return frozenset()


def _is_offered(claim: _Claim, offers: Sequence[frozenset[str]]) -> bool:
    """Tell whether the sender's own words offer the same thing, or the claim names none."""
    if claim.things is None:
        return False
    return any(not claim.things or not things or claim.things & things for things in offers)


def _reference(proofs: Mapping[str, str], folded: str, start: int, end: int) -> str | None:
    """Return the proof whose claim stands in the text where this one was found."""
    for claim, reference in proofs.items():
        at = folded.find(claim)
        while at >= 0:
            if at < end and start < at + len(claim):
                return reference
            at = folded.find(claim, at + 1)
    return None


@cache
def _patterns() -> _Patterns:
    raw = data_beside(__name__, "claims.toml")
    return _Patterns(
        claims={
            kind: tuple(re.compile(pattern) for pattern in patterns)
            for kind, patterns in raw["claims"].items()
        },
        exceptions=tuple(re.compile(pattern) for pattern in raw["exceptions"].values()),
        free_terms=re.compile(raw["terms"]["free"]),
        no_terms=re.compile(raw["terms"]["denied"]),
        idle=frozenset(raw["terms"]["idle"]).union(
            *(map(aligned_fold, words) for words in STOP_WORDS.values())
        ),
    )


CHECK: Final = Check(
    check_id="claims_check",
    severity=Severity.HIGH,
    needs=frozenset({Need.WORDS}),
    measures="absolutes, guarantees, gifts, cures without a proof",
    reasons=(UNSUBSTANTIATED_CLAIM, HEALTH_CLAIM),
    find=check,
)
