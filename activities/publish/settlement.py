"""What became of a publication: what is proven, and taking back what is out or may be."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Final
from uuid import UUID

from activities.ports import Publisher, StepStatus
from activities.steps import HeldStep, uncut
from contracts import (
    AnswerLost,
    OutcomeUnknowable,
    PlatformRefused,
    PlatformUnavailable,
    Publication,
    PublicationStatus,
    PublishResult,
    SettleInput,
    Unreadable,
    as_prose,
    read_kept,
)
from domain.orders import settle_order

_OUT: Final = {PublicationStatus.SENT, PublicationStatus.RETRACTED}
_MAY_BE_OUT: Final = {PublicationStatus.SENT, PublicationStatus.UNKNOWN}

_NO_CALL: Final = "no call to the channel was made, or it refused"
_NOT_THERE: Final = "the channel does not have it"
_GONE: Final = "the channel does not have it any more"


class Settlement:
    """One publication whose outcome is to be known, while its step is held."""

    def __init__(
        self,
        publisher: Publisher,
        step: HeldStep,
        given: SettleInput,
        clock: Callable[[], datetime],
    ) -> None:
        self._publisher = publisher
        self._step = step
        self._given = given
        self._clock = clock

    @property
    def by(self) -> UUID | None:
        """The earlier execution under whose key the channel has it, when this is its retry."""
        known = self._result()
        return None if known is None else known.by

    async def reached(self) -> Publication:
        """Return what is certain in the end.

        Raises:
            PlatformUnavailable: The channel is broken for the moment, and another attempt is left.
            AnswerLost: The same; a call may have taken it back.
        """
        given = self._given
        try:
            known = await self._known()
            if given.retract and known.status in _MAY_BE_OUT:
                return await self._taken_back(known)
        except (PlatformUnavailable, AnswerLost, OutcomeUnknowable) as error:
            if not (error.final or given.is_last):
                raise
            return self._found(PublicationStatus.UNKNOWN, str(error))
        return known

    async def _known(self) -> Publication:
        """Return what is proven: by the ledger, the campaign or else the channel."""
        given, step = self._given, self._step
        noted = self._noted()
        # While a call that takes it back is open, what was noted before it proves nothing.
        is_proven = noted is not None and not step.has_open_call
        if noted is not None and is_proven and (given.known is None or noted.status in _OUT):
            return noted  # no person's word is worth more than the channel's own
        if given.known is not None:
            return given.known
        await step.note_forgotten(given.earlier, self._publisher.call_timeout)
        if step.status is StepStatus.CLAIMED and not step.may_have_called:
            forgotten = await self._forgotten() if step.is_new else None
            return forgotten or self._found(PublicationStatus.NOT_SENT, _NO_CALL)
        await step.calls_are_over(self._publisher.call_timeout)
        found = await uncut(self._publisher.find(settle_order(given, self.by)))
        if found is None and noted is not None and noted.status in _OUT:
            return self._changed(noted, PublicationStatus.RETRACTED, _GONE)
        return found or self._found(PublicationStatus.NOT_SENT, _NOT_THERE)

    async def _forgotten(self) -> Publication | None:
        """Return what the channel has of which a ledger that was lost would know nothing."""
        with suppress(OutcomeUnknowable, PlatformUnavailable):
            return await uncut(self._publisher.find(settle_order(self._given, self.by)))
        return None

    async def _taken_back(self, known: Publication) -> Publication:
        """Take back what is out or may be, and return how it stands then.

        That the channel has nothing under the key does not disprove what was proven before: it may
        have forgotten the key. After a call that may have taken it back, it does.
        """
        step, limit = self._step, self._publisher.call_timeout
        is_repeated = step.may_have_called
        await step.calls_are_over(limit)
        await uncut(step.begin_call(limit))
        try:
            taken = await uncut(self._publisher.retract(settle_order(self._given, self.by)))
        except (PlatformRefused, PlatformUnavailable) as error:
            if not is_repeated:
                await step.end_call()
            if not (error.final or self._given.is_last):
                raise
            status = PublicationStatus.UNKNOWN if is_repeated else known.status
            return self._changed(known, status, f"could not be taken back: {error}")
        if taken is not None:
            return taken
        if known.status is PublicationStatus.UNKNOWN:
            return self._changed(known, PublicationStatus.NOT_SENT, _NOT_THERE)
        if is_repeated:
            return self._changed(known, PublicationStatus.RETRACTED, _GONE)
        why = "could not be taken back: the channel has nothing under its key"
        return self._changed(known, known.status, why)

    def _noted(self) -> Publication | None:
        """Return what the ledger has noted of the place, as far as this release can read it."""
        known = self._result()
        if self._step.status is not StepStatus.DONE or known is None:
            return None
        noted = known.publication
        return noted if noted.place == self._given.place else None

    def _result(self) -> PublishResult | None:
        if self._step.result is not None:
            with suppress(Unreadable):
                return read_kept(PublishResult, self._step.result)
        return None

    def _found(self, status: PublicationStatus, detail: str) -> Publication:
        return Publication(
            channel=self._given.channel,
            placement=self._given.placement,
            status=status,
            detail=as_prose(detail),
            at=self._clock(),
        )

    def _changed(self, known: Publication, status: PublicationStatus, detail: str) -> Publication:
        what = {"status": status, "detail": as_prose(detail), "at": self._clock()}
        return known.model_copy(update=what)
