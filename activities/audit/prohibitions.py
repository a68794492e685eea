"""Checks for words that must not appear: prohibited topics and terms."""

from collections.abc import Iterable
from typing import Any

from activities.audit.exhibit import Exhibit
from activities.audit.findings import MAX_MATCHES
from activities.audit.lexicon import load_lexicon
from activities.audit.words import find
from contracts import QualityCheck, RuleKind, Severity


def check_forbidden_topics(exhibit: Exhibit) -> list[QualityCheck]:
    """Judge every text by the lexicons of the prohibited topics."""
    judge = exhibit.judge("forbidden_topic_check", Severity.CRITICAL)
    findings: list[QualityCheck] = []
    topics = load_lexicon().topics
    rules = exhibit.rules_of(RuleKind.TOPIC)
    for rule in rules:
        for name in rule.values:
            if name not in topics:
                continue
            evidence = {"topic": name, "rule": rule.text}
            words = _matches(topics[name].words, exhibit)
            hints = _matches(topics[name].hints, exhibit)
            if words:
                findings.append(judge.failed("FORBIDDEN_TOPIC", matches=words, **evidence))
            elif hints:
                # Such a word may mean something else: a person has to read it.
                findings.append(
                    judge.warned("FORBIDDEN_TOPIC", Severity.HIGH, matches=hints, **evidence)
                )
    return findings or [judge.passed(rules=len(rules))]


def check_forbidden_terms(exhibit: Exhibit) -> list[QualityCheck]:
    """Judge every text by the prohibited words and phrases."""
    judge = exhibit.judge("forbidden_term_check", Severity.CRITICAL)
    rules = exhibit.rules_of(RuleKind.TERMS)
    return [
        judge.failed("FORBIDDEN_TERM", term=term, matches=matches, rule=rule.text)
        for rule in rules
        for term in rule.values
        if (matches := _matches([term], exhibit))
    ] or [judge.passed(rules=len(rules))]


def _matches(terms: Iterable[str], exhibit: Exhibit) -> list[dict[str, Any]]:
    wanted = tuple(terms)
    return [
        {"field": name, "term": match.found, "lemma": match.term, "span": [match.start, match.end]}
        for name, text in exhibit.texts().items()
        for match in find(wanted, text)
    ][:MAX_MATCHES]
