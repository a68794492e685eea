"""The check for words in capitals."""

from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import MAX_MATCHES, Judge, Reason
from domain.audit.subject import Subject
from domain.text.traits import capitals_in, has_shouted_run, words_in

EXCESSIVE_CAPS: Final = Reason("EXCESSIVE_CAPS", "too many words in capitals: {words}")


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge words in capitals: few of them, and no two in a row."""
    judge = judge.at(subject.gimmicks)
    most = subject.ruleset["caps_max_ratio"]
    findings: list[QualityCheck] = []
    for name, written in subject.prose.items():
        text = subject.context.with_quiet_names(written)
        words, shouted = words_in(text), capitals_in(text)
        ratio = len(shouted) / len(words) if words else 0.0
        has_run = has_shouted_run(text)
        if ratio > most or has_run:
            evidence = {"ratio": ratio, "max_ratio": most, "words": shouted[:MAX_MATCHES]}
            findings.append(judge.failed(EXCESSIVE_CAPS, field=name, **evidence))
    return findings or [judge.passed(max_ratio=most)]


CHECK: Final = Check(
    check_id="caps_check",
    severity=Severity.MEDIUM,
    needs=frozenset({Need.COPY}),
    measures="words in capitals",
    reasons=(EXCESSIVE_CAPS,),
    find=check,
)
