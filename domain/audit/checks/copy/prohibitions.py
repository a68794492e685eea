"""Checks for words that must not appear: prohibited topics and terms."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from contracts import CompiledRule, QualityCheck, RuleKind, Severity
from domain.audit.findings import MAX_MATCHES
from domain.audit.subject import Subject
from domain.links import words_in_link
from domain.text.lexicon import Topic, load_lexicon
from domain.text.words import Match, exact_index_of, index_of, normalize, outside

_Matches = list[dict[str, Any]]
_Search = Callable[[str], list[Match]]

_SHORTEST_GLUED: Final = 6
"""Letters from which a topic's word counts at the beginning of a hashtag."""


def check_forbidden_topics(subject: Subject) -> list[QualityCheck]:
    """Judge every text, and the link, by the lexicons of the prohibited topics."""
    judge = subject.judge("forbidden_topic_check", Severity.CRITICAL)
    findings: list[QualityCheck] = []
    rules = subject.rules_of(RuleKind.TOPIC)
    known = load_lexicon().topics
    named = dict.fromkeys(name for rule in rules for name in rule.values if name in known)
    searched = _searched(subject)
    words = {name: _flat(_matches(_words_of(known[name]), searched)) for name in named}
    # In a link no sentence says which meaning such a word has.
    hints = {name: _flat(_matches(_hints_of(known[name]), subject.texts)) for name in named}
    for rule in rules:
        for name in rule.values:
            evidence: dict[str, Any] = {"topic": name, "rule": rule.text}
            if words.get(name):
                findings.append(judge.failed("FORBIDDEN_TOPIC", matches=words[name], **evidence))
            elif hints.get(name):
                # Such a word may mean something else: a person has to read it.
                findings.append(
                    judge.warned("FORBIDDEN_TOPIC", Severity.HIGH, matches=hints[name], **evidence)
                )
    return findings or [judge.passed(rules=len(rules))]


def _words_of(topic: Topic) -> _Search:
    words, exceptions = index_of(topic.words), exact_index_of(topic.exceptions)
    return lambda text: outside(words.search(text), exceptions.search(text))


def _hints_of(topic: Topic) -> _Search:
    hints, words = index_of(topic.hints), index_of(topic.words)
    exceptions = exact_index_of(topic.exceptions)

    def search(text: str) -> list[Match]:
        shown = normalize(text)
        # The tag #cervezagratis begins with the topic; #selection only holds it.
        glued = [
            match
            for match in words.suspect(shown)
            if match.start > 0
            and shown[match.start - 1] == "#"
            and match.end - match.start >= _SHORTEST_GLUED
        ]
        return outside([*hints.search(shown), *glued], exceptions.search(shown))

    return search


def check_forbidden_terms(subject: Subject) -> list[QualityCheck]:
    """Judge every text, and the link, by the prohibited words and phrases."""
    judge = subject.judge("forbidden_term_check", Severity.CRITICAL)
    rules = subject.rules_of(RuleKind.TERMS)
    if not rules:
        return [judge.passed(rules=0)]
    index, searched = index_of(_terms_of(rules)), _searched(subject)
    found, suspected = _matches(index.search, searched), _matches(index.suspect, searched)
    findings: list[QualityCheck] = []
    for rule in rules:
        for term in rule.values:
            evidence: dict[str, Any] = {"term": term, "rule": rule.text}
            known = normalize(term)
            if known in found:
                matches = found[known][:MAX_MATCHES]
                findings.append(judge.failed("FORBIDDEN_TERM", matches=matches, **evidence))
            elif known in suspected:
                # The letters are there, but perhaps as part of other words.
                evidence |= {"matches": suspected[known][:MAX_MATCHES]}
                findings.append(judge.warned("FORBIDDEN_TERM", Severity.HIGH, **evidence))
    return findings or [judge.passed(rules=len(rules))]


def _terms_of(rules: Sequence[CompiledRule]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for rule in rules for term in rule.values))


def _searched(subject: Subject) -> dict[str, str]:
    return {**subject.texts, "link": words_in_link(subject.asset.link)}


def _matches(search: _Search, texts: Mapping[str, str]) -> dict[str, _Matches]:
    """Return where each term stands, by the term in its normal form."""
    found: dict[str, _Matches] = {}
    for name, text in texts.items():
        for match in search(text):
            place = [match.start, match.end]
            found.setdefault(match.term, []).append(
                {"field": name, "term": match.found, "lemma": match.term, "span": place}
            )
    return found


def _flat(found: Mapping[str, _Matches]) -> _Matches:
    return [match for matches in found.values() for match in matches][:MAX_MATCHES]
