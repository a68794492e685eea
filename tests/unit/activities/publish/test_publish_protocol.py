"""Whatever becomes of a call, nothing goes out twice and nothing is claimed that is not proven."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from activities.ports import StepStatus
from activities.publish.activity import PublishActivities
from contracts import (
    AnswerLost,
    OutcomeUnknowable,
    PlatformRefused,
    PlatformUnavailable,
    Publication,
    PublicationStatus,
    PublishOrder,
    PublishResult,
    Reconciliation,
    SettleOrder,
    StepLost,
    WindowClosed,
)
from tests.support.activity_world import World, stage
from tests.support.builders import MOMENT
from tests.support.fakes import FakeStep

KEYED, NEITHER = Reconciliation.KEYED, Reconciliation.NEITHER
SENT, NOT_SENT = PublicationStatus.SENT, PublicationStatus.NOT_SENT
SETTLE = SettleOrder(**stage("PUBLISH", "x"), channel="x", placement="post")


class ProcessLost(Exception):
    """The process ends in the middle of a call, and nothing of it is left but the ledger."""


@dataclass(frozen=True)
class Fate:
    """What becomes of one call."""

    has_effect: bool
    ends: type[Exception] | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody can tell from the answer what the call did."""
        return self.ends in {AnswerLost, TimeoutError, ProcessLost}

    def raised(self, level: Reconciliation) -> type[Exception]:
        """Return what the attempt says of a call that was not answered well."""
        assert self.ends is not None
        if self.ends not in {AnswerLost, TimeoutError}:
            return self.ends
        return OutcomeUnknowable if level is NEITHER else AnswerLost


FATES = {
    "answered": Fate(has_effect=True),
    "unavailable": Fate(has_effect=False, ends=PlatformUnavailable),
    "refused": Fate(has_effect=False, ends=PlatformRefused),
    "answer lost after the effect": Fate(has_effect=True, ends=AnswerLost),
    "answer lost before the effect": Fate(has_effect=False, ends=AnswerLost),
    "timeout after the effect": Fate(has_effect=True, ends=TimeoutError),
    "timeout before the effect": Fate(has_effect=False, ends=TimeoutError),
    "crash after the effect": Fate(has_effect=True, ends=ProcessLost),
    "crash before the effect": Fate(has_effect=False, ends=ProcessLost),
}
CASES = [
    pytest.param(level, fate, id=f"{level}-{name}")
    for level, (name, fate) in product(Reconciliation, FATES.items())
]


@dataclass
class Channel:
    """A channel of one level of honesty, whose calls end as planned and then well."""

    reconciliation: Reconciliation
    call_timeout: timedelta = timedelta(seconds=10)
    plan: list[Fate] = field(default_factory=list)
    effects: list[str] = field(default_factory=list)
    """What went out, one entry per effect: only at the first level is a key looked at."""
    calls: int = 0
    questions: int = 0

    def of(self, channel: str) -> "Channel":
        """See the port."""
        del channel
        return self

    async def close(self) -> None:
        """See the port."""

    async def publish(self, order: PublishOrder, content: Mapping[str, bytes]) -> Publication:
        """See the port."""
        del content
        self.calls += 1
        fate = self.plan.pop(0) if self.plan else Fate(has_effect=True)
        is_known = self.reconciliation is KEYED and order.step_key in self.effects
        if fate.has_effect and not is_known:
            self.effects.append(order.step_key)
        if fate.ends is TimeoutError:
            await asyncio.Event().wait()
        if fate.ends is not None:
            raise fate.ends("as planned")
        return self._entry(order)

    async def find(self, order: SettleOrder) -> Publication | None:
        """See the port."""
        self.questions += 1
        if self.reconciliation is NEITHER:
            raise OutcomeUnknowable("the channel cannot be asked")
        return self._entry(order) if order.step_key in self.effects else None

    async def retract(self, order: SettleOrder) -> Publication | None:
        """See the port."""
        raise NotImplementedError(order)

    def _entry(self, order: PublishOrder | SettleOrder) -> Publication:
        return Publication(
            channel=order.channel, placement=order.placement, status=SENT, remote_id="1", at=MOMENT
        )


