"""An execution that ran before is answered from the ledger, and nobody else's is."""

from contracts import (
    TASK_QUEUE,
    WORKFLOW_TYPE,
    CampaignPayload,
    CampaignRequest,
    FailureReason,
    workflow_id,
)
from tests.support.builders import CAMPAIGN, EXECUTION, TENANT, request
from tests.support.worlds.campaigns import Campaign, World
from workflows import visibility


async def test_another_tenants_execution_is_not_answered_with_its_outcome(world: World) -> None:
    """Who takes another tenant's execution id after Temporal forgot it learns nothing of it."""
    ours = await (await world.start(request())).handle.result()
    calls = len(world.faults.calls)

    other = await _start_once_more(world, request().model_copy(update={"tenant_id": CAMPAIGN}))
    payload = await other.failed_payload()

    assert payload.terminal_reason is FailureReason.CONTRACT_INVALID
    assert (payload.tenant_id, payload.publications, payload.assets) == (CAMPAIGN, [], [])
    assert world.faults.calls[calls:] == ["open"]
    assert world.ledger.executions.outcomes[EXECUTION].publications == ours.publications


async def test_an_execution_with_another_request_is_refused(world: World) -> None:
    """An execution that the ledger knows with another request neither runs nor is overwritten."""
    world.ledger.executions.requests[EXECUTION] = "0" * 64
    campaign = await world.start(request())

    payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.CONTRACT_INVALID
    assert EXECUTION not in world.ledger.executions.outcomes


async def test_a_finished_execution_answers_from_the_ledger(world: World) -> None:
    """A start after Temporal has forgotten the run returns the outcome without any effect."""
    first = await (await world.start(request())).handle.result()
    calls = len(world.faults.calls)

    again = await _start_once_more(world)
    payload = await again.handle.result()

    assert payload.publications == first.publications
    assert payload.execution_log[-1].action == "answered_from_ledger"
    assert world.faults.calls[calls:] == ["open"]
    assert (await again.status()).finished


async def test_a_failed_execution_answers_with_its_failure(world: World) -> None:
    """A start of an execution that failed long ago fails in the same way, without any effect."""
    world.faults.plan("compose", *[RuntimeError("no ideas")] * 9)
    first = await (await world.start(request())).failed_payload()

    again = await _start_once_more(world)
    payload = await again.failed_payload()

    assert payload.terminal_reason is first.terminal_reason
    assert payload.terminal_details == first.terminal_details


async def _start_once_more(world: World, asked: CampaignRequest | None = None) -> Campaign:
    # What retention does, this does at once: the id is free again, and Temporal knows nothing.
    handle = await world.client.start_workflow(
        WORKFLOW_TYPE,
        asked or request(),
        id=workflow_id(EXECUTION),
        task_queue=TASK_QUEUE,
        result_type=CampaignPayload,
    )
    return Campaign(handle)


async def test_a_run_under_a_foreign_id_is_refused(world: World) -> None:
    """A run whose id is not keyed on its own `execution_id` fails before it does anything."""
    handle = await world.client.start_workflow(
        WORKFLOW_TYPE,
        request(),
        id="spring-campaign",
        task_queue=TASK_QUEUE,
        result_type=CampaignPayload,
    )

    campaign = Campaign(handle)
    payload = await campaign.failed_payload()
    status = await campaign.status()
    described = await handle.describe()

    assert payload.terminal_reason is FailureReason.CONTRACT_INVALID
    assert f"must be {workflow_id(EXECUTION)}" in (payload.terminal_details or "")
    assert (status.finished, status.terminal_details) == (True, payload.terminal_details)
    assert described.typed_search_attributes[visibility.TENANT] == str(TENANT)
    assert world.faults.calls == []
