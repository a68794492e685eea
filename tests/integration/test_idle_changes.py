"""What a reviewer asks for in vain costs nothing, and is told before it is made."""

import asyncio

from temporalio.client import WorkflowUpdateFailedError

from contracts import (
    PlatformUnavailable,
    ReviewAction,
    ReviewDecision,
    ReviewMode,
    ReviewPolicy,
    WaitingFor,
)
from tests.support.builders import request
from tests.support.worlds.campaigns import Campaign, World


async def awaiting_review(world: World, max_revisions: int = 2) -> tuple[Campaign, str]:
    """Start a campaign that is always reviewed, and return the digest of its report."""
    policy = ReviewPolicy(mode=ReviewMode.ALWAYS, max_revisions=max_revisions)
    campaign = await world.start(request(review=policy))
    status = await campaign.waits_for(WaitingFor.REVIEW)
    return campaign, status.report_digest or ""


def decision(
    digest: str, action: ReviewAction = ReviewAction.APPROVE, comment: str | None = None
) -> ReviewDecision:
    """Return Ana's decision."""
    return ReviewDecision(action=action, reviewer="Ana", comment=comment, report_digest=digest)


async def test_a_comment_that_would_change_nothing_spends_no_revision(world: World) -> None:
    """It is refused with what can be asked for, and what is asked then is made."""
    world.providers.idle = {"nicer": "no line of it is an instruction"}
    campaign, digest = await awaiting_review(world, max_revisions=1)

    why = await campaign.refusal("review", decision(digest, ReviewAction.REQUEST_CHANGES, "nicer"))
    untouched = await campaign.status()
    await campaign.send("review", decision(digest, ReviewAction.REQUEST_CHANGES, "calmer"))
    revised = await campaign.until(lambda status: status.awaiting_review and status.revision == 1)

    assert why == (
        "this would change nothing, so no revision was spent on it: no line of it is an instruction"
    )
    assert (untouched.awaiting_review, untouched.revision) == (True, 0)
    assert untouched.report_digest == digest
    assert revised.report_digest != digest
    assert (await campaign.payload()).reviews[0].comment == "calmer"


async def test_a_signal_that_would_change_nothing_is_logged(world: World) -> None:
    """Who can only signal finds in the log why nothing was made, and the review goes on."""
    world.providers.idle = {"nicer": "no line of it is an instruction"}
    campaign, digest = await awaiting_review(world)

    asked = decision(digest, ReviewAction.REQUEST_CHANGES, "nicer")
    await campaign.handle.signal("review", asked)
    await campaign.send("review", decision(digest))
    payload = await campaign.handle.result()

    refused = [entry for entry in payload.execution_log if entry.action == "signal_refused"]
    assert [entry.metadata["message"] for entry in refused] == ["review"]
    assert "this would change nothing" in refused[0].metadata["why"]
    assert payload.revision == 0


async def test_of_two_reviewers_at_once_one_decides(world: World) -> None:
    """Who approves while it is found out what another's wish would come to decides, or comes late.

    Either way one decision stands, and the other reviewer is told.
    """
    release = world.faults.hold("foresee")
    campaign, digest = await awaiting_review(world)
    wish = decision(digest, ReviewAction.REQUEST_CHANGES, "calmer")
    asked = asyncio.ensure_future(campaign.send("review", wish))
    await world.faults.called("foresee")
    approved = asyncio.ensure_future(campaign.send("review", decision(digest)))

    release.set()
    answers = await asyncio.gather(asked, approved, return_exceptions=True)
    payload = await campaign.payload()

    assert sum(isinstance(answer, WorkflowUpdateFailedError) for answer in answers) == 1
    assert len(payload.reviews) == 1


async def test_two_wishes_at_once_make_one_revision(world: World) -> None:
    """Two reviewers who ask for changes of the same report at the same moment get one revision."""
    campaign, digest = await awaiting_review(world)
    wishes = [
        decision(digest, ReviewAction.REQUEST_CHANGES, comment) for comment in ("calmer", "shorter")
    ]

    answers = await asyncio.gather(
        *(campaign.send("review", wish) for wish in wishes), return_exceptions=True
    )
    revised = await campaign.until(lambda status: status.awaiting_review and status.revision == 1)

    assert sum(isinstance(answer, WorkflowUpdateFailedError) for answer in answers) == 1
    assert revised.revision == 1
    assert len((await campaign.payload()).reviews) == 1


async def test_a_revision_that_came_out_the_same_is_not_counted(world: World) -> None:
    """Where only making it can tell, what changed nothing does not use up what is allowed."""
    world.providers.obeys = False
    campaign, digest = await awaiting_review(world, max_revisions=1)
    await campaign.send("review", decision(digest, ReviewAction.REQUEST_CHANGES, "calmer"))
    same = await campaign.until(lambda status: status.awaiting_review and status.revision == 1)
    world.providers.obeys = True

    again = decision(same.report_digest or "", ReviewAction.REQUEST_CHANGES, "shorter")
    await campaign.send("review", again)
    other = await campaign.until(lambda status: status.awaiting_review and status.revision == 2)
    last = decision(other.report_digest or "", ReviewAction.REQUEST_CHANGES, "bolder")
    why = await campaign.refusal("review", last)

    assert "already requested 1 times, and the request allows 1" in why
    produced = [
        entry.metadata.get("idle", False)
        for entry in (await campaign.payload()).execution_log
        if entry.action == "produced"
    ]
    assert produced == [False, True, False]


async def test_nobody_waits_for_whoever_cannot_say_what_would_change(world: World) -> None:
    """A provider that is broken at that moment leaves the request to be made as any other."""
    world.faults.plan("foresee", PlatformUnavailable("busy"))
    campaign, digest = await awaiting_review(world)

    await campaign.send("review", decision(digest, ReviewAction.REQUEST_CHANGES, "calmer"))
    revised = await campaign.until(lambda status: status.awaiting_review and status.revision == 1)

    assert revised.retry_count == 0
