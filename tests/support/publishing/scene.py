"""One publication whose calls end as planned, on a channel of each level of honesty."""

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
    PublishInput,
    PublishOrder,
    PublishResult,
    Reconciliation,
    SettleInput,
    SettleOrder,
    Timing,
)
from tests.support.builders import MOMENT
from tests.support.fakes.ledger import FakeStep
from tests.support.worlds.activities import World, execution

KEYED, NEITHER = Reconciliation.KEYED, Reconciliation.NEITHER
SENT, NOT_SENT = PublicationStatus.SENT, PublicationStatus.NOT_SENT
SETTLE = SettleInput(**execution(), channel="x", placement="post", is_last=True)


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
    given: PublishInput
    is_late: bool = False

    async def publish(self) -> Publication:
        """Make one attempt."""
        return await self._run("publish_channel", self.given)

    async def settle(self) -> Publication:
        """Find out what is out."""
        return await self._run("settle_channel", SETTLE)

    async def first(self, fate: Fate) -> None:
        """Make a first attempt whose call ends like this."""
        self.channel.plan.append(fate)
        usual = self.channel.call_timeout
        if fate.ends is TimeoutError:
            self.channel.call_timeout = timedelta(milliseconds=100)
        if fate.ends is None:
            await self.publish()
        else:
            with pytest.raises(fate.raised(self.channel.reconciliation)):
                await self.publish()
        self.channel.call_timeout = usual

    @property
    def row(self) -> FakeStep:
        """What the ledger has about the publication."""
        return self.world.ledger.steps.rows[self.given.step_key, self.given.revision]

    @property
    def ledger(self) -> tuple[StepStatus, bool, bool]:
        """Return its status, whether a call is open, and whether somebody holds it."""
        return self.row.status, self.row.call_left is not None, self.row.is_held

    async def _run(self, name: str, given: Any) -> Publication:
        result: PublishResult = await self.world.run(name, given)
        return result.publication


async def scene_of(level: Reconciliation) -> Scene:
    """Return a campaign that may be published until a minute from its moment."""
    world = World()
    window = Timing(publish_before=MOMENT + timedelta(minutes=1))
    scene = Scene(world, Channel(level), await world.audited(timing=window))

    publishing = PublishActivities(
        scene.channel,
        world.stores,
        world.policies,
        lambda: MOMENT + timedelta(hours=scene.is_late),
    )
    world.offered = {
        "publish_channel": publishing.publish_channel,
        "settle_channel": publishing.settle_channel,
    }
    return scene