@dataclass
class Scene:
    """A campaign that was audited, and the channel on which it is to be published."""

    world: World
    channel: Channel
    order: PublishOrder
    is_late: bool = False

    async def publish(self) -> Publication:
        """Make one attempt."""
        return await self._run("publish_channel", self.order)

    async def settle(self) -> Publication:
        """Find out what is out."""
        return await self._run("settle_channel", SETTLE)

    async def first(self, fate: Fate) -> None:
        """Make a first attempt whose call ends like this."""
        self.channel.plan.append(fate)
        usual = self.channel.call_timeout
        if fate.ends is TimeoutError:
            self.channel.call_timeout = timedelta(milliseconds=20)
        if fate.ends is None:
            await self.publish()
        else:
            with pytest.raises(fate.raised(self.channel.reconciliation)):
                await self.publish()
        self.channel.call_timeout = usual

    @property
    def row(self) -> FakeStep:
        """What the ledger has about the publication."""
        return self.world.ledger.steps.rows[self.order.step_key, self.order.revision]

    @property
    def ledger(self) -> tuple[StepStatus, bool, bool]:
        """Return its status, whether a call is open, and whether somebody holds it."""
        return self.row.status, self.row.call_left is not None, self.row.is_held

    async def _run(self, name: str, order: Any) -> Publication:
        result: PublishResult = await self.world.run(name, order)
        return result.publication


async def scene_of(level: Reconciliation) -> Scene:
    """Return a campaign that may be published until a minute from its moment."""
    world = World()
    order = await world.audited()
    order = order.model_copy(update={"not_after": MOMENT + timedelta(minutes=1)})
    scene = Scene(world, Channel(level), order)

    publishing = PublishActivities(
        scene.channel, world.store, lambda: MOMENT + timedelta(hours=scene.is_late)
    )
    world.offered = {
        "publish_channel": publishing.publish_channel,
        "settle_channel": publishing.settle_channel,
    }
    return scene


@pytest.mark.parametrize(("level", "fate"), CASES)
async def test_an_attempt_leaves_in_the_ledger_what_is_certain(
    level: Reconciliation, fate: Fate
) -> None:
    """After one attempt, a call without an outcome is on record, and nothing else is."""
    scene = await scene_of(level)

    await scene.first(fate)

    status = StepStatus.CLAIMED if fate.ends else StepStatus.DONE
    assert scene.ledger == (status, fate.is_open, False)
    assert len(scene.channel.effects) == fate.has_effect


@pytest.mark.parametrize(("level", "fate"), CASES)
async def test_another_attempt_has_no_second_effect(level: Reconciliation, fate: Fate) -> None:
    """A retry sends again, asks or stops for a person, as the channel allows."""
    scene = await scene_of(level)
    await scene.first(fate)

    if level is NEITHER and fate.is_open:
        with pytest.raises(OutcomeUnknowable, match="can neither be asked nor told"):
            await scene.publish()

        assert scene.channel.calls == 1
        assert scene.ledger == (StepStatus.CLAIMED, True, False)
        assert len(scene.channel.effects) == fate.has_effect
        return
    publication = await scene.publish()

    is_proven = fate.has_effect and (level is not KEYED or not fate.is_open)
    assert publication.status is SENT
    assert len(scene.channel.effects) == 1
    assert scene.channel.calls == (1 if is_proven else 2)
    assert scene.channel.questions == (level is not KEYED and fate.is_open)
    assert scene.ledger == (StepStatus.DONE, False, False)


@pytest.mark.parametrize(("level", "fate"), CASES)
async def test_an_attempt_that_comes_too_late_reports_and_sends_nothing(
    level: Reconciliation, fate: Fate
) -> None:
    """After the window, what went out is reported, and what did not is not sent any more."""
    scene = await scene_of(level)
    await scene.first(fate)
    scene.is_late = True

    if level is NEITHER and fate.is_open:
        with pytest.raises(OutcomeUnknowable):
            await scene.publish()
    elif fate.has_effect:
        assert (await scene.publish()).status is SENT
        assert scene.ledger == (StepStatus.DONE, False, False)
    else:
        with pytest.raises(WindowClosed, match="Nothing was sent on x"):
            await scene.publish()
        assert scene.ledger == (StepStatus.CLAIMED, False, False)

    assert scene.channel.calls == 1


