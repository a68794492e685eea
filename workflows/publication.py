"""Publishing side by side, and finding out what really went out."""

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.publish.activity import PublishActivities
    from contracts import (
        ArtifactRef,
        AuditResult,
        CampaignRequest,
        CampaignState,
        ChannelFailurePolicy,
        ChannelPlan,
        FailureReason,
        Publication,
        PublicationStatus,
        PublishResult,
        TenantPolicy,
        WaitingFor,
        as_prose,
    )
    from workflows.failures import CampaignEnded, Failure, classify, gravest
    from workflows.orders import Orders
    from workflows.policies import EFFECT, SETTLE, SETTLE_ATTEMPTS, with_summary
    from workflows.record import Record

from workflows.steps import Outcome, Step, all_of, uninterrupted
from workflows.waits import Waits


class PublicationRound:
    """One campaign's publications, all channels side by side.

    A status is never more than what is proven: what a failed or cancelled call did is asked of
    the channel, and what the channel cannot say is `unknown` until a person settles it.
    """

    def __init__(self, record: Record, waits: Waits, orders: Orders) -> None:
        self._record = record
        self._orders = orders
        self._request: CampaignRequest = record.request
        self._waits = waits
        self._failures: dict[str, Failure] = {}

    async def publish(self, brief: ArtifactRef, audit: AuditResult, policy: TenantPolicy) -> None:
        """Publish on every channel, and see to it that every outcome is known.

        Raises:
            CampaignEnded: A channel failed and the request does not go on without it, or nobody
                settled an unknown outcome within its window.
        """
        plans = self._request.channels
        assets = self._record.present_assets
        orders = [self._orders.publish(plan, assets, brief, audit, policy) for plan in plans]
        # Every order stands before the first step starts: nothing may fail between two starts.
        steps = [
            Step[PublishResult](
                self._record,
                PublishActivities.publish_channel,
                order,
                EFFECT,
                f"{CampaignState.PUBLISH} {order.channel}",
            )
            for order in orders
        ]
        try:
            await all_of(self._record, steps)
        finally:
            # Also after a cancellation: by now no call is in flight, and each has an outcome.
            await uninterrupted(self._record_outcomes(plans, steps))
        await self._resolve_unknown()
        await self._judge()

    async def retract(self) -> None:
        """Take back what was sent, where the channel can."""
        await uninterrupted(self._retract())

    async def _retract(self) -> None:
        sent = self._record.channels_in(PublicationStatus.SENT)
        plans = [plan for plan in self._request.channels if plan.channel in sent]
        for plan in plans:
            self._record.add_publication(await self._settle(plan, retract=True))

    def truth(self) -> str:
        """Say per channel what is proven."""
        parts: list[str] = []
        for plan in self._request.channels:
            known = self._record.publication_of(plan.channel)
            status = known.status if known else PublicationStatus.NOT_SENT
            failure = self._failures.get(plan.channel)
            why = (
                f" ({failure.details})" if failure and status is not PublicationStatus.SENT else ""
            )
            parts.append(f"{plan.channel}: {status}{why}")
        return "; ".join(parts)

    async def _record_outcomes(
        self, plans: list[ChannelPlan], steps: list[Step[PublishResult]]
    ) -> None:
        for plan, step in zip(plans, steps, strict=True):
            await self._record_outcome(plan, await step.outcome())

    async def _record_outcome(self, plan: ChannelPlan, outcome: Outcome[PublishResult]) -> None:
        if outcome.result is not None:
            self._record.add_publication(outcome.result.publication)
            return
        error = outcome.error or AssertionError("an outcome has a result or an error")
        self._failures[plan.channel] = classify(error)
        self._record.add_publication(await self._settle(plan))

    async def _settle(self, plan: ChannelPlan, *, retract: bool = False) -> Publication:
        known = self._record.publication_of(plan.channel)
        order = self._orders.settle(plan, known, SETTLE_ATTEMPTS, retract=retract)
        verb = "take back" if retract else "find"
        try:
            result = await workflow.execute_activity_method(
                PublishActivities.settle_channel,
                order,
                **with_summary(SETTLE, f"{verb} {plan.channel}"),
            )
        except ActivityError as error:
            why = classify(error).details
            return Publication(
                channel=plan.channel,
                placement=plan.placement,
                status=PublicationStatus.UNKNOWN,
                detail=as_prose(f"the channel could not be asked: {why}"),
                at=workflow.now(),
            )
        return result.publication

    def _unknown(self) -> list[str]:
        return self._record.channels_in(PublicationStatus.UNKNOWN)

    async def _resolve_unknown(self) -> None:
        unknown = self._unknown()
        try:
            settled = await self._waits.until(
                lambda: not self._unknown(),
                WaitingFor.RESOLUTION,
                f"nobody can tell whether it is out on: {', '.join(unknown) or 'none'}; "
                "look there and resolve it",
                self._request.timing.resolution_window,
            )
        finally:
            await uninterrupted(self._note_resolved(unknown))
        if not settled:
            raise CampaignEnded(
                Failure(FailureReason.TIMEOUT, f"nobody settled in time: {self.truth()}")
            )

    async def _note_resolved(self, unknown: list[str]) -> None:
        """Let the ledger learn what a person found; what it has proof of is worth more."""
        resolved = [
            plan
            for plan in self._request.channels
            if plan.channel in unknown and plan.channel not in self._unknown()
        ]
        for plan in resolved:
            found = await self._settle(plan)
            if found != self._record.publication_of(plan.channel):
                self._record.add_publication(found)

    async def _judge(self) -> None:
        sent = self._record.channels_in(PublicationStatus.SENT)
        missing = [plan.channel for plan in self._request.channels if plan.channel not in sent]
        if not missing:
            return
        policy = self._request.on_channel_failure
        if policy is ChannelFailurePolicy.CONTINUE and sent:
            return
        if policy is ChannelFailurePolicy.RETRACT:
            await self.retract()
        settled = Failure(FailureReason.PLATFORM_ERROR, "")
        worst = gravest([self._failures.get(channel, settled) for channel in missing])
        raise CampaignEnded(Failure(worst.reason, self.truth()))
