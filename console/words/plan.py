"""A plan in a person's words: what would become of the campaign."""

from typing import Final

from console.words.basics import lasting, moment
from contracts import GateOutcome, Reconciliation
from domain.quality_gate import BLOCKED_BY
from runtime.plan.replies import CampaignPlan, PlannedPublication

LOST_ANSWERS: Final = {
    Reconciliation.KEYED: "sent again under the same key: one effect",
    Reconciliation.QUERYABLE: "the channel is asked first: one effect",
    Reconciliation.NEITHER: "a person has to look: at most one effect",
}
"""What becomes of a call whose answer is lost."""


def lost_answer(one: PlannedPublication) -> str:
    """Say what becomes of a lost answer, and who takes back what is out."""
    by_hand = "; a person takes it back" if one.takes_back is False else ""
    return f"{LOST_ANSWERS[one.reconciliation]}{by_hand}"


def outlook(plan: CampaignPlan) -> str:
    """Say in a line what would become of the campaign."""
    if plan.would_fail:
        return f"would end as {plan.terminal_reason}: {_why(plan.terminal_details or '')}"
    if plan.gate is not None and plan.gate.outcome is GateOutcome.REVIEW:
        window = lasting(plan.request.review.window)
        return f"would wait up to {window} for a review: {plan.gate.details}"
    opens = plan.request.timing.publish_not_before
    return "would publish" + (f", not before {moment(opens)}" if opens else "")


def made_by(plan: CampaignPlan) -> str:
    """Say who does the work of which stage."""
    return ", ".join(f"{one.stage} by {one.provider}" for one in plan.providers)


def _why(details: str) -> str:
    """Return why a campaign ends, in the page's language."""
    blocked = details.removeprefix(BLOCKED_BY)
    return details if blocked == details else f"blocked by {blocked}"
