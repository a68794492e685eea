"""The check of how many emoji the copy has."""

from typing import Any, Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import MAX_MATCHES, Judge, Reason
from domain.audit.subject import Subject
from domain.text.traits import emoji_in

EMOJI_NOT_ALLOWED: Final = Reason(
    "EMOJI_NOT_ALLOWED", "the platform takes no emoji, and there is {emoji}"
)
TOO_MANY_EMOJI: Final = Reason("TOO_MANY_EMOJI", "{count} emoji of {max}")


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge emoji: none where the platform forbids them, and elsewhere not too many."""
    place = subject.placement
    found = [emoji for text in subject.asset.text.values() for emoji in emoji_in(text)]
    constrained = subject.constraints.get("max_emoji")
    if constrained is not None or not place.emoji:
        judge = judge.at(Severity.CRITICAL)
        most = int(constrained or 0) if place.emoji else 0
    else:
        most = place.max_emoji or int(subject.ruleset["max_emoji"])
    evidence: dict[str, Any] = {"count": len(found), "max": most, "emoji": found[:MAX_MATCHES]}
    if found and not place.emoji:
        return [judge.failed(EMOJI_NOT_ALLOWED, **evidence)]
    if len(found) > most:
        return [judge.failed(TOO_MANY_EMOJI, **evidence)]
    return [judge.passed(**evidence)]


CHECK: Final = Check(
    check_id="emoji_check",
    severity=Severity.MEDIUM,
    needs=frozenset({Need.COPY}),
    measures="emoji by graphemes",
    reasons=(EMOJI_NOT_ALLOWED, TOO_MANY_EMOJI),
    find=check,
)
