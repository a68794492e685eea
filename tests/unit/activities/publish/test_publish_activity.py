"""Nothing is published but what was audited, in time, and once."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from activities.ports import StepStatus
from contracts import (
    ArtifactMissing,
    Charge,
    PlatformRefused,
    PlatformUnavailable,
    PolicyViolation,
    PublicationStatus,
    PublishInput,
    PublishResult,
    QualityRefused,
    QualityVerdict,
    ReviewAction,
    ReviewDecision,
    Severity,
    StepLost,
    Timing,
    Unreadable,
    WindowClosed,
)
from tests.support.activity_world import World
from tests.support.builders import MOMENT, TENANT, check, request
from tests.support.campaign_parts import brief
from tests.support.cancelled_calls import cancelled_during

PARTS = ("asset", "description", "request", "brief", "report")


async def parts_of(world: World, given: PublishInput) -> dict[str, str]:
    """Return the digests of everything that a publication rests on."""
    return {
        "asset": (await world.asset_of(given)).sha256,
        "description": given.assets[0],
        "request": given.request,
        "brief": given.brief,
        "report": given.report,
    }


@pytest.fixture
def world() -> World:
    """Give a test its own world."""
    return World()


async def test_what_was_audited_is_published_once(world: World) -> None:
    """A second attempt is answered by the ledger, and the channel is not called again."""
    given = await world.audited()

    first: PublishResult = await world.run("publish_channel", given)
    second: PublishResult = await world.run("publish_channel", given)

    assert first.publication.status is PublicationStatus.SENT
    assert first == second
    assert world.faults.calls.count("publish x") == 1
    assert world.platform.book == [given.step_key]


@pytest.mark.parametrize("part", PARTS)
async def test_any_altered_byte_stops_a_publication(world: World, part: str) -> None:
    """Nobody can swap what was audited for something else on the way out, not by a single bit."""
    given = await world.audited()
    names = await parts_of(world, given)
    data = world.store.blobs[names[part]]

    for position in range(len(data)):
        altered = bytes([data[position] ^ 1])
        world.store.blobs[names[part]] = data[:position] + altered + data[position + 1 :]
        with pytest.raises(QualityRefused):
            await world.run("publish_channel", given)

    assert world.platform.book == []


async def test_a_report_that_was_altered_and_named_anew_stops_a_publication(world: World) -> None:
    """Neither verdict nor key id nor signature can be changed by who can write to the store."""
    given = await world.audited()
    data = world.store.blobs[given.report]

    for position in range(len(data)):
        altered = bytes([data[position] ^ 1])
        forged = await world.store.put(
            data[:position] + altered + data[position + 1 :], "application/json"
        )
        world.ledger.steps.rows.clear()
        with pytest.raises((QualityRefused, Unreadable)):
            await world.run("publish_channel", given.model_copy(update={"report": forged.sha256}))

    assert world.platform.book == []


@pytest.mark.parametrize("part", PARTS)
async def test_missing_bytes_are_looked_for_again(world: World, part: str) -> None:
    """A store that is late is no fault of the campaign: the attempt may be repeated."""
    given = await world.audited()
    names = await parts_of(world, given)
    del world.store.blobs[names[part]]

    with pytest.raises(ArtifactMissing):
        await world.run("publish_channel", given)

    assert not ArtifactMissing.final


async def no_report(world: World, given: PublishInput) -> PublishInput:
    """Name stored bytes that are no report."""
    reference = await world.store.put(b'{"verdict": "PASS"}', "application/json")
    return given.model_copy(update={"report": reference.sha256})


async def untrusted(world: World, given: PublishInput) -> PublishInput:
    """Trust nobody, now or at admission."""
    world.policies.policy = world.policies.policy.model_copy(update={"trusted_auditors": []})
    admitted = await world.references.keep(world.policies.policy)
    return given.model_copy(update={"policy": admitted.sha256})


async def another_execution(world: World, given: PublishInput) -> PublishInput:
    """Show the report of another run."""
    return await world.restored(given, execution_id=UUID(int=9))


async def failed(world: World, given: PublishInput) -> PublishInput:
    """Show a report that failed."""
    return await world.restored(given, verdict=QualityVerdict.FAIL)


async def blocked(world: World, given: PublishInput) -> PublishInput:
    """Show a report with a finding that blocks."""
    finding = check(QualityVerdict.FAIL, Severity.CRITICAL, "CONTRAST_TOO_LOW")
    return await world.restored(given, verdict=QualityVerdict.FAIL, checks=[finding])


async def unreviewed(world: World, given: PublishInput) -> PublishInput:
    """Leave out the review that the tenant wants of every campaign."""
    world.policies.policy = world.policies.policy.model_copy(update={"review_required": True})
    return given


async def reviewed_otherwise(world: World, given: PublishInput) -> PublishInput:
    """Bring an approval of another report."""
    approval = ReviewDecision(
        action=ReviewAction.APPROVE, reviewer="ana", report_digest=given.assets[0]
    )
    return (await unreviewed(world, given)).model_copy(update={"review": approval})


async def another_brief(world: World, given: PublishInput) -> PublishInput:
    """Name another brief."""
    reference = await world.references.keep(brief())
    return given.model_copy(update={"brief": reference.sha256})


async def changed(world: World, given: PublishInput, **changes: Any) -> str:
    """Store the asset with changes, and return its digest."""
    asset = (await world.asset_of(given)).model_copy(update=changes)
    return (await world.references.keep(asset)).sha256


async def changed_copy(world: World, given: PublishInput) -> PublishInput:
    """Change the text after the audit."""
    forged = await changed(world, given, text={"body": "free beer"})
    return given.model_copy(update={"assets": [forged]})


async def changed_link(world: World, given: PublishInput) -> PublishInput:
    """Lead somewhere else after the audit."""
    forged = await changed(world, given, link="https://elsewhere.example/")
    return given.model_copy(update={"assets": [forged]})


async def one_more(world: World, given: PublishInput) -> PublishInput:
    """Add an asset that nobody audited."""
    added = await changed(world, given, alt_text="x")
    return given.model_copy(update={"assets": [*given.assets, added]})


async def no_asset(world: World, given: PublishInput) -> PublishInput:
    """Name stored bytes that are no asset."""
    del world
    return given.model_copy(update={"assets": [given.report]})


async def newer_asset(world: World, given: PublishInput) -> PublishInput:
    """Name an asset of which a later release says more than is known here."""
    asset = json.loads(world.store.blobs[given.assets[0]])
    newer = await world.store.put(json.dumps(asset | {"sound": "on"}).encode(), "application/json")
    return given.model_copy(update={"assets": [newer.sha256]})


async def elsewhere(world: World, given: PublishInput) -> PublishInput:
    """Take what was made for one place to another."""
    del world
    return given.model_copy(update={"channel": "instagram", "placement": "feed"})


async def another_request(world: World, given: PublishInput) -> PublishInput:
    """Show the request of another run."""
    other = await world.references.keep(request("x", execution_id=UUID(int=9)))
    return given.model_copy(update={"request": other.sha256})


Doctor = Callable[[World, PublishInput], Awaitable[PublishInput]]

REFUSALS: dict[str, tuple[Doctor, str]] = {
    "untrusted": (untrusted, "the report is not signed by a trusted auditor"),
    "another execution": (another_execution, "the report is about another execution"),
    "failed": (failed, "Bloqueado por: Unknown"),
    "blocked": (blocked, "Bloqueado por: CONTRAST_TOO_LOW"),
    "unreviewed": (unreviewed, "wants every campaign reviewed"),
    "reviewed otherwise": (reviewed_otherwise, "wants every campaign reviewed"),
    "another brief": (another_brief, "the report is about another brief"),
    "changed copy": (changed_copy, "does not cover the assets about to be published"),
    "changed link": (changed_link, "does not cover the assets about to be published"),
    "one more": (one_more, "does not cover the assets about to be published"),
    "elsewhere": (elsewhere, "was not made for instagram.feed"),
    "another request": (another_request, "the request is another execution's"),
}


@pytest.mark.parametrize("when", ["at admission", "now"])
async def test_an_auditor_counts_who_is_trusted_now_or_was_at_admission(
    world: World, when: str
) -> None:
    """A changed key of the auditor fails no campaign, whichever of both signed."""
    given = await world.audited()
    without = world.policies.policy.model_copy(update={"trusted_auditors": []})
    if when == "now":
        admitted = await world.references.keep(without)
        given = given.model_copy(update={"policy": admitted.sha256})
    else:
        world.policies.policy = without

    result = await world.run("publish_channel", given)

    assert result.publication.status is PublicationStatus.SENT


async def test_nothing_but_its_auditors_counts_of_the_policy_at_admission(world: World) -> None:
    """What a policy has forbidden or wanted since then holds, whatever it allowed before."""
    given = await world.audited()
    world.policies.policy = world.policies.policy.model_copy(update={"review_required": True})

    with pytest.raises(QualityRefused, match="wants every campaign reviewed"):
        await world.run("publish_channel", given)


@pytest.mark.parametrize(("doctor", "why"), REFUSALS.values(), ids=REFUSALS.keys())
async def test_what_the_gate_does_not_let_through_is_not_published(
    world: World, doctor: Doctor, why: str
) -> None:
    """The last check before the public does not rely on the workflow's word."""
    given = await doctor(world, await world.audited())

    with pytest.raises(QualityRefused, match=why):
        await world.run("publish_channel", given)

    assert world.platform.book == []


