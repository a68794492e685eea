"""The check for topics that a brief or a tenant prohibits."""

from collections.abc import Mapping
from typing import Any, Final

from contracts import QualityCheck, RuleKind, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import MAX_MATCHES, Judge, Reason
from domain.audit.subject import Subject
from domain.text.lexicon import Topic, load_lexicon
from domain.text.occurrences import Occurrence, Search, occurrences
from domain.text.spelling import normalize
from domain.text.words import Match, exact_index_of, index_of, outside

FORBIDDEN_TOPIC: Final = Reason("FORBIDDEN_TOPIC", "{matches}, against the rule: {rule}")

_SHORTEST_GLUED: Final = 6
"""Letters from which a topic's word counts at the beginning of a hashtag."""


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge every text, and the link, by the lexicons of the prohibited topics."""
    findings: list[QualityCheck] = []
    rules = subject.rules_of(RuleKind.TOPIC)
    known = load_lexicon().topics
    named = dict.fromkeys(name for rule in rules for name in rule.values if name in known)
    words = {name: _flat(occurrences(_words_of(known[name]), subject.searched)) for name in named}
    # In a link no sentence says which meaning such a word has.
    hints = {name: _flat(occurrences(_hints_of(known[name]), subject.texts)) for name in named}
    for rule in rules:
        for name in rule.values:
            evidence: dict[str, Any] = {"topic": name, "rule": rule.text}
            if words.get(name):
                findings.append(judge.failed(FORBIDDEN_TOPIC, matches=words[name], **evidence))
            elif hints.get(name):
                # Such a word may mean something else: a person has to read it.
                findings.append(judge.warned(FORBIDDEN_TOPIC, matches=hints[name], **evidence))
    return findings or [judge.passed(rules=len(rules))]


def _words_of(topic: Topic) -> Search:
    words, exceptions = index_of(topic.words), exact_index_of(topic.exceptions)
    return lambda text: outside(words.search(text), exceptions.search(text))


def _hints_of(topic: Topic) -> Search:
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


def _flat(found: Mapping[str, list[Occurrence]]) -> list[Occurrence]:
    return [match for matches in found.values() for match in matches][:MAX_MATCHES]


CHECK: Final = Check(
    check_id="forbidden_topic_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.WORDS}),
    measures=(
        "topics, by lexicons of lemmas, and the phrases in which a word means something else"
    ),
    reasons=(FORBIDDEN_TOPIC,),
    find=check,
)
