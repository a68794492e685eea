"""What happens when Phoenix itself, or a sender that knows nothing of it, is wrong."""

from datetime import timedelta

import pytest
from temporalio import workflow
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowQueryFailedError

from contracts import (
    TASK_QUEUE,
    WORKFLOW_TYPE,
    CampaignPayload,
    FailureReason,
    WaitingFor,
    workflow_id,
)
from tests.support.builders import EXECUTION, request
from tests.support.worlds.campaigns import Campaign, World, open_real_world
from workflows import quality_gate


async def test_a_mistake_in_the_domain_ends_classified(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception that nobody foresaw ends the campaign, and says what it was."""

    def broken(*_: object, **__: object) -> None:
        raise KeyError("a mistake of ours")

    monkeypatch.setattr(quality_gate, "decide", broken)
    campaign = await world.start(request())

    payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.TIMEOUT
    assert payload.terminal_details == "KeyError: 'a mistake of ours'"
    assert world.platform.book == []


async def test_a_deployment_that_does_not_fit_suspends_and_fails_nothing() -> None:
    """A campaign that meets code it cannot run on waits for the right code, and then goes on."""
    async with open_real_world() as world:
        with pytest.MonkeyPatch.context() as wrong_code:

            def unfit(*_: object, **__: object) -> None:
                raise workflow.NondeterminismError("this code is not the one it began under")

            wrong_code.setattr(quality_gate, "decide", unfit)
            async with world.worker():
                # The next attempt may be with the worker that ends here, and is lost with it.
                campaign = await world.start(
                    request("instagram"), task_timeout=timedelta(seconds=2)
                )
                await campaign.has_event(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)
        async with world.worker():
            status = await campaign.waits_for(WaitingFor.METRICS)

    assert status.terminal_reason is None
    assert len(world.platform.book) == 1


async def test_messages_to_a_run_that_is_no_campaign() -> None:
    """Signals to such a run change nothing, and a query says why it is no campaign."""
    async with open_real_world() as world:
        handle = await world.client.start_workflow(
            WORKFLOW_TYPE,
            {"name": "half a request"},
            id=workflow_id(EXECUTION),
            task_queue=TASK_QUEUE,
            result_type=CampaignPayload,
        )
        await handle.signal("pause", {"by": "Luis"})
        await handle.signal("review", {"reviewer": "Luis"})
        await handle.signal("duplicate", {"by": "starter"})
        async with world.worker():
            error = await Campaign(handle).failure()
            with pytest.raises(WorkflowQueryFailedError) as refused:
                await handle.query("status")

    assert error.type == FailureReason.CONTRACT_INVALID.value
    assert "campaign_id: is required" in str(refused.value)
