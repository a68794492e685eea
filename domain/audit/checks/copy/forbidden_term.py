"""The check for words and phrases that a brief or a tenant prohibits."""

from typing import Any, Final

from contracts import QualityCheck, RuleKind, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import MAX_MATCHES, Judge, Reason
from domain.audit.subject import Subject
from domain.text.occurrences import occurrences
from domain.text.spelling import normalize
from domain.text.words import index_of

FORBIDDEN_TERM: Final = Reason("FORBIDDEN_TERM", "{matches}, against the rule: {rule}")


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge every text, and the link, by the prohibited words and phrases."""
    rules = subject.rules_of(RuleKind.TERMS)
    if not rules:
        return [judge.passed(rules=0)]
    index = index_of(tuple(dict.fromkeys(term for rule in rules for term in rule.values)))
    found = occurrences(index.search, subject.searched)
    suspected = occurrences(index.suspect, subject.searched)
    findings: list[QualityCheck] = []
    for rule in rules:
        for term in rule.values:
            evidence: dict[str, Any] = {"term": term, "rule": rule.text}
            known = normalize(term)
            if known in found:
                matches = found[known][:MAX_MATCHES]
                findings.append(judge.failed(FORBIDDEN_TERM, matches=matches, **evidence))
            elif known in suspected:
                # The letters are there, but perhaps as part of other words.
                evidence |= {"matches": suspected[known][:MAX_MATCHES]}
                findings.append(judge.warned(FORBIDDEN_TERM, **evidence))
    return findings or [judge.passed(rules=len(rules))]


CHECK: Final = Check(
    check_id="forbidden_term_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.WORDS}),
    measures="words and phrases in every form, also disguised",
    reasons=(FORBIDDEN_TERM,),
    find=check,
)
