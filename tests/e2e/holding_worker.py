"""The ordinary worker, but a campaign can be held at one instant of one stage.

The folder in `HOLDS` names the campaign by a file `<execution id>` whose text is the point. When
the campaign gets there, `<execution id>.held` appears, and it stays there until `release` removes
the file. What a campaign says and shows is made and audited in an instant, unless there is a
file `<execution id>.thorough`: a test need not pay for that in every campaign.

Longer than 250 lines because it holds every port of a worker that is otherwise the ordinary one,
and each port takes a class.
"""

import asyncio
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from activities.audit.keys import load_key
from activities.ports import (
    Auditor,
    ContentProvider,
    ExecutionLedger,
    Learner,
    Ledger,
    Opened,
    Publisher,
    Publishers,
    RadarProvider,
    StepLedger,
    Stops,
    StrategyProvider,
    WorkerRegister,
)
from activities.stages import Stages
from contracts import (
    AuditOrder,
    CampaignPayload,
    CampaignRequest,
    ContentOrder,
    LearnOrder,
    LearnReport,
    LedgerIdentity,
    Publication,
    PublishOrder,
    QualityReport,
    RadarOrder,
    RadarReport,
    Reconciliation,
    SettleOrder,
    StrategyBrief,
    StrategyOrder,
    VisualAsset,
)
from runtime.process_exit import leave
from runtime.settings import load_settings
from runtime.temporal.worker import work
from runtime.wiring.composition import configured_stages
from tests.support.fakes.faults import Faults
from tests.support.fakes.providers import FakeProviders

HOLDS: Final = "PHOENIX_TEST_HOLDS"
CHANNEL: Final = "email"
"""Where several channels work side by side, this one is held and the others go on."""

POINTS: Final = {
    "admission": "admit_campaign",
    "radar": "scan_radar",
    "strategy": "compose_strategy",
    f"content {CHANNEL}": "produce_content",
    "audit": "audit_quality",
    f"publish {CHANNEL}": "publish_channel",
    f"published {CHANNEL}": "publish_channel",
    "learn": "learn_results",
    "conclusion": "conclude_campaign",
    "concluded": "conclude_campaign",
}
"""The activity in which each lies: before its effect, but for `published` and `concluded`, which
are after it and before its report."""

_PAUSE: Final = 0.05


@dataclass(frozen=True)
class Holds:
    """Where campaigns are held."""

    folder: Path

    def hold(self, execution: UUID, point: str) -> None:
        """Let a campaign be held when it gets to a point."""
        (self.folder / str(execution)).write_text(point)

    def is_held(self, execution: UUID) -> bool:
        """Tell whether a campaign has got to its point."""
        return (self.folder / f"{execution}.held").exists()

    def be_thorough(self, execution: UUID) -> None:
        """Let a campaign have the stages that users have."""
        (self.folder / f"{execution}.thorough").touch()

    def is_thorough(self, execution: UUID) -> bool:
        """Tell whether a campaign has the stages that users have."""
        return (self.folder / f"{execution}.thorough").exists()

    def release(self) -> None:
        """Let every campaign go on."""
        for held in self.folder.glob("*.held"):
            held.with_suffix("").unlink(missing_ok=True)

    async def pass_by(self, execution: UUID, point: str) -> None:
        """Stay here as long as the campaign is held at this point."""
        plan = self.folder / str(execution)
        try:
            planned = plan.read_text()
        except FileNotFoundError:
            return
        if planned != point:
            return
        (self.folder / f"{execution}.held").touch()
        while plan.exists():  # noqa: ASYNC110 - another process removes it
            await asyncio.sleep(_PAUSE)


@dataclass(frozen=True)
class Held:
    """Every port of a worker, with the places where campaigns can be held."""

    real: Stages
    instant: FakeProviders
    holds: Holds

    @property
    def stages(self) -> Stages:
        """The same implementations as before, behind their holds."""
        return replace(
            self.real,
            ledger=HeldLedger(self.real.ledger, self.holds),
            radar=HeldRadar(self.real.radar, self.holds),
            strategy=HeldStrategy(self.real.strategy, self.instant, self.holds),
            content=HeldContent(self.real.content, self.instant, self.holds),
            auditor=HeldAuditor(self.real.auditor, self.instant, self.holds),
            publishers=HeldPublishers(self.real.publishers, self.holds),
            learner=HeldLearner(self.real.learner, self.holds),
        )


@dataclass(frozen=True)
class HeldLedger:
    """See the port."""

    real: Ledger
    holds: Holds

    @property
    def executions(self) -> ExecutionLedger:
        """See the port."""
        return HeldExecutions(self.real.executions, self.holds)

    @property
    def steps(self) -> StepLedger:
        """See the port."""
        return self.real.steps

    @property
    def stops(self) -> Stops:
        """See the port."""
        return self.real.stops

    @property
    def workers(self) -> WorkerRegister:
        """See the port."""
        return self.real.workers

    async def identity(self) -> LedgerIdentity:
        """See the port."""
        return await self.real.identity()

    async def check(self, meant: LedgerIdentity) -> None:
        """See the port."""
        await self.real.check(meant)

    async def ready(self) -> None:
        """See the port."""
        await self.real.ready()

    async def close(self) -> None:
        """See the port."""
        await self.real.close()


