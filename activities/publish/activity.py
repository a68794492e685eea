"""The activities of PUBLISH: the only place from which anything reaches the public."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Final

from pydantic import ValidationError
from temporalio import activity

from activities.ports import ArtifactStore, Publisher, Publishers, StepStatus
from activities.steps import HeldStep, held_step, uncut
from contracts import (
    AnswerLost,
    OutcomeUnknowable,
    PlatformRefused,
    PlatformUnavailable,
    Publication,
    PublicationStatus,
    PublishOrder,
    PublishResult,
    QualityRefused,
    QualityReport,
    QualityVerdict,
    Reconciliation,
    SettleOrder,
    StepLost,
    WindowClosed,
    as_prose,
)
from domain.signing import asset_digests, is_signed_by

_OUT: Final = {PublicationStatus.SENT, PublicationStatus.RETRACTED}


class PublishActivities:
    """Publishes what was audited, and finds out what became of it."""

    def __init__(
        self, publishers: Publishers, store: ArtifactStore, clock: Callable[[], datetime]
    ) -> None:
        self._publishers = publishers
        self._store = store
        self._clock = clock

    @activity.defn
    async def publish_channel(self, order: PublishOrder) -> PublishResult:
        """Publish on one channel, if what is sent is still what a trusted auditor signed for.

        That a call begins is in the ledger before it does. A second run that finds such a call
        without an outcome waits until it can have no effect any more, and then sends the same
        key again, asks the channel, or says that nobody can tell, as the channel allows. When the
        campaign is cancelled, a call in flight is not cut off: its outcome is waited for and
        reported. From `order.not_after` on nothing is sent; what an earlier run sent is still
        reported.

        Raises:
            QualityRefused: The bytes, the brief or the report are not what was audited.
            WindowClosed: It is too late, and the channel has nothing.
            PlatformRefused: The channel has taken nothing, and will not take it.
            PlatformUnavailable: This call has put nothing out.
            AnswerLost: A call may have put it out; another run finds out.
            OutcomeUnknowable: Nobody can tell what the channel has.
        """
        content = await self._audited_content(order)
        publisher = self._publishers.of(order.channel)
        step = held_step()
        if step.has_open_call or _may_be_forgotten(publisher, step):
            found = await self._earlier(publisher, order)
            if found is not None:
                return PublishResult(publication=found)
        self._check_time(order)
        is_repeated = step.has_open_call
        until = asyncio.get_running_loop().time() + publisher.call_timeout.total_seconds()
        try:
            await step.begin_call(publisher.call_timeout)
            self._check_time(order)
        except (asyncio.CancelledError, WindowClosed):
            # The note may be there already; nobody has to wait for a call that is not made.
            if not is_repeated:
                with suppress(StepLost, PlatformUnavailable):
                    await uncut(step.end_call())
            raise
        call = _call(publisher, step, order, content, until=until, is_repeated=is_repeated)
        return PublishResult(publication=await uncut(call))

    @activity.defn
    async def settle_channel(self, order: SettleOrder) -> PublishResult:
        """Find out what became of a publication, and take it back when that is asked.

        After it, no attempt publishes under this key any more, however late it wakes up. A second
        run asks again; taking back twice is the same as once. When the campaign is cancelled, a
        call in flight is not cut off.

        Raises:
            PlatformUnavailable: The channel is broken for the moment, and another attempt is left.
        """
        step = held_step()
        publisher = self._publishers.of(order.channel)
        try:
            known = await self._known(publisher, step, order)
            if order.retract and known.status is not PublicationStatus.NOT_SENT:
                known = await self._taken_back(publisher, order, known)
        except (PlatformUnavailable, AnswerLost, OutcomeUnknowable) as error:
            if error.final or _is_last_attempt(order):
                return self._result(order, PublicationStatus.UNKNOWN, str(error))
            raise
        return PublishResult(publication=known)

    async def _earlier(self, publisher: Publisher, order: PublishOrder) -> Publication | None:
        """Return what an earlier call put out, or nothing when a call may be made now."""
        step = held_step()
        await step.calls_are_over()
        if publisher.reconciliation is Reconciliation.NEITHER:
            raise OutcomeUnknowable(
                f"A call to {order.channel} ended without an answer, and {order.channel} "
                "can neither be asked nor told to do the same only once."
            )
        if publisher.reconciliation is Reconciliation.KEYED and not self._is_too_late(order):
            return None
        found = await uncut(publisher.find(_question(order)))
        if found is None:
            await step.end_call()
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                # The campaign was cancelled while the channel was asked, which is not cut off.
                raise asyncio.CancelledError
        return found

    async def _known(self, publisher: Publisher, step: HeldStep, order: SettleOrder) -> Publication:
        """Return what is proven: by the ledger, the campaign or else the channel."""
        if step.status is StepStatus.DONE and step.result is not None:
            noted = PublishResult.model_validate_json(step.result).publication
            if order.known is None or noted.status in _OUT:
                return noted  # no person's word is worth more than the channel's own
        if order.known is not None:
            return order.known
        if step.status is StepStatus.CLAIMED and not step.has_open_call:
            if step.is_new:
                # A ledger that was lost knows of no call either; who can be asked, is.
                with suppress(OutcomeUnknowable, PlatformUnavailable):
                    found = await uncut(publisher.find(order))
                    if found is not None:
                        return found
            return self._result(
                order, PublicationStatus.NOT_SENT, "no call to the channel was made, or it refused"
            ).publication
        await step.calls_are_over()
        found = await uncut(publisher.find(order))
        if found is not None:
            return found
        return self._result(
            order, PublicationStatus.NOT_SENT, "the channel does not have it"
        ).publication

    async def _taken_back(
        self, publisher: Publisher, order: SettleOrder, known: Publication
    ) -> Publication:
        try:
            taken = await uncut(publisher.retract(order))
        except (PlatformRefused, PlatformUnavailable) as error:
            if not error.final and not _is_last_attempt(order):
                raise
            why = as_prose(f"could not be taken back: {error}")
            return known.model_copy(update={"detail": why, "at": self._clock()})
        if taken is not None:
            return taken
        why = "could not be taken back: the channel has nothing under its key"
        return known.model_copy(update={"detail": why, "at": self._clock()})

    def _check_time(self, order: PublishOrder) -> None:
        if self._is_too_late(order):
            raise WindowClosed(
                f"Nothing was sent on {order.channel}: the time to publish ended at "
                f"{order.not_after:%Y-%m-%d %H:%M:%S} UTC."
            )

    def _is_too_late(self, order: PublishOrder) -> bool:
        return order.not_after is not None and self._clock() >= order.not_after

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


async def _call(
    publisher: Publisher,
    step: HeldStep,
    order: PublishOrder,
    content: Mapping[str, bytes],
    *,
    until: float,
    is_repeated: bool,
) -> Publication:
    """Make one call, and let the ledger know what is certain about it."""
    try:
        # A process that slept since the call was noted has no time left to make it.
        async with asyncio.timeout_at(until):
            await asyncio.sleep(0)  # without it, a time that is over would not stop what comes next
            return await publisher.publish(order, content)
    except TimeoutError as error:
        _refuse_to_guess(publisher, order, error)
        seconds = publisher.call_timeout.total_seconds()
        raise AnswerLost(f"{order.channel} gave no answer within {seconds:g} s.") from error
    except AnswerLost as error:
        _refuse_to_guess(publisher, order, error)
        raise
    except PlatformRefused as error:
        if is_repeated:
            # A refusal need not be about the key: nothing of it says what the first call did.
            raise OutcomeUnknowable(f"An earlier call had no answer, and now: {error}") from error
        await step.end_call()
        raise
    except PlatformUnavailable:
        if not is_repeated:
            await step.end_call()
        raise


def _refuse_to_guess(publisher: Publisher, order: PublishOrder, lost: Exception) -> None:
    """Raise what is final when nobody but a person can find out what a lost call did."""
    if publisher.reconciliation is Reconciliation.NEITHER:
        raise OutcomeUnknowable(
            f"A call to {order.channel} may be out, and only a person can look: "
            f"{str(lost) or 'it gave no answer in time'}"
        ) from lost


def _may_be_forgotten(publisher: Publisher, step: HeldStep) -> bool:
    """Tell whether an earlier attempt is missing from the ledger, and the channel can be asked."""
    is_repeated = step.is_new and activity.info().attempt > 1
    return is_repeated and publisher.reconciliation is Reconciliation.QUERYABLE


def _is_last_attempt(order: SettleOrder) -> bool:
    return activity.info().attempt >= order.attempts


def _question(order: PublishOrder) -> SettleOrder:
    return SettleOrder(
        step_key=order.step_key,
        campaign_id=order.campaign_id,
        tenant_id=order.tenant_id,
        execution_id=order.execution_id,
        channel=order.channel,
        placement=order.placement,
    )
