"""Nothing is published but what was audited, in time, and once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from activities.ports import StepStatus
from contracts import (
    ArtifactMissing,
    ArtifactRef,
    PlatformRefused,
    PlatformUnavailable,
    PublicationStatus,
    PublishOrder,
    PublishResult,
    QualityRefused,
    QualityVerdict,
    StepLost,
    TrustedAuditor,
    WindowClosed,
)
from tests.support.activity_world import World
from tests.support.builders import MOMENT
from tests.support.cancelled_calls import cancelled_during


@pytest.fixture
def world() -> World:
    """Give a test its own world."""
    return World()


async def test_what_was_audited_is_published_once(world: World) -> None:
    """A second attempt is answered by the ledger, and the channel is not called again."""
    order = await world.audited()

    first: PublishResult = await world.run("publish_channel", order)
    second: PublishResult = await world.run("publish_channel", order)

    assert first.publication.status is PublicationStatus.SENT
    assert first == second
    assert world.faults.calls.count("publish x") == 1
    assert world.platform.book == [order.step_key]


@pytest.mark.parametrize("part", ["asset", "brief", "report"])
async def test_any_altered_byte_stops_a_publication(world: World, part: str) -> None:
    """Nobody can swap what was audited for something else on the way out, not by a single bit."""
    order = await world.audited()
    names = {
        "asset": order.assets[0].sha256,
        "brief": order.brief.sha256,
        "report": order.report.sha256,
    }
    data = world.store.blobs[names[part]]

    for position in range(len(data)):
        altered = bytes([data[position] ^ 1])
        world.store.blobs[names[part]] = data[:position] + altered + data[position + 1 :]
        with pytest.raises(QualityRefused):
            await world.run("publish_channel", order)

    assert world.platform.book == []


async def test_a_report_that_was_altered_and_named_anew_stops_a_publication(world: World) -> None:
    """Neither verdict nor key id nor signature can be changed by who can write to the store."""
    order = await world.audited()
    data = world.store.blobs[order.report.sha256]

    for position in range(len(data)):
        altered = bytes([data[position] ^ 1])
        forged = await world.store.put(
            data[:position] + altered + data[position + 1 :], "application/json"
        )
        world.ledger.steps.rows.clear()
        with pytest.raises(QualityRefused):
            await world.run("publish_channel", order.model_copy(update={"report": forged}))

    assert world.platform.book == []


@pytest.mark.parametrize("part", ["asset", "brief", "report"])
async def test_missing_bytes_are_looked_for_again(world: World, part: str) -> None:
    """A store that is late is no fault of the campaign: the attempt may be repeated."""
    order = await world.audited()
    names = {
        "asset": order.assets[0].sha256,
        "brief": order.brief.sha256,
        "report": order.report.sha256,
    }
    del world.store.blobs[names[part]]

    with pytest.raises(ArtifactMissing):
        await world.run("publish_channel", order)

    assert not ArtifactMissing.final


async def no_report(world: World, order: PublishOrder) -> PublishOrder:
    """Name stored bytes that are no report."""
    reference = await world.store.put(b'{"verdict": "PASS"}', "application/json")
    return order.model_copy(update={"report": reference})


async def untrusted(world: World, order: PublishOrder) -> PublishOrder:
    """Trust nobody."""
    del world
    nobody: list[TrustedAuditor] = []
    return order.model_copy(update={"trusted_auditors": nobody})


async def another_execution(world: World, order: PublishOrder) -> PublishOrder:
    """Show the report of another run."""
    return await world.restored(order, execution_id=UUID(int=9))


async def failed(world: World, order: PublishOrder) -> PublishOrder:
    """Show a report that failed."""
    return await world.restored(order, verdict=QualityVerdict.FAIL)


async def another_brief(world: World, order: PublishOrder) -> PublishOrder:
    """Name another brief."""
    reference: ArtifactRef = await world.store.put(b"{}", "application/json")
    return order.model_copy(update={"brief": reference})


async def changed_copy(world: World, order: PublishOrder) -> PublishOrder:
    """Change the text after the audit."""
    del world
    changed = order.assets[0].model_copy(update={"text": {"body": "free beer"}})
    return order.model_copy(update={"assets": [changed]})


async def changed_link(world: World, order: PublishOrder) -> PublishOrder:
    """Lead somewhere else after the audit."""
    del world
    changed = order.assets[0].model_copy(update={"link": "https://elsewhere.example/"})
    return order.model_copy(update={"assets": [changed]})


async def one_more(world: World, order: PublishOrder) -> PublishOrder:
    """Add an asset that nobody audited."""
    del world
    added = order.assets[0].model_copy(update={"alt_text": "x"})
    return order.model_copy(update={"assets": [*order.assets, added]})


REFUSALS: dict[str, tuple[Callable[[World, PublishOrder], Awaitable[PublishOrder]], str]] = {
    "no report": (no_report, "the stored report is not a report"),
    "untrusted": (untrusted, "the report is not signed by a trusted auditor"),
    "another execution": (another_execution, "the report does not allow this publication"),
    "failed": (failed, "the report does not allow this publication"),
    "another brief": (another_brief, "the report is about another brief"),
    "changed copy": (changed_copy, "what is about to be sent is not what was audited"),
    "changed link": (changed_link, "what is about to be sent is not what was audited"),
    "one more": (one_more, "what is about to be sent is not what was audited"),
}


@pytest.mark.parametrize(("doctor", "why"), REFUSALS.values(), ids=REFUSALS.keys())
async def test_what_was_not_audited_is_not_published(
    world: World, doctor: Callable[[World, PublishOrder], Awaitable[PublishOrder]], why: str
) -> None:
    """The last check before the public does not rely on the workflow's word."""
    order = await doctor(world, await world.audited())

    with pytest.raises(QualityRefused, match=why):
        await world.run("publish_channel", order)

    assert world.platform.book == []


