"""A campaign runs from its request to its measured result, or ends with a classified reason."""

from datetime import timedelta

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue

from contracts import (
    TASK_QUEUE,
    WORKFLOW_TYPE,
    CampaignPayload,
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
from tests.support.builders import EXECUTION, TENANT, metrics, request
from tests.support.worlds.campaigns import Campaign, World
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
    world.policies.unknown.add(TENANT)
    campaign = await world.start(request("instagram"))

    payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.POLICY_VIOLATION
    assert path(payload) == ["FAILED"]
    assert world.faults.calls == ["open"]


async def test_a_placement_that_nobody_knows_is_refused(world: World) -> None:
    """A channel without a known placement ends as `FAILED_CONTRACT` and names what is known."""
    plan = request("instagram").channels[0].model_copy(update={"placement": "billboard"})
    campaign = await world.start(request(channels=[plan]))

    payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.CONTRACT_INVALID
    assert payload.terminal_details is not None
    assert "billboard" in payload.terminal_details


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
