"""A campaign that its admission turns away, since its tenant has as many open ones as it may."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

from contracts import CampaignState, ReviewAction, ReviewDecision, retry_id
from runtime.schedule.replies import SlotState
from tests.support.builders import request
from tests.support.campaigns.schedules import DAY, NAME, order, plan
from tests.support.eventually import eventually
from tests.support.worlds.campaigns import Campaign
from tests.support.worlds.installation import REVIEWED, Installation


async def test_a_worker_turns_away_what_nobody_refused_before(installation: Installation) -> None:
    """Its run ends as a violation of the policy with nothing done; the same start begins another.

    So it is for who starts many at once, and for a program that does not know the policy.
    """
    _, opened = await installation.reviewed()
    installation.workers_allow(1)

    started = await installation.type("start", installation.request_file(), "--wait")
    (listed,) = (await installation.campaigns.list(state=CampaignState.FAILED)).campaigns
    execution = listed.execution_id
    status = await installation.campaigns.status(execution)
    payload = await installation.campaigns.result(execution)
    retried = await installation.type("retry", str(execution))
    await opened.handle.terminate()
    again = await installation.type("start", installation.request_file())
    goes_on = Campaign(installation.world.client.get_workflow_handle(f"campaign-{execution}"))
    await goes_on.until(lambda status: status.awaiting_review)

    assert started.status == 1
    assert status.terminal_reason == "FAILED_POLICY"
    assert "(max_open_campaigns)" in str(status.terminal_details)
    assert [entry.action for entry in payload.execution_log[:2]] == ["received", "turned_away"]
    assert retried.status == 2
    assert "'starter.py start' with the same request begins it" in retried.err
    assert "started again, since its run came to no conclusion" in again.err
    assert again.out.split()[0] == str(execution)


async def test_a_retry_that_was_turned_away_is_typed_again(installation: Installation) -> None:
    """The ledger does not take it for a retry that has failed, and nothing is lost of the chain."""
    former = await installation.failed("compose", review=REVIEWED)
    again = retry_id(UUID(former))
    _, opened = await installation.reviewed()
    installation.workers_allow(1)

    turned_away = await installation.type("retry", former, "--wait")
    retried = await installation.type("retry", str(again))
    await opened.handle.terminate()
    installation.workers_allow(None)
    typed = await installation.type("retry", former)
    goes_on = Campaign(installation.world.client.get_workflow_handle(f"campaign-{again}"))
    status = await goes_on.until(lambda status: status.awaiting_review)
    await goes_on.send(
        "review",
        ReviewDecision(
            action=ReviewAction.REJECT, reviewer="Ana", report_digest=status.report_digest or ""
        ),
    )
    payload = await goes_on.failed_payload()

    assert turned_away.status == 1
    assert retried.status == 2
    assert f"'starter.py retry {former}' begins it" in retried.err
    assert (typed.status, typed.out.split()[0]) == (0, str(again))
    assert payload.terminal_reason == "FAILED_QUALITY"


async def test_of_many_that_begin_at_once_the_earliest_are_let_in(
    installation: Installation,
) -> None:
    """A crowd does not shut itself out, although each of them sees all the others."""
    installation.workers_allow(3)
    wanted = [request("x", execution_id=uuid4(), review=REVIEWED) for _ in range(12)]
    await asyncio.gather(*(installation.campaigns.start(one, "Ana") for one in wanted))

    async def statuses() -> list[Any]:
        return [await installation.campaigns.status(one.execution_id) for one in wanted]

    found = await eventually(
        statuses, lambda all_: all(one.finished or one.awaiting_review for one in all_)
    )
    admitted = [one for one in found if one.awaiting_review]

    # Temporal lists them a moment late, and a busy machine a little later: that lets some more in.
    assert 3 <= len(admitted) < len(wanted)


async def test_a_schedule_says_that_a_slot_was_turned_away(installation: Installation) -> None:
    """Who looks why nothing was published at a slot finds the limit, and not a start."""
    installation.workers_allow(0)
    schedules = installation.campaigns.schedules
    await schedules.create(order(), plan("09:00"))
    await schedules.trigger(NAME)

    found = await eventually(
        lambda: schedules.show(NAME, DAY),
        lambda found: [one.state for one in found.past] == [SlotState.TURNED_AWAY],
    )
    shown = await installation.type("schedule", "show", NAME)

    assert "allows 0 (max_open_campaigns)" in str(found.past[0].why)
    assert "turned away" in shown.out