@pytest.mark.parametrize("error", [PlatformRefused("no"), PlatformUnavailable("later")])
async def test_what_the_channel_says_is_passed_on(world: World, error: Exception) -> None:
    """The reason why a channel did not publish reaches the operator."""
    order = await world.audited()
    world.faults.plan("publish x", error)

    with pytest.raises(type(error), match=str(error)):
        await world.run("publish_channel", order)


async def test_a_call_in_flight_is_finished_and_reported_when_it_is_cancelled(world: World) -> None:
    """A cancelled campaign knows what went out."""
    order = await world.audited()

    result = await cancelled_during(world, "answer x", "publish_channel", order)

    assert result.publication.status is PublicationStatus.SENT


async def test_a_call_in_flight_is_finished_when_the_step_is_lost(world: World) -> None:
    """A worker that was taken for dead does not cut its call; its successor finds the outcome."""
    order = await world.audited()
    world.env.info = replace(world.env.info, heartbeat_timeout=timedelta(milliseconds=15))
    may_end = world.faults.hold("publish x")
    call = asyncio.create_task(world.run("publish_channel", order))
    await world.faults.called("publish x")
    row = world.ledger.steps.rows[order.step_key, order.revision]
    row.token += 1
    await world.faults.called("renew")
    for _ in range(9):
        await asyncio.sleep(0)

    may_end.set()

    with pytest.raises(StepLost):
        await call
    assert world.platform.book == [order.step_key]
    assert (row.status, row.call_left) == (StepStatus.CLAIMED, timedelta())


async def test_nothing_is_sent_when_the_window_has_closed(world: World) -> None:
    """An attempt that comes late sends nothing and says so."""
    order = (await world.audited()).model_copy(update={"not_after": MOMENT})

    with pytest.raises(WindowClosed, match="Nothing was sent on x: the time to publish ended at"):
        await world.run("publish_channel", order)

    assert world.platform.book == []


async def test_the_window_is_open_until_it_closes(world: World) -> None:
    """A moment before the end is early enough."""
    late = MOMENT + timedelta(microseconds=1)
    order = (await world.audited()).model_copy(update={"not_after": late})

    result: PublishResult = await world.run("publish_channel", order)

    assert result.publication.status is PublicationStatus.SENT
