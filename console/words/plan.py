"""A plan in a person's words: what would become of the campaign, and what was found in what."""

from collections.abc import Sequence
from typing import Final

from console.words.basics import lasting, moment
from contracts import GateOutcome, QualityCheck, Reconciliation, StrategyBrief, VisualAsset
from domain.gravity import verdict_of
from domain.taken_up import taken_up
from runtime.audit.replies import AuditedFile
from runtime.plan.replies import CampaignPlan, PlannedPublication

LOST_ANSWERS: Final = {
    Reconciliation.KEYED: "sent again under the same key: one effect",
    Reconciliation.QUERYABLE: "the channel is asked first: one effect",
    Reconciliation.NEITHER: "a person has to look: at most one effect",
}
"""What becomes of a call whose answer is lost."""


def outlook(plan: CampaignPlan) -> str:
    """Say in a line what would become of the campaign."""
    if plan.would_fail:
        return f"would end as {plan.terminal_reason}: {plan.terminal_details}"
    if plan.gate is not None and plan.gate.outcome is GateOutcome.REVIEW:
        window = lasting(plan.request.review.window)
        return f"would wait up to {window} for a review: {plan.gate.details}"
    opens = plan.request.timing.publish_not_before
    return "would publish" + (f", not before {moment(opens)}" if opens else "")


def made_by(plan: CampaignPlan) -> str:
    """Say who does the work of which stage."""
    return ", ".join(f"{one.stage} by {one.provider}" for one in plan.providers)


def words_of_strangers(brief: StrategyBrief, assets: Sequence[VisualAsset]) -> list[str]:
    """Say which rising terms the copy has taken up, and where: a reviewer has to know them."""
    return [
        f"«{term}», a rising term of the sources, stands in the copy of {', '.join(places)}"
        for term, places in taken_up(brief, assets).items()
    ]


def audited(plan: CampaignPlan) -> list[AuditedFile]:
    """Return what was found in each creative and its copy, in the order of the channels."""
    return [_file(asset, _about(plan.checks, asset)) for asset in plan.assets]


def about_the_whole(plan: CampaignPlan) -> list[QualityCheck]:
    """Return what was found in no single creative, but in the campaign."""
    of_assets = [check for asset in plan.assets for check in _about(plan.checks, asset)]
    return [check for check in plan.checks if check not in of_assets]


def place_name(one: VisualAsset | PlannedPublication) -> str:
    """Return channel and placement as people say them."""
    return f"{one.channel.replace('_', ' ')} · {one.placement}"


def _about(checks: Sequence[QualityCheck], asset: VisualAsset) -> list[QualityCheck]:
    """Two channels may have the same bytes, so the channel tells them apart."""
    return [
        check
        for check in checks
        if check.evidence.get("artifact_sha256") == asset.sha256
        and check.evidence.get("channel") == asset.channel
    ]


def _file(asset: VisualAsset, checks: list[QualityCheck]) -> AuditedFile:
    return AuditedFile(
        file=place_name(asset),
        sha256=asset.sha256,
        size_bytes=asset.size_bytes,
        verdict=verdict_of(checks),
        checks=checks,
        left_out=[],
    )
