"""Nothing is published but what was audited, and what became of it is found out."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

import pytest

from contracts import (
    ArtifactMissing,
    ArtifactRef,
    OutcomeUnknowable,
    PlatformRefused,
    PlatformUnavailable,
    PublicationStatus,
    PublishOrder,
    PublishResult,
    QualityRefused,
    QualityVerdict,
    SettleOrder,
    TrustedAuditor,
    WindowClosed,
)
from tests.builders import MOMENT
from tests.unit.activity_world import World, stage


def settle(*, retract: bool = False) -> SettleOrder:
    """Return the order to find out what became of X."""
    return SettleOrder(**stage("PUBLISH", "x"), channel="x", placement="post", retract=retract)


@pytest.fixture
def world() -> World:
    """Give a test its own world."""
    return World()


async def test_what_was_audited_is_published_once(world: World) -> None:
    """A second attempt under the same key is answered with the first one's post."""
    order = await world.audited()

    first: PublishResult = await world.run("publish_channel", order)
    second: PublishResult = await world.run("publish_channel", order)

    assert first.publication.status is PublicationStatus.SENT
    assert first == second
    assert world.platform.book == [order.step_key]


@pytest.mark.parametrize("part", ["asset", "brief", "report"])
async def test_one_altered_byte_stops_a_publication(world: World, part: str) -> None:
    """Nobody can swap what was audited for something else on the way out."""
    order = await world.audited()
    names = {
        "asset": order.assets[0].sha256,
        "brief": order.brief.sha256,
        "report": order.report.sha256,
    }
    data = world.store.blobs[names[part]]
    world.store.blobs[names[part]] = bytes([data[0] ^ 1]) + data[1:]

    with pytest.raises(QualityRefused):
        await world.run("publish_channel", order)

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


class Held(asyncio.Event):
    """An event that tells when somebody waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = asyncio.Event()

    async def wait(self) -> Literal[True]:
        """See base class."""
        self.reached.set()
        return await super().wait()


async def cancelled_during(world: World, during: str, name: str, order: Any) -> PublishResult:
    """Run an activity that is cancelled twice while the channel is busy; return its result."""
    held = world.faults.held[during] = Held()
    call = asyncio.ensure_future(world.run(name, order))
    await held.reached.wait()
    for _ in range(2):
        call.cancel()
        await asyncio.sleep(0)
    held.set()
    result: PublishResult = await call
    return result


async def test_a_call_in_flight_is_finished_and_reported_when_it_is_cancelled(world: World) -> None:
    """A cancelled campaign knows what went out."""
    order = await world.audited()

    result = await cancelled_during(world, "answer x", "publish_channel", order)

    assert result.publication.status is PublicationStatus.SENT


@pytest.mark.parametrize(
    ("retract", "during", "status"),
    [
        (False, "find x", PublicationStatus.SENT),
        (True, "retract x", PublicationStatus.RETRACTED),
    ],
    ids=["find", "take back"],
)
async def test_settling_is_finished_when_it_is_cancelled(
    world: World, during: str, status: PublicationStatus, *, retract: bool
) -> None:
    """A post is not left half taken back, and what the channel says is not lost."""
    await world.run("publish_channel", await world.audited())

    result = await cancelled_during(world, during, "settle_channel", settle(retract=retract))

    assert result.publication.status is status


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


async def test_what_went_out_in_time_is_reported_after_the_window(world: World) -> None:
    """A worker that takes over late finds what the lost one sent, and sends nothing again."""
    order = await world.audited()
    sent: PublishResult = await world.run("publish_channel", order)

    late: PublishResult = await world.run(
        "publish_channel", order.model_copy(update={"not_after": MOMENT})
    )

    assert late == sent
    assert world.platform.book == [order.step_key]


async def test_a_late_attempt_that_cannot_ask_denies_nothing(world: World) -> None:
    """Where nobody can tell whether an earlier attempt sent it, nobody claims that none did."""
    order = (await world.audited()).model_copy(update={"not_after": MOMENT})
    world.platform.answers_questions = False

    with pytest.raises(OutcomeUnknowable):
        await world.run("publish_channel", order)


async def test_a_lost_answer_is_found_again(world: World) -> None:
    """What a channel has is proven by the channel itself."""
    await world.run("publish_channel", await world.audited())

    found: PublishResult = await world.run("settle_channel", settle())

    assert found.publication.status is PublicationStatus.SENT


@pytest.mark.parametrize("retract", [False, True], ids=["find", "take back"])
async def test_what_the_channel_does_not_have_was_not_sent(world: World, *, retract: bool) -> None:
    """Where nothing is out, the status says so, and why."""
    result: PublishResult = await world.run("settle_channel", settle(retract=retract))

    assert result.publication.status is PublicationStatus.NOT_SENT
    assert result.publication.detail == "the channel does not have it"
    assert result.publication.at == MOMENT


async def test_a_publication_can_be_taken_back(world: World) -> None:
    """What was sent is taken back, and the status says so."""
    await world.run("publish_channel", await world.audited())

    result: PublishResult = await world.run("settle_channel", settle(retract=True))

    assert result.publication.status is PublicationStatus.RETRACTED
    assert world.platform.taken_back == [settle().step_key]


async def test_a_channel_that_takes_nothing_back_says_what_is_out(world: World) -> None:
    """A post that stays out is reported as sent, with the channel's reason."""
    await world.run("publish_channel", await world.audited())
    world.faults.plan("retract x", PlatformRefused("posts are for ever"))

    result: PublishResult = await world.run("settle_channel", settle(retract=True))

    assert result.publication.status is PublicationStatus.SENT
    assert result.publication.detail == "could not be taken back: posts are for ever"


async def test_what_a_channel_says_is_cleaned(world: World) -> None:
    """A channel's words may be long and hold anything, and the status is still readable."""
    await world.run("publish_channel", await world.audited())
    world.faults.plan("retract x", PlatformRefused("no\x00" * 5000))

    result: PublishResult = await world.run("settle_channel", settle(retract=True))

    assert result == PublishResult.model_validate_json(result.model_dump_json())
    assert (result.publication.detail or "").startswith("could not be taken back: no no")


async def test_a_channel_that_refuses_and_cannot_be_asked_is_unknown(world: World) -> None:
    """A refusal to take back says nothing about what is out."""
    world.faults.plan("retract x", PlatformRefused("posts are for ever"))
    world.platform.answers_questions = False

    result: PublishResult = await world.run("settle_channel", settle(retract=True))

    assert result.publication.status is PublicationStatus.UNKNOWN


async def test_a_channel_that_takes_nothing_back_may_have_nothing(world: World) -> None:
    """A refusal to take back is no proof that something is out."""
    world.faults.plan("retract x", PlatformRefused("posts are for ever"))

    result: PublishResult = await world.run("settle_channel", settle(retract=True))

    assert result.publication.status is PublicationStatus.NOT_SENT


async def test_what_nobody_can_tell_is_unknown(world: World) -> None:
    """The status never claims more than is proven."""
    await world.run("publish_channel", await world.audited())
    world.platform.answers_questions = False

    result: PublishResult = await world.run("settle_channel", settle())

    assert result.publication.status is PublicationStatus.UNKNOWN
    assert result.publication.detail == "x cannot be asked"
