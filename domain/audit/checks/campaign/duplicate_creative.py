"""The check that no creative looks like another of its channel, or of an earlier campaign."""

from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.campaign_subject import CampaignSubject
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, warning
from domain.audit.picture.difference_hash import distance

NEAR_DUPLICATE_CREATIVE: Final = warning(
    "NEAR_DUPLICATE_CREATIVE", "the picture is almost the same as another", Severity.LOW
)


def check(subject: CampaignSubject, judge: Judge) -> list[QualityCheck]:
    """Judge whether a creative is new: against its channel's other variants and earlier campaigns.

    The same picture on two channels is one campaign seen twice, and no fault.
    """
    longest = int(subject.context.ruleset["duplicate_max_distance"])
    seen = [(None, old.sha256, old.dhash) for old in subject.context.terms.earlier_creatives]
    known: list[tuple[str | None, str, str]] = list(seen)
    findings: list[QualityCheck] = []
    for asset, dhash in zip(subject.assets, subject.difference_hashes, strict=False):
        if dhash is None:
            continue
        one = judge.on(channel=asset.channel, placement=asset.placement)
        evidence = {"artifact_sha256": asset.sha256, "dhash": dhash, "max": longest}
        rivals = [
            (distance(dhash, other), sha256)
            for channel, sha256, other in known
            if channel in {None, asset.channel}
        ]
        nearest = min(rivals, default=None)
        if nearest is not None and nearest[0] <= longest:
            other = {"distance": nearest[0], "other_sha256": nearest[1]}
            findings.append(one.warned(NEAR_DUPLICATE_CREATIVE, **other, **evidence))
        else:
            findings.append(one.passed(**evidence))
        known.append((asset.channel, asset.sha256, dhash))
    return findings or [judge.unmeasured("no picture decodes")]


CHECK: Final = Check(
    check_id="duplicate_creative_check",
    severity=Severity.LOW,
    needs=frozenset({Need.CAMPAIGN, Need.PICTURE}),
    measures="difference hash against the channel's other variants and earlier campaigns",
    reasons=(NEAR_DUPLICATE_CREATIVE,),
    find=check,
)
