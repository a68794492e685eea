"""The check of hashtags, mentions and characters that a platform refuses."""

from typing import Any, Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import MAX_MATCHES, Judge, Reason
from domain.audit.subject import Subject
from domain.text.traits import hashtags_in, mentions_in

TOO_MANY_HASHTAGS: Final = Reason("TOO_MANY_HASHTAGS", "{count} hashtags of {max}")
TOO_MANY_MENTIONS: Final = Reason("TOO_MANY_MENTIONS", "{count} mentions of {max}")
CHARACTER_NOT_ALLOWED: Final = Reason("CHARACTER_NOT_ALLOWED", "the platform refuses {characters}")


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge how many hashtags and mentions there are, and characters that a platform refuses."""
    copy, place = subject.asset.text, subject.placement
    whole = "\n".join(copy.values())
    bare = [word for word in copy.get("hashtags", "").split() if word[0] not in "#＃"]
    counts = {
        "hashtags": (hashtags_in(whole) + bare, place.max_hashtags, TOO_MANY_HASHTAGS),
        "mentions": (mentions_in(whole), place.max_mentions, TOO_MANY_MENTIONS),
    }
    findings: list[QualityCheck] = []
    evidence: dict[str, Any] = {}
    for name, (found, own, reason) in counts.items():
        constrained = subject.constraints.get(f"max_{name}")
        most = own if constrained is None else int(constrained)
        evidence[name] = len(found)
        if most is not None and len(found) > most:
            findings.append(
                judge.failed(reason, count=len(found), max=most, matches=found[:MAX_MATCHES])
            )
    refused = sorted({char for char in whole if char in place.forbidden_characters})
    if refused:
        findings.append(judge.failed(CHARACTER_NOT_ALLOWED, characters=refused))
    return findings or [judge.passed(**evidence)]


CHECK: Final = Check(
    check_id="hashtag_mention_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.COPY}),
    measures="hashtags, mentions, refused characters",
    reasons=(TOO_MANY_HASHTAGS, TOO_MANY_MENTIONS, CHARACTER_NOT_ALLOWED),
    find=check,
)
