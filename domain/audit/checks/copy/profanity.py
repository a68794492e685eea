"""The check for profanity, in both languages whatever the copy's own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import MAX_MATCHES, Judge, Reason
from domain.audit.subject import Subject
from domain.package_data import data_beside
from domain.text.words import Match, TermIndex, outside

PROFANITY: Final = Reason("PROFANITY", "profanity: {matches}")

_WITHOUT_ACCENTS: Final = frozenset({"en"})
"""Languages without accents: a word with one belongs to another."""


@dataclass(frozen=True)
class _Language:
    words: TermIndex
    hints: TermIndex
    folded: TermIndex
    """The words once more, whatever their accents."""
    exceptions: TermIndex

    def certain(self, text: str) -> list[Match]:
        return outside(self.words.search(text), self.exceptions.search(text))

    def perhaps(self, text: str) -> list[Match]:
        found = [*self.hints.search(text), *self.folded.search(text)]
        return outside(found, self.exceptions.search(text))


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge every text by the lists; the sender's own name is no fault.

    Words of the copy's language block. A person reads what is decent in some sense, and words of
    the other language, which may be names or mean something decent in the copy's own.
    """
    certain: list[dict[str, Any]] = []
    perhaps: list[dict[str, Any]] = []
    for field, text in subject.texts.items():
        shown = subject.without_sender(text)
        for lang, known in _languages().items():
            if subject.language in {None, lang}:
                certain += _told(field, lang, known.certain(shown))
                perhaps += _told(field, lang, known.perhaps(shown))
            else:
                perhaps += _told(field, lang, known.certain(shown))
    if certain:
        return [judge.failed(PROFANITY, matches=certain[:MAX_MATCHES])]
    if perhaps:
        return [judge.warned(PROFANITY, matches=perhaps[:MAX_MATCHES])]
    return [judge.passed()]


def _told(field: str, lang: str, found: list[Match]) -> Iterator[dict[str, Any]]:
    for match in found:
        place = [match.start, match.end]
        yield {"field": field, "term": match.found, "lang": lang, "span": place}


@cache
def _languages() -> Mapping[str, _Language]:
    # An exact form is safer here than a lemma: "asado" must not become a swear word.
    return {
        lang: _Language(
            words=TermIndex(lists["words"], exact=True, accents=lang in _WITHOUT_ACCENTS),
            hints=TermIndex(lists["hints"], exact=True, accents=lang in _WITHOUT_ACCENTS),
            folded=TermIndex(lists["words"], exact=True),
            exceptions=TermIndex(lists["exceptions"], exact=True),
        )
        for lang, lists in data_beside(__name__, "profanity.toml").items()
    }


CHECK: Final = Check(
    check_id="profanity_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.WORDS}),
    measures="profanity, in the copy's own language and in the other",
    reasons=(PROFANITY,),
    find=check,
)
