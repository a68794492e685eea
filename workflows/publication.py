"""Publishing side by side, and finding out what really went out."""

from collections.abc import Sequence

from temporalio import workflow
from temporalio.exceptions import FailureError

with workflow.unsafe.imports_passed_through():
    from activities.publish.activity import PublishActivities
    from contracts import (
        CampaignRequest,
        CampaignState,
        ChannelFailurePolicy,
        FailureReason,
        Place,
        Publication,
        PublicationStatus,
        PublishResult,
        ReviewDecision,
        WaitingFor,
        as_prose,
    )
    from workflows.failures import CampaignEnded, Failure, classify, gravest
    from workflows.inputs import Inputs
    from workflows.policies import EFFECT
    from workflows.record import Record

from workflows.steps import Ending, Step, Steps, followed_by, uninterrupted
from workflows.waits import Waits


class PublicationRound:
    """One campaign's publications, all places side by side.

    A status is never more than what is proven: what a failed or cancelled call did is asked of
    the channel, and what the channel cannot say is `unknown` until a person settles it.
    """

    def __init__(self, record: Record, waits: Waits, steps: Steps, inputs: Inputs) -> None:
        self._record = record
        self._steps = steps
        self._inputs = inputs
        self._request: CampaignRequest = record.request
        self._waits = waits
        self._failures: dict[Place, Failure] = {}

    async def publish(self, brief: str, report: str, review: ReviewDecision | None) -> None:
        """Publish at every place, and see to it that every outcome is known.

        Args:
            brief: Digest of the brief.
            report: Digest of the signed report.
            review: What a reviewer decided about it, when one was asked.

        Raises:
            CampaignEnded: A channel failed and the request does not go on without it, or nobody
                settled an unknown outcome within its window.
        """
        assets = self._record.present_assets
        inputs = [
            self._inputs.publish(plan, assets, brief, report, review)
            for plan in self._request.channels
        ]
        # Every input stands before the first step starts: nothing may fail between two starts.
        steps = [
            self._steps.stage(
                PublishActivities.publish_channel,
                given,
                f"{CampaignState.PUBLISH} {given.place}",
                EFFECT,
            )
            for given in inputs
        ]
        # Also after a cancellation: by then no call is in flight, and each has an outcome.
        await followed_by(self._steps.all_of(steps), lambda: self._record_endings(steps))
        await self._resolve_unknown()
        await self._judge()

    async def retract(self) -> None:
        """Take back what was sent, where the channel can."""
        await uninterrupted(self._retract())

    async def _retract(self) -> None:
        for place in self._record.places_in(PublicationStatus.SENT):
            self._record.add_publication(await self._settle(place, retract=True))

    def truth(self) -> str:
        """Say per place what is proven."""
        parts: list[str] = []
        for place in self._record.places:
            known = self._record.publication_of(place)
            status = known.status if known else PublicationStatus.NOT_SENT
            failure = self._failures.get(place)
            why = (
                f" ({failure.details})" if failure and status is not PublicationStatus.SENT else ""
            )
            parts.append(f"{place}: {status}{why}")
        return "; ".join(parts)

    async def _record_endings(self, steps: Sequence[Step[PublishResult]]) -> None:
        for place, step in zip(self._record.places, steps, strict=True):
            await self._record_ending(place, await step.ending())

    async def _record_ending(self, place: Place, ending: Ending[PublishResult]) -> None:
        if ending.result is not None:
            self._record.add_publication(ending.result.publication)
            return
        error = ending.error or AssertionError("an ending has a result or an error")
        self._failures[place] = classify(error)
        self._record.add_publication(await self._settle(place))

    async def _settle(self, place: Place, *, retract: bool = False) -> Publication:
        known = self._record.publication_of(place)
        given = self._inputs.settle(place, known, retract=retract)
        verb = "take back" if retract else "find"
        try:
            result = await self._steps.settled(
                PublishActivities.settle_channel, given, f"{verb} {place}"
            )
        except FailureError as error:
            why = classify(error).details
            return Publication(
                channel=place.channel,
                placement=place.placement,
                status=PublicationStatus.UNKNOWN,
                detail=as_prose(f"the channel could not be asked: {why}"),
                at=self._record.moment,
            )
        return result.publication

    def _unknown(self) -> list[Place]:
        return self._record.places_in(PublicationStatus.UNKNOWN)

    async def _resolve_unknown(self) -> None:
        unknown = self._unknown()
        waiting = self._waits.until(
            lambda: not self._unknown(),
            WaitingFor.RESOLUTION,
            f"nobody can tell whether it is out on: {', '.join(map(str, unknown)) or 'none'}; "
            "look there and resolve it",
            self._request.timing.resolution_window,
        )
        if not await followed_by(waiting, lambda: self._note_resolved(unknown)):
            raise CampaignEnded(
                Failure(FailureReason.TIMEOUT, f"nobody settled in time: {self.truth()}")
            )

    async def _note_resolved(self, unknown: Sequence[Place]) -> None:
        """Let the ledger learn what a person found; what it has proof of is worth more."""
        for place in [place for place in unknown if place not in self._unknown()]:
            found = await self._settle(place)
            if found != self._record.publication_of(place):
                self._record.add_publication(found)

    async def _judge(self) -> None:
        sent = self._record.places_in(PublicationStatus.SENT)
        missing = [place for place in self._record.places if place not in sent]
        if not missing:
            return
        policy = self._request.on_channel_failure
        if policy is ChannelFailurePolicy.CONTINUE and sent:
            return
        if policy is ChannelFailurePolicy.RETRACT:
            await self.retract()
        settled = Failure(FailureReason.PLATFORM_ERROR, "")
        worst = gravest([self._failures.get(place, settled) for place in missing])
        raise CampaignEnded(Failure(worst.reason, self.truth()))
