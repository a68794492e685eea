"""How long each activity may take, and which of its failures are final."""

from datetime import timedelta
from typing import Final

from temporalio.common import RetryPolicy
from temporalio.workflow import ActivityCancellationType, ActivityConfig, LocalActivityConfig

from workflows.failures import FINAL_TYPES

_FIRST_RETRY: Final = timedelta(seconds=1)
_LONGEST_PAUSE: Final = timedelta(minutes=1)
_LOOKS_EVERY: Final = timedelta(seconds=15)
"""How long after an emergency stop was lifted what it held goes on, at most."""
_HEARTBEAT: Final = timedelta(seconds=5)
"""A worker that was killed is noticed after this long; a living one beats three times in it."""

BOOKKEEPING: Final = ActivityConfig(
    start_to_close_timeout=timedelta(seconds=30),
    heartbeat_timeout=_HEARTBEAT,
    retry_policy=RetryPolicy(
        initial_interval=_FIRST_RETRY,
        maximum_interval=_LONGEST_PAUSE,
        non_retryable_error_types=list(FINAL_TYPES),
    ),
)
"""Admission and conclusion. They are no stages, and a campaign waits for its ledger rather than
end without it: they are tried until they succeed or are refused."""

AT_ONCE: Final = LocalActivityConfig(
    start_to_close_timeout=timedelta(seconds=3),
    retry_policy=RetryPolicy(maximum_attempts=1, non_retryable_error_types=list(FINAL_TYPES)),
)
"""What changes nothing, or the same each time, within the workflow's own task: that takes one event
instead of six. It is tried once; what does not answer at once is waited for by an activity."""

STAGE: Final = ActivityConfig(
    start_to_close_timeout=timedelta(minutes=5),
    heartbeat_timeout=_HEARTBEAT,
    cancellation_type=ActivityCancellationType.TRY_CANCEL,
)
"""A stage without an effect on the outside: when it is cancelled, nobody waits for it."""

EFFECT: Final = ActivityConfig(
    start_to_close_timeout=timedelta(minutes=2),
    heartbeat_timeout=_HEARTBEAT,
    cancellation_type=ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
)
"""A stage that reaches the public: a call in flight is waited for, so that its outcome is known."""

LIFTING: Final = ActivityConfig(
    start_to_close_timeout=timedelta(seconds=30),
    heartbeat_timeout=_HEARTBEAT,
    retry_policy=RetryPolicy(initial_interval=_FIRST_RETRY, maximum_interval=_LOOKS_EVERY),
)
"""Looking whether an emergency stop has been lifted: without end, and without an event for each
look. It is no stage, and uses none of the execution's retries."""


SETTLE_ATTEMPTS: Final = 8
"""About two minutes of a channel that does not answer; after that, a person is asked."""

SETTLE: Final = ActivityConfig(
    start_to_close_timeout=timedelta(minutes=2),
    heartbeat_timeout=_HEARTBEAT,
    cancellation_type=ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry_policy=RetryPolicy(
        initial_interval=_FIRST_RETRY,
        maximum_interval=_LONGEST_PAUSE,
        maximum_attempts=SETTLE_ATTEMPTS,
        non_retryable_error_types=list(FINAL_TYPES),
    ),
)
"""Finding out what is out, or taking it back. It is no stage, so it uses none of the execution's
retries: those are spent when it is needed most."""


def with_summary(config: ActivityConfig, summary: str) -> ActivityConfig:
    """Return a policy with the line that the Web UI shows for the activity."""
    shown = config.copy()
    shown["summary"] = summary
    return shown


def retries(left: int) -> RetryPolicy:
    """Return the policy of a stage that may use what is left of the execution's retries.

    Args:
        left: Retries that the execution has not used; Temporal reads zero attempts as
            unlimited, so the policy always counts the first attempt too.
    """
    return RetryPolicy(
        initial_interval=_FIRST_RETRY,
        maximum_interval=_LONGEST_PAUSE,
        maximum_attempts=left + 1,
        non_retryable_error_types=list(FINAL_TYPES),
    )
