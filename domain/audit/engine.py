"""From subjects to findings: every check over every asset and over the whole."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import accumulate, takewhile
from operator import itemgetter
from typing import Final

import rfc8785

from contracts import MAX_REPORT_BYTES, QualityCheck, QualityVerdict
from domain.audit.campaign_subject import CampaignSubject
from domain.audit.catalogue import ASSET_CHECKS, CAMPAIGN_CHECKS
from domain.audit.check import Check
from domain.audit.checks.campaign.campaign_consistency import CHECK, FINDINGS_LEFT_OUT
from domain.audit.picture.difference_hash import difference_hash
from domain.audit.subject import Subject
from domain.gravity import Gravity, faults_of, gravity
from domain.platforms import Placement

_MOST_CHECKS: Final = 4999
"""Findings that a report can hold, less the one that says how many it does not hold."""

_ROOM_FOR_CHECKS: Final = MAX_REPORT_BYTES - 16 * 1024
"""Bytes that findings may take as JSON; 200 digests and the rest of a report take less than 16 KiB.
"""

_Position = tuple[str, str, str, str, str, bytes]


def judge_asset(
    subject: Subject,
    checks: Mapping[str, Check[Subject]] = ASSET_CHECKS,
) -> list[QualityCheck]:
    """Return what the checks find in one asset; their order does not matter."""
    return [finding for check in checks.values() for finding in check(subject)]


def judge_campaign(subject: CampaignSubject) -> list[QualityCheck]:
    """Return what the checks find in the campaign as a whole."""
    return [finding for check in CAMPAIGN_CHECKS.values() for finding in check(subject)]


def judge_whole(
    subjects: Sequence[Subject], placements: Sequence[Placement], *, today: date
) -> list[QualityCheck]:
    """Return what all checks find in subjects of one campaign that has no brief."""
    findings = [finding for subject in subjects for finding in judge_asset(subject)]
    whole = CampaignSubject(
        context=subjects[0].context,
        assets=[subject.asset for subject in subjects],
        placements=placements,
        today=today,
        difference_hashes=[difference_hash(subject.picture) for subject in subjects],
    )
    return findings + judge_campaign(whole)


def ordered(checks: Iterable[QualityCheck]) -> list[QualityCheck]:
    """Return the checks by id, channel and placement, whatever order they were found in.

    When they are more than a report can hold, the gravest stay, and one more finding says how
    many were left out.
    """
    seen: Counter[str] = Counter()
    ranked: list[tuple[Gravity, int, _Position, QualityCheck]] = []
    placed = sorted(((position_of(check), check) for check in checks), key=itemgetter(0))
    for position, check in placed:
        # No check crowds out another: of each the first finding, then of each the second.
        seen[check.check_id] += 1
        ranked.append((gravity(check), seen[check.check_id], position, check))
    ranked.sort(key=itemgetter(0, 1, 2))
    room = accumulate(len(check.model_dump_json().encode()) + 1 for *_, check in ranked)
    fitting = min(sum(1 for _ in takewhile(_ROOM_FOR_CHECKS.__ge__, room)), _MOST_CHECKS)
    kept = [(position, check) for _, _, position, check in ranked[:fitting]]
    if fitting < len(ranked):
        omission = _omission([check for *_, check in ranked[fitting:]])
        kept.append((position_of(omission), omission))
    return [check for _, check in sorted(kept, key=itemgetter(0))]


def _omission(left_out: Sequence[QualityCheck]) -> QualityCheck:
    """Say what a report has no room for, as gravely as the gravest of it."""
    gravest = left_out[0]
    faults = len(faults_of(left_out))
    return QualityCheck(
        check_id=CHECK.check_id,
        result=QualityVerdict.WARN if faults else QualityVerdict.PASS,
        reason_code=FINDINGS_LEFT_OUT.code,
        severity=gravest.severity if faults else FINDINGS_LEFT_OUT.warning,
        evidence={"left_out": len(left_out), "faults": faults},
    )


def position_of(check: QualityCheck) -> _Position:
    """Return what a check stands by in every list: its id, its place, its field, its code."""
    named = [str(check.evidence.get(name, "")) for name in ("channel", "placement", "field")]
    code = check.reason_code or ""
    return (check.check_id, named[0], named[1], named[2], code, rfc8785.dumps(check.evidence))
