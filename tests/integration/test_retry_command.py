"""`retry` as it is typed: what it refuses, and the chain that other commands show afterwards."""

import json
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from contracts import (
    TASK_QUEUE,
    WORKFLOW_TYPE,
    CancelMessage,
    ReviewAction,
    ReviewDecision,
    Timing,
    retry_id,
    workflow_id,
)
from tests.support.builders import request
from tests.support.worlds.campaigns import Campaign
from tests.support.worlds.installation import REVIEWED, Installation

QUICK: Final = Timing(learning_window=timedelta(milliseconds=1))


async def decided(campaign: Campaign, action: ReviewAction) -> None:
    """Decide about the report that awaits its review."""
    status = await campaign.until(lambda status: status.awaiting_review)
    await campaign.send(
        "review",
        ReviewDecision(
            action=action,
            reviewer="Ana",
            comment="calmer",
            report_digest=status.report_digest or "",
        ),
    )


async def test_a_retry_is_shown_from_both_of_its_ends(installation: Installation) -> None:
    """Whoever looks at either execution is told of the other one; typed twice it starts one run."""
    former = await installation.failed("compose", timing=QUICK)
    again = str(retry_id(UUID(former)))

    typed = await installation.type("retry", former, "--wait")
    twice = await installation.type("retry", former)
    shown = {
        name: (await installation.type(*name.split())).out
        for name in (
            "list",
            f"status {former}",
            f"status {again}",
            f"report {former}",
            f"report {again}",
        )
    }
    listed = json.loads((await installation.type("list", "--json")).out)["campaigns"]

    assert typed.status == 0, typed.err
    assert f"started a retry of {former}: 'Café de temporada', execution {again}" in typed.err
    assert (twice.status, twice.out.split()) == (0, [again])
    assert f"the retry of {former} had been started before" in twice.err
    assert f"'starter.py retry {again}' follows it" in twice.err
    assert f"retried as {again[:8]}" in shown["list"]
    assert f"retried as {again}" in shown[f"status {former}"]
    assert f"retry of {former}" in shown[f"status {again}"]
    assert f"retried as {again}" in shown[f"report {former}"]
    assert f"retry of {former}" in shown[f"report {again}"]
    assert {one["execution_id"]: (one["retry_of"], one["retried_as"]) for one in listed} == {
        former: (None, again),
        again: (former, None),
    }


async def test_what_has_not_failed_is_not_retried(installation: Installation) -> None:
    """One sentence says why, and what to do instead; the status is 2, and nothing is started."""
    world = installation.world
    running, _ = await installation.reviewed()
    finished, campaign = await installation.begun("x", timing=QUICK)
    await campaign.handle.result()
    cancelled, campaign = await installation.reviewed()
    await installation.campaigns.send(UUID(cancelled), CancelMessage(by="Ana"))
    await campaign.cancelled_payload()
    revised, campaign = await installation.reviewed()
    await decided(campaign, ReviewAction.REQUEST_CHANGES)
    await campaign.until(lambda status: status.awaiting_review and status.revision == 1)
    await decided(campaign, ReviewAction.REJECT)
    await campaign.failure()
    terminated, campaign = await installation.reviewed()
    await campaign.handle.terminate()
    former = await installation.failed("scan", review=REVIEWED)
    again = (await installation.campaigns.retry(UUID(former))).execution_id
    await world.client.get_workflow_handle(workflow_id(again)).terminate()
    unread = request("x", execution_id=uuid4())
    later = unread.model_dump(mode="json", exclude_defaults=True) | {"of_a_later_release": True}
    name = workflow_id(unread.execution_id)
    await Campaign(
        await world.client.start_workflow(WORKFLOW_TYPE, later, id=name, task_queue=TASK_QUEUE)
    ).failure()
    world.policies.policy = world.policies.policy.model_copy(update={"channels_allowed": []})
    stranger, campaign = await installation.begun("x")
    await campaign.failure()

    told = {
        running: "is still running, and only what failed is retried",
        finished: "has not failed, and only what failed is retried",
        cancelled: "was cancelled, and only what failed is retried",
        revised: "had its content revised, and a retry takes over a first revision only",
        terminated: "'starter.py start' with the same request goes on with it",
        str(again): f"'starter.py retry {former}' goes on with it",
        str(unread.execution_id): f"'temporal workflow delete --workflow-id {name}'",
        stranger: "'starter.py start --new-execution' starts it from the beginning",
    }
    for execution, why in told.items():
        typed = await installation.type("retry", execution)
        assert (typed.status, typed.out) == (2, ""), typed
        assert typed.err.startswith(f"execution {execution} ")
        assert why in typed.err
        assert typed.err.count("\n") == 1
    unknown = await installation.type("retry", str(uuid4()))
    assert unknown.status == 2
