"""The activities before publication and after it do what their stage promises.

Longer than 250 lines because the small activities of a campaign's two ends are told together, in
one world.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from contracts import (
    AdmissionInput,
    ArtifactMissing,
    ArtifactRef,
    CampaignPayload,
    CampaignRequest,
    CampaignState,
    Conclusion,
    ContractInvalid,
    Foresight,
    ForesightInput,
    LearnInput,
    LearnResult,
    LedgerIdentity,
    OtherLedger,
    OutcomeInput,
    PolicyViolation,
    Publication,
    PublicationStatus,
    QualityReport,
    RadarInput,
    RadarReport,
    RadarResult,
    StrategyInput,
    SuppressedDuplicate,
    TooManyOpen,
    Unreadable,
)
from domain.signing import canonical, digest
from tests.support.builders import CAMPAIGN, EXECUTION, MOMENT, TENANT, request
from tests.support.fakes import FakeStore
from tests.support.worlds.activities import World, execution, own_run
from workflows.inputs import Inputs

DIGEST = "0" * 64
OTHER = UUID("9f1c1f0e-6f0e-4b52-9a4e-3a4de3c0a0ff")
"""Another tenant than the usual one."""


def admission(**changes: Any) -> AdmissionInput:
    """Return what is given to admit a request."""
    return AdmissionInput(request=request("x", **changes), request_sha256=DIGEST)


def ended() -> CampaignPayload:
    """Return a campaign that has ended."""
    return CampaignPayload(
        campaign_id=CAMPAIGN,
        tenant_id=TENANT,
        execution_id=EXECUTION,
        current_state=CampaignState.IDLE,
    )


async def conclusion(world: World, **changes: Any) -> Conclusion:
    """Store how the campaign ended, and return what is given to remember it."""
    kept: ArtifactRef = await world.run("keep_outcome", OutcomeInput(payload=ended()))
    said: dict[str, Any] = {
        "tenant_id": TENANT,
        "execution_id": EXECUTION,
        "outcome": kept.sha256,
        "request_sha256": DIGEST,
    }
    return Conclusion(**{**said, **changes})


@pytest.fixture
def world() -> World:
    """Give a test its own world."""
    return World()


async def test_a_worker_offers_every_activity_once_and_closes_what_it_opened(world: World) -> None:
    """The workflow finds all of its activities by their names."""
    await world.stages.close()

    assert len(world.offered) == len(world.stages.activities) == 13


async def test_an_outcome_is_kept_where_the_ledger_is_that_admitted_the_campaign(
    world: World,
) -> None:
    """A worker of another host, with a store of its own, leaves it to whoever concludes it."""
    stranger = LedgerIdentity(id=OTHER, epoch=1)
    with pytest.raises(OtherLedger):
        await world.run("keep_outcome", OutcomeInput(payload=ended(), ledger=stranger))

    own = await world.ledger.identity()
    kept: ArtifactRef = await world.run("keep_outcome", OutcomeInput(payload=ended(), ledger=own))

    assert kept.sha256 == digest(ended())


async def test_a_request_is_admitted_with_its_policy(world: World) -> None:
    """What the run may do is known before its first stage."""
    admitted = await world.run("admit_campaign", admission())

    assert admitted.policy == world.policies.policy
    assert admitted.policy_sha256 == digest(world.policies.policy)
    assert admitted.at_once == [CampaignState.STRATEGY_GEN, CampaignState.LEARN]
    assert admitted.concluded is None


@pytest.mark.parametrize("status", [each for each in PublicationStatus if each != "under_way"])
async def test_what_earlier_runs_left_is_known_from_the_beginning(
    world: World, status: PublicationStatus
) -> None:
    """A second run shows what is out, or may be, before it does anything."""
    remote = "post-1" if status is PublicationStatus.SENT else None
    left = Publication(channel="x", placement="post", status=status, remote_id=remote, at=MOMENT)
    world.ledger.executions.noted.append(left)

    admitted = await world.run("admit_campaign", admission())

    assert admitted.publications == ([] if status is PublicationStatus.NOT_SENT else [left])


@pytest.mark.parametrize(("ran_before", "epoch"), [(False, 1), (True, 0)])
async def test_a_run_of_which_the_ledger_has_forgotten_the_first_looks_before_it_sends(
    world: World, epoch: int, *, ran_before: bool
) -> None:
    """What Temporal knows of and the ledger does not is carried by everything that is ordered."""
    given = admission().model_copy(update={"ran_before": ran_before})

    admitted = await world.run("admit_campaign", given)

    assert admitted.ledger.epoch == epoch

    assert await world.references.read(CampaignRequest, digest(request("x"))) == request("x")


async def test_a_learner_that_takes_its_time_is_not_asked_within_a_workflow_task(
    world: World,
) -> None:
    """Whoever asks a service of his own to learn is waited for by an activity."""
    world.providers.answers_at_once = False
    world.offered = {offered.__name__: offered for offered in world.stages.activities}

    admitted = await world.run("admit_campaign", admission())

    assert admitted.at_once == []


async def test_an_execution_that_ended_is_answered_even_if_it_would_be_refused_today(
    world: World,
) -> None:
    """A policy that became stricter does not rewrite an outcome."""
    await world.run("admit_campaign", admission())
    await world.run("conclude_campaign", await conclusion(world))
    world.policies.policy = world.policies.policy.model_copy(update={"channels_allowed": []})

    stricter = await world.run("admit_campaign", admission())
    world.policies.unknown.add(TENANT)
    without = await world.run("admit_campaign", admission())

    assert stricter.concluded == without.concluded == ended()
    assert without.policy.channels_allowed == []


async def test_an_outcome_comes_from_its_own_run_alone(world: World) -> None:
    """Nobody who merely reaches Temporal can write into the ledger how a campaign ended."""
    told = await conclusion(world)
    world.env.info = replace(world.env.info, workflow_id=None, workflow_type=None)

    with pytest.raises(ContractInvalid, match="was called by nobody"):
        await world.run("conclude_campaign", told)

    assert world.ledger.executions.outcomes == {}


def outcome() -> OutcomeInput:
    """Return what is stored of an end."""
    return OutcomeInput(payload=ended())


@pytest.mark.parametrize(
    ("name", "given"), [("admit_campaign", admission), ("keep_outcome", outcome)]
)
async def test_only_its_own_run_is_admitted_and_leaves_an_outcome(
    world: World, name: str, given: Callable[[], Any]
) -> None:
    """A stranger takes no execution's id with a request of his own, and stores nothing."""
    world.env.info = replace(world.env.info, workflow_id="campaign-of-mine")

    with pytest.raises(ContractInvalid, match="was called by campaign-of-mine"):
        await world.run(name, given())

    assert world.store.blobs == {}
    world.env.info = own_run(world.env.info)
    assert (await world.run("admit_campaign", admission())).concluded is None


