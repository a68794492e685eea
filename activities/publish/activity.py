"""The activities of PUBLISH: the only place from which anything reaches the public."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

from pydantic import ValidationError
from temporalio import activity

from activities.ports import ArtifactStore, Publisher
from activities.signing import asset_digests, is_signed_by
from contracts import (
    OutcomeUnknowable,
    PlatformRefused,
    Publication,
    PublicationStatus,
    PublishOrder,
    PublishResult,
    QualityRefused,
    QualityReport,
    QualityVerdict,
    SettleOrder,
    WindowClosed,
    as_prose,
)

_T = TypeVar("_T")


class PublishActivities:
    """Publishes what was audited, and finds out what became of it."""

    def __init__(
        self, publisher: Publisher, store: ArtifactStore, clock: Callable[[], datetime]
    ) -> None:
        self._publisher = publisher
        self._store = store
        self._clock = clock

    @activity.defn
    async def publish_channel(self, order: PublishOrder) -> PublishResult:
        """Publish on one channel, if what is sent is still what a trusted auditor signed for.

        A second run asks the publisher to publish under the same key, and the publisher answers
        with what it has. When the campaign is cancelled, a call in flight is not cut off: its
        outcome is waited for and reported. From `order.not_after` on nothing is sent; what an
        earlier run sent is still reported.

        Raises:
            QualityRefused: The bytes, the brief or the report are not what was audited.
            WindowClosed: It is too late, and the channel has nothing.
            PlatformRefused: The channel has taken nothing, and will not take it.
            PlatformUnavailable: The channel has taken nothing, and is broken for the moment.
            OutcomeUnknowable: Nobody can tell what the channel has.
        """
        content = await self._audited_content(order)
        if order.not_after is not None and self._clock() >= order.not_after:
            return await self._too_late(order, order.not_after)
        publication = await _finished(self._publisher.publish(order, content))
        return PublishResult(publication=publication)

    @activity.defn
    async def settle_channel(self, order: SettleOrder) -> PublishResult:
        """Find out what became of a publication, and take it back when that is asked.

        A second run asks again; taking back twice is the same as once. When the campaign is
        cancelled, a call in flight is not cut off.

        Raises:
            PlatformUnavailable: The channel is broken for the moment, and what is out stays out.
        """
        try:
            found = await self._settled(order)
        except OutcomeUnknowable as error:
            return self._result(order, PublicationStatus.UNKNOWN, str(error))
        if found is None:
            return self._result(order, PublicationStatus.NOT_SENT, "the channel does not have it")
        return PublishResult(publication=found)

    async def _settled(self, order: SettleOrder) -> Publication | None:
        if not order.retract:
            return await _finished(self._publisher.find(order))
        try:
            return await _finished(self._publisher.retract(order))
        except PlatformRefused as error:
            found = await _finished(self._publisher.find(order))
            detail = as_prose(f"could not be taken back: {error}")
        return None if found is None else found.model_copy(update={"detail": detail})

    async def _too_late(self, order: PublishOrder, not_after: datetime) -> PublishResult:
        question = SettleOrder(
            step_key=order.step_key,
            campaign_id=order.campaign_id,
            tenant_id=order.tenant_id,
            execution_id=order.execution_id,
            channel=order.channel,
            placement=order.placement,
        )
        found = await _finished(self._publisher.find(question))
        if found is None:
            raise WindowClosed(
                f"Nothing was sent on {order.channel}: the time to publish ended at "
                f"{not_after.isoformat()}."
            )
        return PublishResult(publication=found)

    async def _audited_content(self, order: PublishOrder) -> dict[str, bytes]:
        try:
            report = QualityReport.model_validate_json(await self._store.get(order.report.sha256))
        except ValidationError as error:
            raise QualityRefused("the stored report is not a report") from error
        if not is_signed_by(report, order.trusted_auditors):
            raise QualityRefused("the report is not signed by a trusted auditor")
        if report.execution_id != order.execution_id or report.verdict is QualityVerdict.FAIL:
            raise QualityRefused("the report does not allow this publication")
        await self._store.get(order.brief.sha256)
        if report.brief_sha256 != order.brief.sha256:
            raise QualityRefused("the report is about another brief")
        if not set(asset_digests(order.assets)) <= set(report.asset_digests):
            raise QualityRefused("what is about to be sent is not what was audited")
        return {asset.sha256: await self._store.get(asset.sha256) for asset in order.assets}

    def _result(self, order: SettleOrder, status: PublicationStatus, detail: str) -> PublishResult:
        return PublishResult(
            publication=Publication(
                channel=order.channel,
                placement=order.placement,
                status=status,
                detail=as_prose(detail),
                at=self._clock(),
            )
        )


async def _finished(call: Coroutine[Any, Any, _T]) -> _T:
    """Return what a call to the outside comes to, however often the waiting is cancelled."""
    task = asyncio.ensure_future(call)
    while not task.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait([task])
    return task.result()
