"""The activities of PUBLISH: the only place from which anything reaches the public.

Longer than 250 lines because that a publication happens at most once is one argument, from the note
before a call to its settling, and is read as a whole.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from temporalio import activity

from activities.ports import (
    ArtifactStores,
    Publisher,
    Publishers,
    Reach,
    TenantPolicies,
)
from activities.publish.settlement import Settlement
from activities.references import References
from activities.steps import HeldStep, held_step, uncut
from contracts import (
    AnswerLost,
    CampaignRequest,
    GateOutcome,
    Infrastructure,
    OutcomeUnknowable,
    Place,
    PlatformRefused,
    PlatformUnavailable,
    Publication,
    PublishInput,
    PublishOrder,
    PublishPermit,
    PublishResult,
    QualityRefused,
    QualityReport,
    Reconciliation,
    SettleInput,
    StepLost,
    Stopped,
    StrategyBrief,
    TenantPolicy,
    Timing,
    Unfinished,
    VisualAsset,
    WindowClosed,
)
from domain.evidence import Binding
from domain.orders import publish_order, settle_order
from domain.policy import refuse_against
from domain.publishing_window import why_closed
from domain.quality_gate import decide, wants_review

log = logging.getLogger("phoenix.publish")


@dataclass(frozen=True)
class _Permitted:
    """What may go out at one place."""

    order: PublishOrder
    content: Mapping[str, bytes]
    """The bytes of every asset and of the report, by SHA-256."""
    timing: Timing
    """When."""


class PublishActivities:
    """Publishes what was audited, and finds out what became of it."""

    def __init__(
        self,
        publishers: Publishers,
        stores: ArtifactStores,
        policies: TenantPolicies,
        clock: Callable[[], datetime],
    ) -> None:
        self._publishers = publishers
        self._stores = stores
        self._policies = policies
        self._clock = clock

    @activity.defn
    async def publish_channel(self, given: PublishInput) -> PublishResult:
        """Publish at one place, if the gate lets through what is sent, as it is stored.

        Whether it does is worked out here once more: from the stored report, request and assets,
        the tenant's policy as it stands, and the reviewer's decision. Of the policy at admission
        only its auditors count besides, so that a changed key does not fail what was audited.

        That a call begins is in the ledger before it does. A second run that finds such a call
        without an outcome waits until it can have no effect any more, and then sends the same
        key again, asks the channel, or says that nobody can tell, as the channel allows. When the
        campaign is cancelled, a call in flight is not cut off: its outcome is waited for and
        reported. From the request's `publish_before` on nothing is sent; what an earlier run sent
        is still reported.

        While an emergency stop holds it, nothing is sent and nothing is noted.

        Raises:
            QualityRefused: The gate does not let these bytes through.
            PolicyViolation: The tenant's policy forbids the request.
            Stopped: An emergency stop holds it.
            WindowClosed: It is too late, and the channel has nothing.
            PlatformRefused: The channel has taken nothing, and will not take it.
            PlatformUnavailable: This call has put nothing out.
            AnswerLost: A call may have put it out; another run finds out.
            Unfinished: A call has reached some of many; another run goes on.
            OutcomeUnknowable: Nobody can tell what the channel has.
        """
        permitted = await self._permitted(given)
        publisher = self._publishers.of(given.channel)
        step = held_step()
        if publisher.reconciliation is not Reconciliation.KEYED:
            await step.note_forgotten(given.earlier, publisher.call_timeout)
        if step.may_have_called:
            found = await self._earlier(publisher, given, permitted.timing)
            if found is not None:
                return PublishResult(publication=found)
        self._check_time(given.place, permitted.timing)
        is_repeated = step.may_have_called
        until = asyncio.get_running_loop().time() + publisher.call_timeout.total_seconds()
        try:
            await step.begin_call(publisher.call_timeout, Reach(given.tenant_id, given.channel))
            self._check_time(given.place, permitted.timing)
        except Stopped as error:
            log.warning("%s: %s", given.place, error)
            raise
        except (asyncio.CancelledError, WindowClosed):
            # The note may be there already; nobody has to wait for a call that is not made.
            if not is_repeated:
                with suppress(StepLost, Infrastructure):
                    await uncut(step.end_call())
            raise
        call = _call(publisher, step, permitted, until=until, is_repeated=is_repeated)
        return PublishResult(publication=await uncut(call))

    @activity.defn
    async def settle_channel(self, given: SettleInput) -> PublishResult:
        """Find out what became of a publication, and take it back when that is asked.

        After it, no attempt publishes under this key any more, however late it wakes up. A second
        run asks again; taking back twice is the same as once, and that it begins is in the ledger
        before it does. When the campaign is cancelled, a call in flight is not cut off.

        Raises:
            PlatformUnavailable: The channel is broken for the moment, and another attempt is left.
            AnswerLost: The same; a call may have taken it back.
        """
        step = held_step()
        settlement = Settlement(self._publishers.of(given.channel), step, given, self._clock)
        publication = await settlement.reached()
        return PublishResult(
            publication=publication, order=step.input_sha256 or None, by=settlement.by
        )

    async def _earlier(
        self, publisher: Publisher, given: PublishInput, timing: Timing
    ) -> Publication | None:
        """Return what an earlier call put out, or nothing when a call may be made now."""
        step = held_step()
        await step.calls_are_over(publisher.call_timeout)
        if publisher.reconciliation is Reconciliation.NEITHER:
            raise OutcomeUnknowable(
                f"{step.doubt_about(given.channel)}, and {given.channel} can neither be asked nor "
                "told to do the same only once."
            )
        if publisher.reconciliation is Reconciliation.KEYED and not why_closed(
            timing, self._clock()
        ):
            return None
        found = await uncut(publisher.find(settle_order(given)))
        if found is None:
            await step.end_call()
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                # The campaign was cancelled while the channel was asked, which is not cut off.
                raise asyncio.CancelledError
        return found

    def _check_time(self, place: Place, timing: Timing) -> None:
        if closed := why_closed(timing, self._clock()):
            raise WindowClosed(f"Nothing was sent on {place}: {closed}.")

    async def _permitted(self, given: PublishInput) -> _Permitted:
        """Ask the gate again, about what lies in the store now."""
        store = self._stores.of(given.tenant_id)
        references = References(store)
        request = await references.read(CampaignRequest, given.request)
        await references.read(StrategyBrief, given.brief)
        # What was audited says nothing that is not known here: exactly that goes out.
        report = await references.read_whole(QualityReport, given.report)
        assets = [await references.read_whole(VisualAsset, sha256) for sha256 in given.assets]
        policy = await self._policies.policy_of(given.tenant_id)
        admitted = await references.read(TenantPolicy, given.policy)
        refuse_against(policy, request)
        decision = decide(
            report,
            Binding(given.execution_id, given.brief, given.assets, whole=False),
            [*policy.trusted_auditors, *admitted.trusted_auditors],
            review_required=wants_review(request, policy),
            review=given.review,
        )
        if decision.outcome is not GateOutcome.PUBLISH:
            raise QualityRefused(decision.details)
        if {asset.place for asset in assets} != {given.place}:
            raise QualityRefused(f"what is about to be sent was not made for {given.place}")
        if request.execution_id != given.execution_id or request.tenant_id != given.tenant_id:
            raise QualityRefused("the request is another execution's")
        timing = request.timing
        permit = PublishPermit(
            decision=decision, not_before=timing.publish_not_before, not_after=timing.publish_before
        )
        needed = [given.report, *(asset.sha256 for asset in assets)]
        return _Permitted(
            order=publish_order(given, assets, permit),
            content={sha256: await store.get(sha256) for sha256 in needed},
            timing=timing,
        )


async def _call(
    publisher: Publisher,
    step: HeldStep,
    permitted: _Permitted,
    *,
    until: float,
    is_repeated: bool,
) -> Publication:
    """Make one call, and let the ledger know what is certain about it."""
    channel = permitted.order.channel
    try:
        # A process that slept since the call was noted has no time left to make it.
        async with asyncio.timeout_at(until):
            await asyncio.sleep(0)  # without it, a time that is over would not stop what comes next
            return await publisher.publish(permitted.order, permitted.content)
    except TimeoutError as error:
        _refuse_to_guess(publisher, channel, error)
        seconds = publisher.call_timeout.total_seconds()
        raise AnswerLost(f"{channel} gave no answer within {seconds:g} s.") from error
    except Unfinished:
        await step.call_has_ended()
        raise
    except AnswerLost as error:
        _refuse_to_guess(publisher, channel, error)
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


def _refuse_to_guess(publisher: Publisher, channel: str, lost: Exception) -> None:
    """Raise what is final when nobody but a person can find out what a lost call did."""
    if publisher.reconciliation is Reconciliation.NEITHER:
        raise OutcomeUnknowable(
            f"A call to {channel} may be out, and only a person can look: "
            f"{str(lost) or 'it gave no answer in time'}"
        ) from lost
