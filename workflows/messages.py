"""What a campaign takes from people and systems, and what it refuses.

Plain Python: a message is checked against the record, and then it changes the record. The run
waits on the record, so nothing here needs to know who waits.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from contracts import (
    MAX_CHANGES,
    CancelMessage,
    ChannelMetrics,
    DuplicateStart,
    LogAction,
    MessageRefused,
    MetricsRecord,
    PauseMessage,
    Place,
    Publication,
    PublicationResolution,
    PublicationStatus,
    ResumeMessage,
    ReviewAction,
    ReviewDecision,
    WaitingFor,
    size_as_json,
)
from workflows.record import Record

MAX_METRICS: Final = 2000
"""Records of metrics that a campaign keeps, as far as there is room for them."""

MAX_METRICS_OF_A_SOURCE: Final = 1000
"""Those of one source, so that none takes the room of all others: an hourly count of five channels
for a week."""

Message = (
    ReviewDecision
    | PauseMessage
    | ResumeMessage
    | PublicationResolution
    | MetricsRecord
    | CancelMessage
)
"""What may be asked of a running campaign."""


class Messages:
    """The one place that judges what is said to a campaign."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def check(self, message: Message) -> None:
        """Refuse a message that cannot be followed as things stand.

        Raises:
            MessageRefused: It says what is the case and what would be taken.
        """
        if self._record.closing:
            raise MessageRefused("the campaign has ended and takes no more messages")
        if not isinstance(message, PublicationResolution):  # what is out is never too much to know
            self._check_room(message)
        match message:
            case ReviewDecision():
                self._check_review(message)
            case PauseMessage() | ResumeMessage():
                self._check_pause(message)
            case PublicationResolution():
                self._unknown_place(message)
            case MetricsRecord():
                self._check_metrics(message)
            case _:
                pass  # how it is cancelled may be said until it has ended

    def take(self, message: Message) -> None:
        """Follow a message.

        Raises:
            MessageRefused: It cannot be followed; nothing has changed.
        """
        self.check(message)
        record = self._record
        record.look_at_clock()
        match message:
            case ReviewDecision():
                record.review = message
                record.reviews.append(message)
                record.trace(message.reviewer, LogAction.REVIEWED, action=message.action)
            case PauseMessage():
                record.paused = True
                record.trace_some(message.by, LogAction.PAUSED, reason=message.reason)
            case ResumeMessage():
                record.paused = False
                record.trace_some(message.by, LogAction.RESUMED)
            case PublicationResolution():
                self._resolve(message)
            case CancelMessage():
                record.amended = _widened(record.amended, message)
                record.trace_some(
                    message.by, LogAction.CANCELLATION_CHANGED, retract=message.retract
                )
            case _:
                record.metrics.extend(
                    metric.model_copy(update={"placement": self._measured_place(metric).placement})
                    for metric in message.metrics
                )
                places = [self._measured_place(metric) for metric in message.metrics]
                if message.final:
                    record.measured.extend(one for one in places if one not in record.measured)
                record.trace_some(
                    "metrics",
                    LogAction.METRICS_RECORDED,
                    places=[str(place) for place in places],
                    final=message.final,
                )

    def suppress(self, duplicate: DuplicateStart) -> None:
        """Count a start of the same request that was answered with this run."""
        self._record.look_at_clock()
        self._record.duplicates += 1
        self._record.measures.suppressed()
        self._record.trace_some(duplicate.by, LogAction.DUPLICATE_SUPPRESSED)

    def announce(self, message: CancelMessage) -> None:
        """Keep how the campaign is to be cancelled; what was to be taken back stays so."""
        self._record.announced = _widened(self._record.announced, message)

    def note_refused(self, message: str, why: str) -> None:
        """Log a signal that could not be followed: its sender cannot be told."""
        self._record.look_at_clock()
        self._record.trace_some("signal", LogAction.SIGNAL_REFUSED, message=message, why=why)

    def _check_room(self, message: Message) -> None:
        size, room = size_as_json(message), self._record.room()
        if size > room:
            raise MessageRefused(
                f"the message takes {size} bytes, and the campaign has room for {max(room, 0)}"
            )

    def _check_pause(self, message: PauseMessage | ResumeMessage) -> None:
        if isinstance(message, PauseMessage) and self._record.paused:
            raise MessageRefused("the campaign is already paused")
        if isinstance(message, ResumeMessage) and not self._record.paused:
            raise MessageRefused("the campaign is not paused")

    def _check_review(self, decision: ReviewDecision) -> None:
        record = self._record
        if not record.awaiting_review:
            raise MessageRefused(
                f"nothing awaits a review: the campaign stands in {record.state}"
                + (" and a decision was already taken" if record.review else "")
            )
        if decision.report_digest != record.report_digest:
            raise MessageRefused(
                f"the decision is about report {decision.report_digest}, but the one to review is "
                f"{record.report_digest}: read that one and decide again"
            )
        if decision.action is ReviewAction.REQUEST_CHANGES:
            self._check_revisions()

    def _check_revisions(self) -> None:
        record = self._record
        made, allowed = record.revisions_spent, record.request.review.max_revisions
        if made >= allowed:
            raise MessageRefused(
                f"changes were already requested {made} times, and the request allows "
                f"{allowed}: approve or reject"
            )
        if len(record.changes) >= MAX_CHANGES:
            raise MessageRefused(
                f"changes were already requested {MAX_CHANGES} times, most of which changed "
                "nothing: approve or reject"
            )

    def _unknown_place(self, resolution: PublicationResolution) -> Place:
        unknown = self._record.places_in(PublicationStatus.UNKNOWN)
        meant = _meant(resolution.channel, resolution.placement, unknown)
        if not meant:
            raise MessageRefused(
                f"the outcome of {_called(resolution.channel, resolution.placement)} is not "
                f"unknown; unknown are: {_listed(unknown) or 'none'}"
            )
        return _only(meant, resolution.channel)

    def _check_metrics(self, metrics: MetricsRecord) -> None:
        record = self._record
        for metric in metrics.metrics:
            self._measured_place(metric)
        if len(record.metrics) + len(metrics.metrics) > MAX_METRICS:
            raise MessageRefused(f"a campaign takes at most {MAX_METRICS} records of metrics")
        sent = Counter(metric.source for metric in [*record.metrics, *metrics.metrics])
        for source in {metric.source: None for metric in metrics.metrics}:
            if sent[source] > MAX_METRICS_OF_A_SOURCE:
                raise MessageRefused(
                    f"a campaign takes at most {MAX_METRICS_OF_A_SOURCE} records of metrics from "
                    f"one source, and {source!r} would have {sent[source]}"
                )
        if record.wait is None or record.wait.on is not WaitingFor.METRICS:
            raise MessageRefused("the campaign does not listen for metrics yet, or no longer")

    def _measured_place(self, metric: ChannelMetrics) -> Place:
        sent = self._record.places_in(PublicationStatus.SENT)
        meant = _meant(metric.channel, metric.placement, sent)
        if not meant:
            raise MessageRefused(
                f"nothing was published on {_called(metric.channel, metric.placement)}; "
                f"published are: {_listed(sent) or 'none yet'}"
            )
        return _only(meant, metric.channel)

    def _resolve(self, resolution: PublicationResolution) -> None:
        record = self._record
        place = self._unknown_place(resolution)
        record.add_publication(
            Publication(
                channel=place.channel,
                placement=place.placement,
                status=resolution.status,
                remote_id=resolution.remote_id,
                detail=f"settled by {resolution.by}",
                at=record.moment,
            )
        )


def _widened(before: CancelMessage | None, message: CancelMessage) -> CancelMessage:
    retract = message.retract or (before is not None and before.retract)
    return message.model_copy(update={"retract": retract})


def _meant(channel: str, placement: str | None, known: Sequence[Place]) -> list[Place]:
    return [one for one in known if one.channel == channel and placement in (None, one.placement)]


def _only(meant: Sequence[Place], channel: str) -> Place:
    if len(meant) > 1:
        several = f"{channel} has several placements here, so name one: {_listed(meant)}"
        raise MessageRefused(several)
    return meant[0]


def _called(channel: str, placement: str | None) -> str:
    return channel if placement is None else str(Place(channel, placement))


def _listed(places: Sequence[Place]) -> str:
    return ", ".join(map(str, places))
