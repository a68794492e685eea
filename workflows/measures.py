"""What a campaign tells of itself in numbers; the table of them is in `domain.telemetry`."""

from datetime import timedelta

from temporalio.common import MetricMeter
from temporalio.exceptions import is_cancelled_exception

from activities.telemetry import count, observe
from contracts import (
    CampaignState,
    Charge,
    FailureReason,
    GateOutcome,
    Publication,
    WaitingFor,
)
from domain.telemetry import (
    BY_LEDGER,
    BY_OPEN_RUN,
    CAMPAIGNS_ADMITTED,
    CAMPAIGNS_ENDED,
    DUPLICATES_SUPPRESSED,
    ENDED_CANCELLED,
    ENDED_DONE,
    ENDED_FAILED,
    GATE_DECISIONS,
    IN_TIME,
    NO_REASON,
    PUBLICATIONS,
    STATE_DURATION,
    STEP_DURATION,
    STEPS_REPEATED,
    TOO_LATE,
    WAIT_DURATION,
    WAITS_BEGUN,
)


class Measures:
    """The numbers of one campaign. They change nothing of what it does."""

    def __init__(self, meter: MetricMeter = MetricMeter.noop) -> None:
        """Take where they are told.

        Args:
            meter: The workflow's own, which leaves replays out.
        """
        self._meter = meter

    def admitted(self) -> None:
        """Count a campaign that was let in."""
        count(self._meter, CAMPAIGNS_ADMITTED)

    def ended(self, reason: FailureReason | None, *, cancelled: bool = False) -> None:
        """Count a campaign that came to its end.

        Args:
            reason: Why it failed; `None` when it did not.
            cancelled: Whether somebody ended it.
        """
        outcome = ENDED_DONE if reason is None else ENDED_FAILED
        count(
            self._meter,
            CAMPAIGNS_ENDED,
            outcome=ENDED_CANCELLED if cancelled else outcome,
            reason=reason or NO_REASON,
        )

    def left(self, state: CampaignState, spent: timedelta) -> None:
        """Tell how long the campaign was in a state that it left."""
        observe(self._meter, STATE_DURATION, spent, state=state)

    def step_ended(self, step: str, spent: timedelta, error: BaseException | None) -> None:
        """Tell how long a step took.

        Args:
            step: The type of its activity.
            spent: With all its attempts and the pauses between them.
            error: What came instead of a result.
        """
        outcome = ENDED_DONE
        if error is not None:
            outcome = ENDED_CANCELLED if is_cancelled_exception(error) else ENDED_FAILED
        observe(self._meter, STEP_DURATION, spent, step=step, outcome=outcome)

    def repeated(self, step: str, charge: Charge) -> None:
        """Count an attempt that came to nothing and is made again."""
        count(self._meter, STEPS_REPEATED, step=step, charge=charge)

    def decided(self, outcome: GateOutcome) -> None:
        """Count a decision of the quality gate."""
        count(self._meter, GATE_DECISIONS, decision=outcome)

    def known(self, publication: Publication) -> None:
        """Count what became known of a publication."""
        count(
            self._meter,
            PUBLICATIONS,
            channel=publication.channel,
            status=publication.status,
        )

    def wait_begun(self, wait: WaitingFor) -> None:
        """Count a wait for people or time."""
        count(self._meter, WAITS_BEGUN, wait=wait)

    def waited(self, wait: WaitingFor, spent: timedelta, *, in_time: bool) -> None:
        """Tell how long a wait took, and whether what was waited for came."""
        ended = IN_TIME if in_time else TOO_LATE
        observe(self._meter, WAIT_DURATION, spent, wait=wait, ended=ended)

    def suppressed(self, *, by_ledger: bool = False) -> None:
        """Count a start that began nothing new."""
        count(
            self._meter,
            DUPLICATES_SUPPRESSED,
            answered_by=BY_LEDGER if by_ledger else BY_OPEN_RUN,
        )
