"""Checks for words that must not appear: prohibited topics and terms."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from activities.audit.exhibit import Exhibit
from activities.audit.findings import MAX_MATCHES
from activities.audit.lexicon import load_lexicon
from activities.audit.links import words_in_link
from activities.audit.words import Match, index_of, normalize
from contracts import CompiledRule, QualityCheck, RuleKind, Severity

_Matches = list[dict[str, Any]]


def check_forbidden_topics(exhibit: Exhibit) -> list[QualityCheck]:
    """Judge every text, and the link, by the lexicons of the prohibited topics."""
    judge = exhibit.judge("forbidden_topic_check", Severity.CRITICAL)
    findings: list[QualityCheck] = []
    rules = exhibit.rules_of(RuleKind.TOPIC)
    known = load_lexicon().topics
    named = dict.fromkeys(name for rule in rules for name in rule.values if name in known)
    searched = _searched(exhibit)
    words = {name: _flat(_matches(index_of(known[name].words).search, searched)) for name in named}
    # In a link no sentence says which meaning such a word has.
    hints = {
        name: _flat(_matches(index_of(known[name].hints).search, exhibit.texts)) for name in named
    }
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


def check_forbidden_terms(exhibit: Exhibit) -> list[QualityCheck]:
    """Judge every text, and the link, by the prohibited words and phrases."""
    judge = exhibit.judge("forbidden_term_check", Severity.CRITICAL)
    rules = exhibit.rules_of(RuleKind.TERMS)
    if not rules:
        return [judge.passed(rules=0)]
    index, searched = index_of(_terms_of(rules)), _searched(exhibit)
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


def _searched(exhibit: Exhibit) -> dict[str, str]:
    return {**exhibit.texts, "link": words_in_link(exhibit.asset.link)}


def _matches(search: Callable[[str], list[Match]], texts: Mapping[str, str]) -> dict[str, _Matches]:
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
