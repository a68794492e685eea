"""A fake platform that publishes in memory, and answers as it is told to."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from activities.ports import Account
from contracts import (
    OutcomeUnknowable,
    Publication,
    PublicationStatus,
    PublishOrder,
    Reconciliation,
    SettleOrder,
)
from tests.support.fakes.faults import Faults


class FakePlatform:
    """A platform with a book of what it really published, one entry per effect."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.book: list[str] = []
        self.taken_back: list[str] = []
        self.answers_questions = True
        self.reconciliation = Reconciliation.KEYED
        self.call_timeout = timedelta(seconds=10)

    def of(self, channel: str) -> "FakePlatform":
        """See the port: it serves every channel."""
        del channel
        return self

    async def close(self) -> None:
        """See the port."""

    async def publish(self, order: PublishOrder, content: Mapping[str, bytes]) -> Publication:
        """See the port."""
        del content
        await self.faults.meet(f"publish {order.channel}")
        if order.step_key not in self.book:
            self.book.append(order.step_key)
        await self.faults.meet(f"answer {order.channel}")
        return self._entry(order.channel, order.placement, PublicationStatus.SENT, order.step_key)

    async def find(self, order: SettleOrder) -> Publication | None:
        """See the port."""
        await self.faults.meet(f"find {order.channel}")
        if not self.answers_questions:
            raise OutcomeUnknowable(f"{order.channel} cannot be asked")
        if order.step_key not in self.book:
            return None
        return self._entry(order.channel, order.placement, PublicationStatus.SENT, order.step_key)

    async def retract(self, order: SettleOrder) -> Publication | None:
        """See the port."""
        await self.faults.meet(f"retract {order.channel}")
        if order.step_key not in self.book:
            return None
        self.taken_back.append(order.step_key)
        return self._entry(
            order.channel, order.placement, PublicationStatus.RETRACTED, order.step_key
        )

    def _entry(
        self, channel: str, placement: str, status: PublicationStatus, key: str
    ) -> Publication:
        return Publication(
            channel=channel,
            placement=placement,
            status=status,
            remote_id=f"post-{hashlib.sha256(key.encode()).hexdigest()[:8]}",
            at=datetime(2026, 3, 2, 10, 0, tzinfo=UTC),
        )


class AskedPlatform(FakePlatform):
    """A platform that says as whom it is published on, as it is told to."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(faults)
        self.answer: Account | None = None

    async def account(self, channel: str) -> Account | None:
        """See the port."""
        await self.faults.meet(f"account {channel}")
        return self.answer
