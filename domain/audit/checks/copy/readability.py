"""The check of how hard a text is to read, with the formulas and their counting of syllables."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from contracts import Language, QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason
from domain.audit.subject import Subject
from domain.text.addresses import without_addresses

READABILITY_TOO_HARD: Final = Reason(
    "READABILITY_TOO_HARD",
    "hard to read: {score} points, and {min_score} are wanted",
    warning=Severity.LOW,
)

_VOWELS: Final = "aeiouáéíóúü"
_STRONG: Final = "aeoáéó"
_ACCENTED_WEAK: Final = "íú"
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END: Final = re.compile(r"[.!?…]+(?=\s|$)|\n+")
_SILENT_E: Final = re.compile(r"(?:[^aeiouylsxzhcg]es|[^aeiouytd]ed|[^aeiouyl]e)$")
_ENGLISH_VOWELS: Final = re.compile(r"[aeiouy]+")
_EXCEPTIONS: Final[Mapping[str, int]] = {
    "area": 3, "being": 2, "business": 2, "create": 2, "creates": 2, "created": 3, "every": 2,
    "idea": 3, "ideas": 3, "evening": 2, "people": 2, "science": 2, "quiet": 2, "diet": 2,
    "lion": 2, "giant": 2, "poem": 2, "real": 1, "really": 2, "reality": 4, "something": 2,
    "somewhere": 2, "sometimes": 2, "everything": 3, "everyone": 3, "hour": 1, "hours": 1,
    "our": 1, "fire": 1, "different": 3, "interest": 3, "coffee": 2, "recipe": 3, "cafe": 2,
    "maybe": 2, "therefore": 2, "moreover": 3, "reliable": 4, "variety": 4, "society": 4,
    "experience": 4, "video": 3, "radio": 3, "studio": 3, "museum": 3, "science's": 2, "react": 2,
    "doing": 2, "going": 2, "seeing": 2, "trying": 2, "buying": 2, "client": 2, "fuel": 2,
    "loved": 1, "moved": 1, "used": 1, "safely": 2, "homemade": 2, "handmade": 2, "useful": 2,
    "careful": 2, "household": 2, "lifetime": 2, "timeless": 2, "wholesale": 2, "website": 2,
}  # fmt: skip
"""English words that the rule below counts wrongly, among those that advertisements use."""


@dataclass(frozen=True)
class TextCounts:
    """What a text is made of."""

    words: int
    sentences: int
    syllables: int


def syllables_es(word: str) -> int:
    """Return the syllables of a Spanish word: two strong vowels, or an accented weak one, part."""
    word = re.sub(r"(?<=[qg])u(?=[eiéí])", "", word.lower())
    word = re.sub(r"y$|y(?=[^aeiouáéíóúü])", "i", word)
    count, before = 0, ""
    for char in word:
        if char in _VOWELS:
            parts = (
                not before
                or (before in _STRONG and char in _STRONG)
                or char in _ACCENTED_WEAK
                or before in _ACCENTED_WEAK
            )
            count += parts
        before = char if char in _VOWELS else before if char == "h" else ""
    return max(count, 1)


def syllables_en(word: str) -> int:
    """Return the syllables of an English word: groups of vowels, less a silent e."""
    word = word.lower().replace("’", "'")
    if word in _EXCEPTIONS:
        return _EXCEPTIONS[word]
    groups = len(_ENGLISH_VOWELS.findall(word))
    is_silent = groups > 1 and _SILENT_E.search(word) is not None
    return max(groups - is_silent, 1)


def count(text: str, language: Language) -> TextCounts:
    """Return words, sentences and syllables of a text."""
    words = _WORD.findall(text)
    sentences = sum(1 for part in _SENTENCE_END.split(text) if any(c.isalnum() for c in part))
    syllables = syllables_es if language is Language.SPANISH else syllables_en
    return TextCounts(len(words), max(1, sentences), sum(map(syllables, words)))


def szigriszt(counts: TextCounts) -> float:
    """Return the perspicuity of Szigriszt-Pazos (1993), read on the INFLESZ scale."""
    syllables_per_word = counts.syllables / counts.words
    return 206.835 - 62.3 * syllables_per_word - counts.words / counts.sentences


def flesch(counts: TextCounts) -> float:
    """Return the reading ease of Flesch (1948)."""
    syllables_per_word = counts.syllables / counts.words
    return 206.835 - 84.6 * syllables_per_word - 1.015 * counts.words / counts.sentences


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge every text that is long enough to have a score."""
    language = subject.language
    if language is None:
        return [judge.passed(formula=None)]
    is_spanish = language is Language.SPANISH
    fails, warns = (subject.ruleset[f"readability_{kind}_{language}"] for kind in ("fail", "warn"))
    findings: list[QualityCheck] = []
    for name, text in subject.asset.text.items():
        counts = count(without_addresses(text), language)
        if counts.words < subject.ruleset["readability_min_words"]:
            continue
        score = szigriszt(counts) if is_spanish else flesch(counts)
        evidence = {
            "field": name,
            "formula": "Szigriszt-Pazos" if is_spanish else "Flesch",
            "score": score,
            "words": counts.words,
            "sentences": counts.sentences,
        }
        if score < fails:
            findings.append(judge.failed(READABILITY_TOO_HARD, min_score=fails, **evidence))
        elif score < warns:
            findings.append(judge.warned(READABILITY_TOO_HARD, min_score=warns, **evidence))
        else:
            findings.append(judge.passed(min_score=warns, **evidence))
    return findings or [judge.passed(formula=None)]


CHECK: Final = Check(
    check_id="readability_check",
    severity=Severity.MEDIUM,
    needs=frozenset({Need.COPY}),
    measures="Szigriszt-Pazos on the INFLESZ scale, or Flesch",
    reasons=(READABILITY_TOO_HARD,),
    find=check,
)
