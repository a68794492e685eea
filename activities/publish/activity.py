"""The activities of PUBLISH: the only place from which anything reaches the public."""

import asyncio
from collections.abc import Callable
from datetime import datetime

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
)


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
        outcome is waited for and reported.

        Raises:
            QualityRefused: The bytes, the brief or the report are not what was audited.
            PlatformRefused: The channel refuses it, and will refuse it again.
            PlatformUnavailable: The channel is broken for the moment.
        """
        content = await self._audited_content(order)
        call = asyncio.ensure_future(self._publisher.publish(order, content))
        try:
            publication = await asyncio.shield(call)
        except asyncio.CancelledError:
            publication = await call
        return PublishResult(publication=publication)

    @activity.defn
    async def settle_channel(self, order: SettleOrder) -> PublishResult:
        """Find out what became of a publication, and take it back when that is asked.

        A second run asks again; taking back twice is the same as once.
        """
        try:
            if order.retract:
                found = await self._publisher.retract(order)
            else:
                found = await self._publisher.find(order)
        except OutcomeUnknowable as error:
            return self._result(order, PublicationStatus.UNKNOWN, str(error))
        except PlatformRefused as error:
            found = await self._publisher.find(order)
            if found is not None:
                found = found.model_copy(update={"detail": f"could not be taken back: {error}"})
        if found is None:
            return self._result(order, PublicationStatus.NOT_SENT, "the channel does not have it")
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
                detail=detail,
                at=self._clock(),
            )
        )