async def test_an_outcome_of_another_execution_is_refused(world: World) -> None:
    """A run says how it ended, and not how another did."""
    other = await world.references.keep(ended().model_copy(update={"execution_id": CAMPAIGN}))

    with pytest.raises(ContractInvalid, match="the outcome is another execution's"):
        await world.run("conclude_campaign", await conclusion(world, outcome=other.sha256))


async def test_a_request_against_the_policy_is_refused_before_anything_is_made(
    world: World,
) -> None:
    """A tenant's rules hold whatever a request asks for."""
    world.policies.policy = world.policies.policy.model_copy(update={"channels_allowed": ["email"]})

    with pytest.raises(PolicyViolation):
        await world.run("admit_campaign", admission())

    assert world.faults.calls == ["open"]


async def test_a_campaign_too_many_is_turned_away_before_anything_is_made(world: World) -> None:
    """A tenant that has as many open campaigns as it may stores nothing for another one."""
    world.policies.policy = world.policies.policy.model_copy(update={"max_open_campaigns": 2})
    world.open_campaigns.number = 2

    with pytest.raises(TooManyOpen, match="allows 2"):
        await world.run("admit_campaign", admission())
    stored = dict(world.store.blobs)
    world.open_campaigns.number = 1
    admitted = await world.run("admit_campaign", admission())

    assert stored == {}
    assert admitted.policy.max_open_campaigns == 2
    assert world.open_campaigns.asked == [TENANT, TENANT]


@pytest.mark.parametrize("is_out", [False, True])
async def test_what_has_begun_is_let_in_however_many_are_open(
    world: World, *, is_out: bool
) -> None:
    """A campaign that was ended from outside can be settled, and what is out can be taken back."""
    world.policies.policy = world.policies.policy.model_copy(update={"max_open_campaigns": 0})
    status = PublicationStatus.UNKNOWN if is_out else PublicationStatus.NOT_SENT
    left = Publication(channel="x", placement="post", status=status, at=MOMENT)
    world.ledger.executions.noted.append(left)
    given = admission().model_copy(update={"ran_before": not is_out})

    admitted = await world.run("admit_campaign", given)

    assert admitted.publications == ([left] if is_out else [])
    assert world.open_campaigns.asked == []


