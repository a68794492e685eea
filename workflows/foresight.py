"""What a request for changes would come to, asked before it is taken: it may change nothing."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.content.activity import ContentActivities
    from contracts import Foresight, MessageRefused, ReviewAction, ReviewDecision
    from workflows.inputs import Inputs
    from workflows.record import Record

from workflows.steps import Steps


async def refuse_idle(
    decision: ReviewDecision, record: Record, inputs: Inputs, steps: Steps
) -> None:
    """Refuse a request for changes that would change nothing, before a revision is spent on it.

    Whoever makes the content is asked; where only making it can tell, or nobody answers at once,
    the request is let through.

    Raises:
        MessageRefused: It says why, and what can be asked for.
    """
    if decision.action is not ReviewAction.REQUEST_CHANGES:
        return
    given = inputs.foresight(
        record.brief_sha256,
        record.present_assets,
        revision=record.revision + 1,
        changes=[*record.changes, decision.comment or ""],
    )
    foreseen: Foresight | None = await steps.answered_at_once(
        ContentActivities.foresee_content, given, "would the request change anything"
    )
    if foreseen is not None and foreseen.why_idle is not None:
        raise MessageRefused(
            f"this would change nothing, so no revision was spent on it: {foreseen.why_idle}"
        )