@pytest.mark.parametrize(("level", "fate"), CASES)
async def test_what_was_settled_is_never_sent_afterwards(level: Reconciliation, fate: Fate) -> None:
    """Settling says what is proven, and an attempt that wakes up later changes nothing."""
    scene = await scene_of(level)
    await scene.first(fate)

    settled = await scene.settle()
    late = await scene.publish()

    if level is NEITHER and fate.is_open:
        assert settled.status is PublicationStatus.UNKNOWN
        assert scene.ledger == (StepStatus.UNKNOWN, True, False)
    else:
        assert settled.status is (SENT if fate.has_effect else NOT_SENT)
        assert scene.ledger == (StepStatus.DONE, False, False)
    assert late == settled
    assert scene.channel.calls == 1
    assert scene.channel.questions == fate.is_open
    assert len(scene.channel.effects) == fate.has_effect


async def test_what_is_settled_before_it_began_is_never_sent() -> None:
    """A publication whose campaign was cancelled first stays unsent, however late it is begun."""
    scene = await scene_of(KEYED)

    settled = await scene.settle()

    assert settled.status is NOT_SENT
    assert settled.detail == "no call to the channel was made, or it refused"
    assert await scene.publish() == settled
    assert (scene.channel.calls, scene.channel.questions) == (0, 1)


@pytest.mark.parametrize(
    ("second", "raised"),
    [
        (PlatformUnavailable, PlatformUnavailable),
        (AnswerLost, AnswerLost),
        (PlatformRefused, OutcomeUnknowable),
    ],
)
@pytest.mark.parametrize("has_effect", [True, False])
async def test_a_repeated_call_that_is_not_answered_well_proves_nothing_about_the_first(
    second: type[Exception], raised: type[Exception], *, has_effect: bool
) -> None:
    """That a channel is broken, or refuses the second time, does not say what it took before."""
    scene = await scene_of(KEYED)
    await scene.first(Fate(has_effect=has_effect, ends=AnswerLost))
    scene.channel.plan.append(Fate(has_effect=False, ends=second))

    with pytest.raises(raised):
        await scene.publish()

    assert scene.ledger == (StepStatus.CLAIMED, True, False)
    assert (await scene.settle()).status is (SENT if has_effect else NOT_SENT)


@pytest.mark.parametrize("error", [PlatformUnavailable("away"), StepLost("another's")])
async def test_what_cannot_be_noted_is_not_done(error: Exception) -> None:
    """No call is made of which the ledger does not know before."""
    scene = await scene_of(KEYED)
    scene.world.faults.plan("begin_call", error)

    with pytest.raises(type(error)):
        await scene.publish()

    assert scene.channel.calls == 0


async def test_a_process_that_slept_too_long_makes_no_call() -> None:
    """A worker that was paused after it noted a call does not send when others count it as over."""
    scene = await scene_of(KEYED)
    scene.channel.call_timeout = timedelta()

    with pytest.raises(AnswerLost, match="x gave no answer within 0 s"):
        await scene.publish()

    assert scene.channel.calls == 0


@pytest.mark.parametrize("name", ["publish", "settle"])
async def test_a_channel_is_asked_when_the_call_is_over(name: str) -> None:
    """While an earlier call may still have its effect, an answer would prove nothing."""
    scene = await scene_of(Reconciliation.QUERYABLE)
    await scene.first(Fate(has_effect=True, ends=ProcessLost))
    scene.row.call_left = timedelta(milliseconds=30)
    loop = asyncio.get_running_loop()
    begin = loop.time()

    await (scene.publish() if name == "publish" else scene.settle())

    assert loop.time() - begin >= 0.03
    assert scene.channel.questions == 1