async def test_nobody_counts_for_a_tenant_without_a_limit(world: World) -> None:
    """What has no limit costs no question, and needs no Temporal that can count."""
    await world.run("admit_campaign", admission())

    assert world.open_campaigns.asked == []


async def test_a_request_of_an_unknown_tenant_is_refused_before_anything_is_made(
    world: World,
) -> None:
    """Whom no policy speaks for stores nothing."""
    world.policies.unknown.add(TENANT)

    with pytest.raises(PolicyViolation, match="is unknown"):
        await world.run("admit_campaign", admission())

    assert world.faults.calls == ["open"]
    assert world.store.blobs == {}


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
    """What the radar found is stored, and the campaign gets its name."""
    kept = await world.references.keep(request("x"))
    given = RadarInput(**execution(), request=kept.sha256)

    result: RadarResult = await world.run("scan_radar", given)

    assert (result.documents, result.signals) == (0, 0)
    assert await world.references.read(RadarReport, result.report.sha256) == RadarReport()


async def test_a_brief_and_a_report_are_stored_as_they_are_named(world: World) -> None:
    """The digests that a report and a reviewer name are those of the stored bytes."""
    given = await world.audited()

    stored = await world.references.read(QualityReport, given.report)

    assert stored.brief_sha256 == given.brief
    assert digest(stored) == given.report


async def test_stored_bytes_that_are_something_else_are_told(world: World) -> None:
    """A stage that is given the name of something else says what is there instead."""
    kept = await world.references.keep(request("x"))
    given = StrategyInput(**execution(), request=kept.sha256, radar=kept.sha256)

    with pytest.raises(Unreadable, match=f"artefact {kept.sha256}: this is no RadarReport"):
        await world.run("compose_strategy", given)


@pytest.mark.parametrize(
    "name",
    ["scan_radar", "compose_strategy", "produce_content", "audit_quality", "publish_channel"],
)
async def test_a_stage_finds_nothing_that_is_another_tenants(world: World, name: str) -> None:
    """Whoever knows another tenant's digests can name them, and no stage reads or writes there."""
    published = await world.audited()
    inputs = Inputs(request("x"))
    policy = await world.references.keep(world.policies.policy)
    asset = await world.asset_of(published)
    given = {
        "scan_radar": inputs.radar(),
        "compose_strategy": inputs.strategy(policy.sha256),
        "produce_content": inputs.content(request("x").channels[0], published.brief),
        "audit_quality": inputs.audit([asset], published.brief, policy.sha256),
        "publish_channel": published,
    }[name]
    before = dict(world.store.blobs)

    # A revision of its own: the ledger would refuse another order under the same step.
    other = given.model_copy(update={"tenant_id": OTHER, "revision": 1})
    with pytest.raises(ArtifactMissing):
        await world.run(name, other)

    assert world.store.blobs == before
    strangers = world.stores.of(OTHER)
    assert isinstance(strangers, FakeStore)
    assert strangers.blobs == {}
    assert world.platform.book == []


async def test_an_outcome_that_another_tenant_has_stored_is_not_found(world: World) -> None:
    """A conclusion names what its own tenant has stored, and nothing else counts."""
    with pytest.raises(ArtifactMissing):
        await world.run("conclude_campaign", await conclusion(world, tenant_id=OTHER))

    assert world.ledger.executions.outcomes == {}


async def test_what_was_learned_is_stored(world: World) -> None:
    """The tenant's next campaign can read what this one taught."""
    given = LearnInput(**execution(), places=["x.post"])

    result: LearnResult = await world.run("learn_results", given)

    assert await world.store.get(result.artifact.sha256) == canonical(result.report)
    assert result.report.without_metrics == ["x.post"]


async def test_what_a_comment_would_change_is_asked_place_by_place(world: World) -> None:
    """One place where something would change is enough; else every place says why not, once."""
    published = await world.audited()
    inputs = Inputs(request("x"))
    asset = await world.asset_of(published)
    world.providers.idle = {"nicer": "no line of it is an instruction"}

    def given(comment: str) -> ForesightInput:
        return inputs.foresight(published.brief, [asset], revision=1, changes=[comment])

    vain: Foresight = await world.run("foresee_content", given("nicer"))
    sensible: Foresight = await world.run("foresee_content", given("calmer"))
    twice = given("nicer").model_copy(update={"contents": given("nicer").contents * 2})
    told: Foresight = await world.run("foresee_content", twice)

    assert vain.why_idle == told.why_idle == "no line of it is an instruction"
    assert sensible.why_idle is None
