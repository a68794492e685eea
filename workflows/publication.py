"""Publishing side by side, and finding out what really went out."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

from temporalio import workflow
from temporalio.exceptions import FailureError

with workflow.unsafe.imports_passed_through():
    from activities.publish.activity import PublishActivities
    from contracts import (
        CampaignRequest,
        CampaignState,
        ChannelFailurePolicy,
        ContractInvalid,
        FailureReason,
        Place,
        Publication,
        PublicationStatus,
        PublishInput,
        PublishResult,
        SettleInput,
        WaitingFor,
        as_prose,
    )
    from domain.orders import order_digest
    from workflows.failures import CampaignEnded, Failure, classify, gravest
    from workflows.inputs import Inputs
    from workflows.policies import EFFECT
    from workflows.record import Record

from workflows.attempts import Step
from workflows.steps import Steps, followed_by, result_of, uninterrupted
from workflows.waits import Waits

_OF_ANOTHER_RUN: Final = (
    "an earlier run of this execution published this, and not what was decided on now"
)


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

    async def publish(self) -> None:
        """Publish at every place, and find out what came of each call that failed."""
        record = self._record
        inputs = list(self._ordered().values())
        # Every input stands before the first step starts: nothing may fail between two starts.
        steps = [
            self._steps.stage(
                PublishActivities.publish_channel,
                given,
                f"{CampaignState.PUBLISH} {given.place}",
                EFFECT,
                self._request.timing.publish_before,
            )
            for given in inputs
        ]
        begun = list(zip(record.places, steps, strict=True))
        record.under_way = lambda: [place for place, step in begun if step.may_have_effect]
        # Also after a cancellation: by then no call is in flight, and each has an outcome.
        await followed_by(self._steps.all_of(steps), lambda: self._record_endings(steps))

    async def settle(self) -> None:
        """See to it that every outcome is known, and judge what became of the whole.

        Raises:
            CampaignEnded: A channel failed and the request does not go on without it, or nobody
                settled an unknown outcome within its window.
        """
        await self._resolve_unknown()
        await self._judge()

    async def retract(self) -> None:
        """Take back what was sent, or may have been, where the channel can."""
        await uninterrupted(self._retract())

    async def _retract(self) -> None:
        places = self._record.places_in(PublicationStatus.SENT, PublicationStatus.UNKNOWN)
        await self._settle_all([self._known(place, retract=True) for place in places])

    def summary(self) -> str:
        """Say per place what is proven."""
        parts: list[str] = []
        for status in self._record.status().channels:
            place = Place(status.channel, status.placement)
            failure = self._record.failures.get(place)
            why = f" ({failure.details})" if failure else ""
            parts.append(f"{place}: {status.status}{why}")
        return "; ".join(parts)

    async def _record_endings(self, steps: Sequence[Step[PublishResult]]) -> None:
        open_places: list[SettleInput] = []
        for place, step in zip(self._record.places, steps, strict=True):
            ending = await step.ending()
            try:
                result = result_of(ending)
                self._record.add_publication(_about(place, result))
                if result.by is not None and not result.is_settled:
                    # A failed execution left it open, and the channel may know by now.
                    open_places.append(self._inputs.settle(place, None, retract=False))
            except (FailureError, asyncio.CancelledError, ContractInvalid) as error:
                self._record.failures[place] = classify(error)
                # What was proven at the admission is asked anew: calls have been made since.
                open_places.append(
                    self._inputs.settle(place, None, retract=False, begun=ending.begun)
                )
        await self._settle_all(open_places)

    async def _settle_all(self, open_places: Sequence[SettleInput]) -> None:
        for publication in await asyncio.gather(*map(self._settle, open_places)):
            self._record.add_publication(publication)

    def _known(self, place: Place, *, retract: bool = False) -> SettleInput:
        return self._inputs.settle(place, self._record.publication_of(place), retract=retract)

    async def _settle(self, given: SettleInput) -> Publication:
        place = given.place
        verb = "take back" if given.retract else "find"
        try:
            result = await self._steps.settled(
                PublishActivities.settle_channel, given, f"{verb} {place}"
            )
            return self._explained(self._judged(_about(place, result), result.order))
        except (FailureError, ContractInvalid) as error:
            why = classify(error).details
            unknown = Publication(
                channel=place.channel,
                placement=place.placement,
                status=PublicationStatus.UNKNOWN,
                detail=as_prose(f"the channel could not be asked: {why}"),
                at=self._record.moment,
            )
            return self._explained(unknown)

    def _explained(self, found: Publication) -> Publication:
        """Return what was found and, where nobody can tell, what was answered to the call itself.

        Whoever has to look there finds it by that.
        """
        failure = self._record.failures.get(found.place)
        asked = found.detail or ""
        is_open = found.status is PublicationStatus.UNKNOWN
        if failure is None or not is_open or failure.details in asked:
            return found
        return found.model_copy(update={"detail": as_prose(f"{failure.details} {asked}".strip())})

    def _judged(self, found: Publication, order: str | None) -> Publication:
        """Return what was found at a place, and remember whether it is what was decided on."""
        place = found.place
        if found.status is not PublicationStatus.SENT:
            return found
        ours = self._ordered().get(place)
        if ours is None or order is None or order == order_digest(ours):
            self._record.failures.pop(place, None)
            return found
        self._record.failures[place] = Failure(FailureReason.CONTRACT_INVALID, _OF_ANOTHER_RUN)
        return found.model_copy(update={"detail": _OF_ANOTHER_RUN})

    def _ordered(self) -> Mapping[Place, PublishInput]:
        """Return what is to be published at each place, once it is known."""
        record = self._record
        if record.admission is None or not record.report_sha256:
            return {}
        return {
            plan.place: self._inputs.publish(
                plan,
                record.present_assets,
                record.brief_sha256,
                record.admission.policy_sha256,
                record.report_sha256,
                record.review,
            )
            for plan in self._request.channels
        }

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
                Failure(FailureReason.TIMEOUT, f"nobody settled in time: {self.summary()}")
            )

    async def _note_resolved(self, unknown: Sequence[Place]) -> None:
        """Let the ledger learn what a person found; what it has proof of is worth more."""
        for place in [place for place in unknown if place not in self._unknown()]:
            found = await self._settle(self._known(place))
            if found != self._record.publication_of(place):
                self._record.add_publication(found)

    async def _judge(self) -> None:
        sent = self._record.published
        missing = [place for place in self._record.places if place not in sent]
        if not missing:
            return
        policy = self._request.on_channel_failure
        if policy is ChannelFailurePolicy.CONTINUE and sent:
            return
        if policy is ChannelFailurePolicy.RETRACT:
            await self.retract()
        settled = Failure(FailureReason.PLATFORM_ERROR, "")
        worst = gravest([self._record.failures.get(place, settled) for place in missing])
        raise CampaignEnded(Failure(worst.reason, self.summary()))


def _about(place: Place, result: PublishResult) -> Publication:
    """Return what became known about a place.

    Raises:
        ContractInvalid: It is about another one.
    """
    if result.publication.place != place:
        raise ContractInvalid(f"{place} was ordered, and {result.publication.place} was answered")
    return result.publication