@dataclass(frozen=True)
class HeldExecutions:
    """See the port."""

    real: ExecutionLedger
    holds: Holds

    async def open(
        self, request: CampaignRequest, request_sha256: str, *, ran_before: bool = False
    ) -> Opened:
        """See the port."""
        await self.holds.pass_by(request.execution_id, "admission")
        return await self.real.open(request, request_sha256, ran_before=ran_before)

    async def publications(self, request: CampaignRequest) -> tuple[Publication, ...] | None:
        """See the port."""
        return await self.real.publications(request)

    async def conclude(
        self,
        payload: CampaignPayload,
        request_sha256: str,
        run_id: str,
        *,
        ledger: LedgerIdentity | None = None,
    ) -> None:
        """See the port."""
        await self.holds.pass_by(payload.execution_id, "conclusion")
        await self.real.conclude(payload, request_sha256, run_id, ledger=ledger)
        await self.holds.pass_by(payload.execution_id, "concluded")

    async def count_duplicate(self, execution_id: UUID) -> int:
        """See the port."""
        return await self.real.count_duplicate(execution_id)


@dataclass(frozen=True)
class HeldRadar:
    """See the port."""

    real: RadarProvider
    holds: Holds

    async def scan(self, order: RadarOrder) -> RadarReport:
        """See the port."""
        await self.holds.pass_by(order.execution_id, "radar")
        return await self.real.scan(order)


@dataclass(frozen=True)
class HeldStrategy:
    """See the port."""

    real: StrategyProvider
    instant: StrategyProvider
    holds: Holds
    answers_at_once: bool = False

    async def compose(self, order: StrategyOrder) -> StrategyBrief:
        """See the port."""
        await self.holds.pass_by(order.execution_id, "strategy")
        is_thorough = self.holds.is_thorough(order.execution_id)
        return await (self.real if is_thorough else self.instant).compose(order)


@dataclass(frozen=True)
class HeldContent:
    """See the port."""

    real: ContentProvider
    instant: ContentProvider
    holds: Holds

    async def produce(self, order: ContentOrder) -> list[VisualAsset]:
        """See the port."""
        await self.holds.pass_by(order.execution_id, f"content {order.channel}")
        is_thorough = self.holds.is_thorough(order.execution_id)
        return await (self.real if is_thorough else self.instant).produce(order)

    async def why_idle(self, order: ContentOrder, present: Sequence[VisualAsset]) -> str | None:
        """See the port."""
        is_thorough = self.holds.is_thorough(order.execution_id)
        return await (self.real if is_thorough else self.instant).why_idle(order, present)


@dataclass(frozen=True)
class HeldAuditor:
    """See the port."""

    real: Auditor
    instant: Auditor
    holds: Holds

    async def audit(self, order: AuditOrder) -> QualityReport:
        """See the port."""
        await self.holds.pass_by(order.execution_id, "audit")
        is_thorough = self.holds.is_thorough(order.execution_id)
        return await (self.real if is_thorough else self.instant).audit(order)


@dataclass(frozen=True)
class HeldPublishers:
    """See the port."""

    real: Publishers
    holds: Holds

    def of(self, channel: str) -> Publisher:
        """See the port."""
        return HeldPublisher(self.real.of(channel), self.holds)

    async def close(self) -> None:
        """See the port."""
        await self.real.close()


@dataclass(frozen=True)
class HeldPublisher:
    """See the port."""

    real: Publisher
    holds: Holds

    @property
    def reconciliation(self) -> Reconciliation:
        """See the port."""
        return self.real.reconciliation

    @property
    def call_timeout(self) -> timedelta:
        """See the port."""
        return self.real.call_timeout

    async def close(self) -> None:
        """See the port."""
        await self.real.close()

    async def publish(self, order: PublishOrder, content: Mapping[str, bytes]) -> Publication:
        """See the port."""
        await self.holds.pass_by(order.execution_id, f"publish {order.channel}")
        publication = await self.real.publish(order, content)
        await self.holds.pass_by(order.execution_id, f"published {order.channel}")
        return publication

    async def find(self, order: SettleOrder) -> Publication | None:
        """See the port."""
        return await self.real.find(order)

    async def retract(self, order: SettleOrder) -> Publication | None:
        """See the port."""
        return await self.real.retract(order)


@dataclass(frozen=True)
class HeldLearner:
    """See the port."""

    real: Learner
    holds: Holds
    answers_at_once: bool = False

    async def learn(self, order: LearnOrder) -> LearnReport:
        """See the port."""
        await self.holds.pass_by(order.execution_id, "learn")
        return await self.real.learn(order)


async def main() -> None:
    """Work with holds behind the ports until this process is told to stop."""
    settings = load_settings()
    real = configured_stages(settings)
    instant = FakeProviders(Faults(), real.stores)
    instant.key = load_key(settings.auditor_key).private_key
    await work(settings, Held(real, instant, Holds(Path(os.environ[HOLDS]))).stages)


if __name__ == "__main__":
    asyncio.run(main())
    leave(0)