@pytest.mark.parametrize("doctor", [no_report, no_asset, newer_asset])
async def test_what_cannot_be_read_whole_is_not_published(world: World, doctor: Doctor) -> None:
    """Whatever else lies there, of a later release for instance, is no campaign's fault."""
    given = await doctor(world, await world.audited())

    with pytest.raises(Unreadable) as refusal:
        await world.run("publish_channel", given)

    assert refusal.value.charge is Charge.RESTART
    assert world.platform.book == []


async def test_what_the_tenants_policy_forbids_is_not_published(world: World) -> None:
    """A channel that was closed to a tenant meanwhile gets nothing more of theirs."""
    given = await world.audited()
    world.policies.policy = world.policies.policy.model_copy(update={"channels_allowed": ["email"]})

    with pytest.raises(PolicyViolation, match="channel x is not allowed"):
        await world.run("publish_channel", given)

    assert world.platform.book == []


async def test_what_a_reviewer_approved_is_published(world: World) -> None:
    """An approval of this very report opens the gate where a review is demanded."""
    given = await unreviewed(world, await world.audited())
    approval = ReviewDecision(
        action=ReviewAction.APPROVE, reviewer="ana", report_digest=given.report
    )

    result: PublishResult = await world.run(
        "publish_channel", given.model_copy(update={"review": approval})
    )

    assert result.publication.status is PublicationStatus.SENT


