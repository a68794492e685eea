"""A campaign runs from its request to its measured result, or ends with a classified reason."""

from datetime import timedelta

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue

from contracts import (
    TASK_QUEUE,
    WORKFLOW_TYPE,
    CampaignPayload,
    CampaignRequest,
    CampaignState,
    ContractInvalid,
    FailureReason,
    MetricsRecord,
    PublicationStatus,
    WaitingFor,
    lost_between,
    workflow_id,
)
from domain.signing import digest
from tests.support.builders import CAMPAIGN, EXECUTION, TENANT, metrics, request
from tests.support.world import Campaign, World
from workflows import visibility


def path(payload: CampaignPayload) -> list[str]:
    """Return the states that a campaign went through, in order."""
    return [
        entry.metadata["after"]
        for entry in payload.execution_log
        if entry.action == "state_changed"
    ]


async def test_a_campaign_comes_to_rest(world: World) -> None:
    """A campaign goes through every stage once, publishes on every channel once, and rests."""
    campaign = await world.start(request("instagram", "x"))

    payload = await campaign.handle.result()

    assert path(payload) == [
        "RADAR_SCAN",
        "STRATEGY_GEN",
        "CONTENT_PROD",
        "QUALITY_AUDIT",
        "PUBLISH",
        "LEARN",
        "IDLE",
    ]
    assert payload.terminal_reason is None
    assert [entry.channel for entry in payload.publications] == ["instagram", "x"]
    assert len(world.platform.book) == 2
    assert payload.quality_audit is not None
    assert [digest(payload.quality_audit)] == payload.audit_digests
    assert payload.pending_audit is None


async def test_what_was_made_is_never_replaced(world: World) -> None:
    """A payload read on the way is a beginning of the final one."""
    campaign = await world.start(request())
    await campaign.waits_for(WaitingFor.METRICS)
    on_the_way = await campaign.payload()

    final = await campaign.handle.result()

    assert lost_between(on_the_way, final) == []
    assert on_the_way != final


async def test_the_outcome_is_remembered(world: World) -> None:
    """The ledger knows the final payload of a campaign that has ended."""
    campaign = await world.start(request())

    payload = await campaign.handle.result()

    assert world.ledger.executions.outcomes[EXECUTION] == payload


async def test_a_ledger_that_refuses_the_outcome_changes_nothing_of_it(world: World) -> None:
    """A campaign ends as it ended, and says in its log that the ledger did not take it."""
    world.faults.plan("conclude", ContractInvalid("no permission"))
    campaign = await world.start(request())

    payload = await campaign.handle.result()

    assert payload.current_state is CampaignState.IDLE
    assert payload.execution_log[-1].action == "not_remembered"


async def test_metrics_end_the_learning_window(world: World) -> None:
    """When the last channel's final metrics are in, nobody waits for the window to close."""
    campaign = await world.start(request("instagram", "x"))
    await campaign.waits_for(WaitingFor.METRICS)

    await campaign.send("record_metrics", MetricsRecord(metrics=[metrics("instagram")]))
    await campaign.send("record_metrics", MetricsRecord(metrics=[metrics("x")], final=True))
    early = await campaign.status()
    await campaign.handle.signal(
        "record_metrics", MetricsRecord(metrics=[metrics("instagram", 2000)], final=True)
    )
    await campaign.until(lambda status: status.finished)

    payload = await campaign.payload()
    assert not early.finished
    assert [entry.impressions for entry in payload.metrics] == [1000, 1000, 2000]
    assert payload.learning is not None
    assert payload.learning.without_metrics == []


async def test_a_request_against_policy_produces_nothing(world: World) -> None:
    """A channel that the tenant does not allow ends the campaign before its first stage."""
    world.policies.policy = world.policies.policy.model_copy(
        update={"channels_allowed": ["linkedin"]}
    )
    campaign = await world.start(request("instagram"))

    payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.POLICY_VIOLATION
    assert path(payload) == ["FAILED"]
    assert world.faults.calls == ["open"]


async def test_a_campaign_of_an_unknown_tenant_produces_nothing(world: World) -> None:
    """A tenant of whom no policy speaks ends as `FAILED_POLICY` before the first stage."""
    world.policies.strangers.add(TENANT)
    campaign = await world.start(request("instagram"))

    payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.POLICY_VIOLATION
    assert path(payload) == ["FAILED"]
    assert world.faults.calls == ["open"]


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


async def test_a_placement_that_nobody_knows_is_refused(world: World) -> None:
    """A channel without a known placement ends as `FAILED_CONTRACT` and names what is known."""
    plan = request("instagram").channels[0].model_copy(update={"placement": "billboard"})
    campaign = await world.start(request(channels=[plan]))

    payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.CONTRACT_INVALID
    assert payload.terminal_details is not None
    assert "billboard" in payload.terminal_details


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


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "takes one CampaignRequest, not 0 arguments"),
        ([request(), request()], "takes one CampaignRequest, not 2 arguments"),
        ([{"name": "half a request"}], "campaign_id: is required"),
        (["not an object"], "CampaignRequest"),
        ([b"\x00\x01"], "must be one JSON object"),
        ([None], "CampaignRequest"),
        ([{**request().model_dump(mode="json"), "colour": "red"}], "colour: is not a field"),
        (
            [{**request().model_dump(mode="json"), "budget": {"total": -1}}],
            "budget.total: ",
        ),
        (
            [RawValue(Payload(metadata={"encoding": b"json/plain"}, data=b'{"name": '))],
            "is not valid JSON",
        ),
        (
            [RawValue(Payload(metadata={"encoding": b"binary/encrypted"}, data=b"x"))],
            "must be JSON in the encoding 'json/plain', not 'binary/encrypted'",
        ),
        ([RawValue(Payload(metadata={"encoding": b"\xff"}, data=b"x"))], "'json/plain', not"),
    ],
)
async def test_input_that_is_no_request_ends_the_run(
    world: World, arguments: list[object], message: str
) -> None:
    """Whoever sent it, such input ends as `FAILED_CONTRACT` and never hangs."""
    handle = await world.client.start_workflow(
        WORKFLOW_TYPE,
        args=arguments,
        id=workflow_id(EXECUTION),
        task_queue=TASK_QUEUE,
        result_type=CampaignPayload,
        execution_timeout=timedelta(seconds=20),
    )

    error = await Campaign(handle).failure()
    described = await handle.describe()

    assert error.type == FailureReason.CONTRACT_INVALID.value
    assert message in error.message
    assert described.typed_search_attributes[visibility.REASON] == error.type
    assert world.faults.calls == []


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


async def test_a_status_names_every_channel(world: World) -> None:
    """The short status says per channel what is proven, also after the end."""
    campaign = await world.start(request("instagram", "x"))
    await campaign.handle.result()

    status = await campaign.status()

    assert status.finished
    assert status.state is CampaignState.IDLE
    assert [(c.channel, c.status) for c in status.channels] == [
        ("instagram", PublicationStatus.SENT),
        ("x", PublicationStatus.SENT),
    ]
