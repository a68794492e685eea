"""The activities before publication and after it do what their stage promises."""

from typing import Any

import pytest

from contracts import (
    AdmissionOrder,
    CampaignPayload,
    CampaignState,
    Conclusion,
    ContractInvalid,
    LearnOrder,
    LearnResult,
    PolicyViolation,
    RadarOrder,
    RadarResult,
    SuppressedDuplicate,
)
from domain.signing import canonical, digest
from tests.support.activity_world import World, read_report, stage
from tests.support.builders import CAMPAIGN, EXECUTION, TENANT, request

DIGEST = "0" * 64


def admission(**changes: Any) -> AdmissionOrder:
    """Return the order to admit a request."""
    return AdmissionOrder(request=request("x", **changes), request_sha256=DIGEST)


def ended() -> CampaignPayload:
    """Return a campaign that has ended."""
    return CampaignPayload(
        campaign_id=CAMPAIGN,
        tenant_id=TENANT,
        execution_id=EXECUTION,
        current_state=CampaignState.IDLE,
    )


@pytest.fixture
def world() -> World:
    """Give a test its own world."""
    return World()


async def test_a_worker_offers_every_activity_once_and_closes_what_it_opened(world: World) -> None:
    """The workflow finds all of its activities by their names."""
    await world.stages.close()

    assert len(world.offered) == len(world.stages.activities) == 10


async def test_a_request_is_admitted_with_its_policy(world: World) -> None:
    """What the run may do is known before its first stage."""
    admitted = await world.run("admit_campaign", admission())

    assert admitted.policy == world.policies.policy
    assert admitted.concluded is None


async def test_an_execution_that_ended_is_answered_even_if_it_would_be_refused_today(
    world: World,
) -> None:
    """A policy that became stricter does not rewrite an outcome."""
    await world.run("admit_campaign", admission())
    await world.run("conclude_campaign", Conclusion(payload=ended(), request_sha256=DIGEST))
    world.policies.policy = world.policies.policy.model_copy(update={"channels_allowed": []})

    again = await world.run("admit_campaign", admission())

    assert again.concluded == ended()


async def test_a_request_against_the_policy_is_refused_before_anything_is_made(
    world: World,
) -> None:
    """A tenant's rules hold whatever a request asks for."""
    world.policies.policy = world.policies.policy.model_copy(update={"channels_allowed": ["email"]})

    with pytest.raises(PolicyViolation):
        await world.run("admit_campaign", admission())

    assert world.faults.calls == ["open"]


async def test_an_unknown_placement_is_refused_before_the_ledger_knows_of_it(world: World) -> None:
    """A request for a placement that nobody can make leaves nothing behind."""
    order = admission(channels=[request("x").channels[0].model_copy(update={"placement": "cube"})])

    with pytest.raises(ContractInvalid):
        await world.run("admit_campaign", order)

    assert world.ledger.executions.requests == {}


async def test_suppressed_duplicates_are_counted(world: World) -> None:
    """How often somebody asked again can be looked up."""
    duplicate = SuppressedDuplicate(execution_id=EXECUTION, by="starter")
    await world.run("record_duplicate", duplicate)

    counted = await world.run("record_duplicate", duplicate)

    assert (counted.execution_id, counted.suppressed) == (EXECUTION, 2)


async def test_the_radar_is_asked(world: World) -> None:
    """What the radar found is what the campaign gets."""
    order = RadarOrder(**stage("RADAR_SCAN"), language=request().language)

    result: RadarResult = await world.run("scan_radar", order)

    assert result == RadarResult(documents=0)


async def test_a_brief_and_a_report_are_stored_as_they_are_named(world: World) -> None:
    """The digests that a report and a reviewer name are those of the stored bytes."""
    order = await world.audited()

    stored = read_report(await world.store.get(order.report.sha256))

    assert stored.brief_sha256 == order.brief.sha256
    assert digest(stored) == order.report.sha256


async def test_what_was_learned_is_stored(world: World) -> None:
    """The tenant's next campaign can read what this one taught."""
    order = LearnOrder(**stage("LEARN"), channels=["x"])

    result: LearnResult = await world.run("learn_results", order)

    assert await world.store.get(result.artifact.sha256) == canonical(result.report)
