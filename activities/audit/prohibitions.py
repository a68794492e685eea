"""Checks for words that must not appear: prohibited topics and terms."""

from collections.abc import Iterable, Mapping
from typing import Any

from activities.audit.exhibit import Exhibit
from activities.audit.findings import MAX_MATCHES
from activities.audit.lexicon import load_lexicon
from activities.audit.links import words_in_link
from activities.audit.words import find
from contracts import QualityCheck, RuleKind, Severity


def check_forbidden_topics(exhibit: Exhibit) -> list[QualityCheck]:
    """Judge every text, and the link, by the lexicons of the prohibited topics."""
    judge = exhibit.judge("forbidden_topic_check", Severity.CRITICAL)
    findings: list[QualityCheck] = []
    topics = load_lexicon().topics
    rules = exhibit.rules_of(RuleKind.TOPIC)
    searched = _searched(exhibit)
    for rule in rules:
        for name in rule.values:
            if name not in topics:
                continue
            evidence = {"topic": name, "rule": rule.text}
            words = _matches(topics[name].words, searched)
            # In a link no sentence says which meaning such a word has.
            hints = _matches(topics[name].hints, exhibit.texts())
            if words:
                findings.append(judge.failed("FORBIDDEN_TOPIC", matches=words, **evidence))
            elif hints:
                # Such a word may mean something else: a person has to read it.
                findings.append(
                    judge.warned("FORBIDDEN_TOPIC", Severity.HIGH, matches=hints, **evidence)
                )
    return findings or [judge.passed(rules=len(rules))]


def check_forbidden_terms(exhibit: Exhibit) -> list[QualityCheck]:
    """Judge every text, and the link, by the prohibited words and phrases."""
    judge = exhibit.judge("forbidden_term_check", Severity.CRITICAL)
    rules = exhibit.rules_of(RuleKind.TERMS)
    searched = _searched(exhibit)
    return [
        judge.failed("FORBIDDEN_TERM", term=term, matches=matches, rule=rule.text)
        for rule in rules
        for term in rule.values
        if (matches := _matches([term], searched))
    ] or [judge.passed(rules=len(rules))]


def _searched(exhibit: Exhibit) -> dict[str, str]:
    return exhibit.texts() | {"link": words_in_link(exhibit.asset.link)}


def _matches(terms: Iterable[str], texts: Mapping[str, str]) -> list[dict[str, Any]]:
    wanted = tuple(terms)
    return [
        {"field": name, "term": match.found, "lemma": match.term, "span": [match.start, match.end]}
        for name, text in texts.items()
        for match in find(wanted, text)
    ][:MAX_MATCHES]
