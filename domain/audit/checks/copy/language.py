"""The check that copy is in the campaign's language."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Final

from contracts import Language, QualityCheck, RuleKind, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason, warning
from domain.audit.rules.copy_language import is_unwanted
from domain.audit.subject import Subject
from domain.package_data import data_beside
from domain.text.lemmas import is_known

LANGUAGE_MISMATCH: Final = Reason(
    "LANGUAGE_MISMATCH", "the copy is in {detected}, and {expected} is wanted"
)
LANGUAGE_FORBIDDEN: Final = Reason(
    "LANGUAGE_FORBIDDEN", "the copy is in {detected}, against the rule: {rule}"
)
LANGUAGE_UNCERTAIN: Final = warning(
    "LANGUAGE_UNCERTAIN", "the language of the copy cannot be told", Severity.MEDIUM
)

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SPANISH_ACCENT: Final = re.compile(r"[áéíóúñü]")
_SPANISH_END: Final = re.compile(
    r"(?:ción|ciones|dad|mente|ando|iendo|illa|illas|[aeoi]s|a|o|ar|er|ir)$"
)
_ENGLISH_END: Final = re.compile(
    r"(?:ing|tion|ness|ly|ed|th|ght|ck|sh|ee|oo|[bcdfgkmptv]|y|w|er|[cghsxz]es)$"
)
_ENGLISH_BODY: Final = re.compile(r"th|wh|sh|ck|w|k|oo|ee")
_STRANGE: Final[Mapping[str, re.Pattern[str]]] = {
    "fr": re.compile(r"[èêëçœàùâîô]|(?:eux|eaux|ez|oir)$|^(?:l|d|qu|j|c|n|s)['’]"),
    "pt": re.compile(r"[ãõçêâ]|(?:ção|ções|ões|nh|lh)"),
    "it": re.compile(r"[èìòù]|(?:zione|zioni|gli)"),
    "de": re.compile(r"[äöß]|(?:ung|keit|lich|sch)"),
    "ca": re.compile(r"[çïàèò]|l·l|(?:ció|ment)$"),
}
"""Spellings that neither Spanish nor English has."""


def detect(text: str) -> tuple[str | None, float]:
    """Return the language of a short text, and by what part its evidence exceeds the next best.

    It knows Spanish and English, and enough of French, Portuguese, Italian, German and Catalan
    not to take them for either. Nothing to go by gives `None`.
    """
    scores = _scores(text)
    ranked = sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))
    (best, first), (_, second) = ranked[:2]
    if not first or first == second:
        return None, 0.0
    return best, (first - second) / first


@lru_cache(maxsize=512)
def _scores(text: str) -> Mapping[str, float]:
    scores = dict(_signs(text))
    function_words = _function_words()
    for written in _WORD.findall(text):
        word = written.lower()
        claimed = [language for language, known in function_words.items() if word in known]
        if not claimed or "es" in claimed:
            scores["es"] += 2.0 * bool(_SPANISH_ACCENT.search(word))
        scores["es"] += 0.5 * bool(_SPANISH_END.search(word))
        scores["en"] += 0.5 * bool(_ENGLISH_END.search(word))
        scores["en"] += 0.5 * bool(_ENGLISH_BODY.search(word))
        if written == word:  # a name says nothing: Black Friday
            scores["en"] += is_known(word, "en") and not is_known(word, "es")
        for language, spelling in _STRANGE.items():
            scores[language] += 2.0 * bool(spelling.search(word))
    return MappingProxyType(scores)


@lru_cache(maxsize=512)
def _signs(text: str) -> Mapping[str, float]:
    """Return what no other language borrows: function words, and marks that open a sentence."""
    words = _WORD.findall(text.lower())
    signs = {
        language: 2.0 * sum(word in known for word in words)
        for language, known in _function_words().items()
    }
    if "¿" in text or "¡" in text:
        signs["es"] += 3.0
    return MappingProxyType(signs)


@cache
def _function_words() -> Mapping[str, frozenset[str]]:
    raw = data_beside(__name__, "language.toml")
    return {language: frozenset(words.split()) for language, words in raw.items()}


@dataclass(frozen=True)
class _Field:
    """A text that has enough words to tell its language."""

    name: str
    detected: str
    score: float
    text: str

    def is_told_from(self, language: str) -> bool:
        """Tell whether words say so: “surprises” could be Spanish, and “canapés” is English."""
        return _signs(self.text)[self.detected] > _signs(self.text)[language]

    @property
    def evidence(self) -> dict[str, Any]:
        return {"field": self.name, "detected": self.detected, "score": self.score}


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge every field that has enough words to tell its language, and the copy as a whole.

    What a rule of the brief says of the language blocks, as its other prohibitions do.
    """
    fields = list(_fields_of(subject))
    findings = [*_against_rules(subject, fields, judge.at(Severity.CRITICAL))]
    expected = subject.language
    if expected is None:
        return findings or [judge.passed(expected=None)]
    for each in fields:
        if each.detected != expected:
            found = judge.failed if each.is_told_from(expected) else judge.warned
            reason = LANGUAGE_MISMATCH if each.is_told_from(expected) else LANGUAGE_UNCERTAIN
            findings.append(found(reason, expected=expected, **each.evidence))
    whole = "\n".join(_without_names(subject).values())
    detected, score = detect(whole)
    evidence = {"detected": detected, "expected": expected, "score": score}
    has_words = len(_WORD.findall(whole)) >= subject.ruleset["language_min_words"]
    is_unsure = detected != expected or score < subject.ruleset["language_min_margin"]
    if not findings and has_words and is_unsure:
        findings.append(judge.warned(LANGUAGE_UNCERTAIN, **evidence))
    return findings or [judge.passed(**evidence)]


def _without_names(subject: Subject) -> Mapping[str, str]:
    """Return the copy without a product that sounds foreign: a name is of no language.

    One in the campaign's own language stays, since it tells as every other word does.
    """
    product = subject.context.product or ""
    if detect(product)[0] in {None, subject.language}:
        return subject.prose
    named = re.compile(rf"(?<!\w){re.escape(product)}(?!\w)", re.IGNORECASE)
    return {name: named.sub(" ", text) for name, text in subject.prose.items()}


def _fields_of(subject: Subject) -> Iterator[_Field]:
    fewest, margin = (subject.ruleset[f"language_min_{name}"] for name in ("words", "margin"))
    for name, text in _without_names(subject).items():
        detected, score = detect(text)
        if len(_WORD.findall(text)) >= fewest and detected and score >= margin:
            yield _Field(name, detected, score, text)


def _against_rules(
    subject: Subject, fields: Sequence[_Field], judge: Judge
) -> Iterator[QualityCheck]:
    for rule in subject.rules_of(RuleKind.FEATURE):
        for trait in rule.values:
            for each in fields:
                others = [language for language in Language if language != each.detected]
                if is_unwanted(trait, each.detected) and all(map(each.is_told_from, others)):
                    yield judge.failed(LANGUAGE_FORBIDDEN, rule=rule.text, **each.evidence)


CHECK: Final = Check(
    check_id="language_check",
    severity=Severity.HIGH,
    needs=frozenset({Need.COPY}),
    measures="the copy's language",
    reasons=(LANGUAGE_MISMATCH, LANGUAGE_FORBIDDEN, LANGUAGE_UNCERTAIN),
    find=check,
)