@pytest.mark.parametrize("error", [PlatformRefused("no"), PlatformUnavailable("later")])
async def test_what_the_channel_says_is_passed_on(world: World, error: Exception) -> None:
    """The reason why a channel did not publish reaches the operator."""
    given = await world.audited()
    world.faults.plan("publish x", error)

    with pytest.raises(type(error), match=str(error)):
        await world.run("publish_channel", given)


async def test_a_call_in_flight_is_finished_and_reported_when_it_is_cancelled(world: World) -> None:
    """A cancelled campaign knows what went out."""
    given = await world.audited()

    result = await cancelled_during(world, "answer x", "publish_channel", given)

    assert result.publication.status is PublicationStatus.SENT


async def test_a_call_in_flight_is_finished_when_the_step_is_lost(world: World) -> None:
    """A worker that was taken for dead does not cut its call; its successor finds the outcome."""
    given = await world.audited()
    world.env.info = replace(world.env.info, heartbeat_timeout=timedelta(milliseconds=15))
    may_end = world.faults.hold("publish x")
    call = asyncio.create_task(world.run("publish_channel", given))
    await world.faults.called("publish x")
    row = world.ledger.steps.rows[given.step_key, given.revision]
    row.token += 1
    await world.faults.called("renew")
    for _ in range(9):
        await asyncio.sleep(0)

    may_end.set()

    with pytest.raises(StepLost):
        await call
    assert world.platform.book == [given.step_key]
    assert (row.status, row.call_left) == (StepStatus.CLAIMED, timedelta())


async def test_nothing_is_sent_when_the_window_has_closed(world: World) -> None:
    """An attempt that comes late sends nothing and says so."""
    given = await world.audited(timing=Timing(publish_before=MOMENT))

    with pytest.raises(
        WindowClosed, match=r"Nothing was sent on x\.post: the time to publish ended at"
    ):
        await world.run("publish_channel", given)

    assert world.platform.book == []


async def test_the_window_is_open_until_it_closes(world: World) -> None:
    """A moment before the end is early enough."""
    late = MOMENT + timedelta(microseconds=1)
    given = await world.audited(timing=Timing(publish_before=late))

    result: PublishResult = await world.run("publish_channel", given)

    assert result.publication.status is PublicationStatus.SENT


async def test_a_tenant_that_is_unknown_by_now_publishes_nothing(world: World) -> None:
    """A tenant whose policy was taken away between admission and publication is shut out."""
    given = await world.audited()
    world.policies.strangers.add(TENANT)

    with pytest.raises(PolicyViolation, match="is unknown"):
        await world.run("publish_channel", given)

    assert world.platform.book == []
