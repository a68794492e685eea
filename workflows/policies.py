"""How long each attempt at an activity may take, and when the next one follows."""

from datetime import timedelta
from typing import Final

from temporalio.common import RetryPolicy
from temporalio.workflow import ActivityCancellationType, ActivityConfig, LocalActivityConfig

_HEARTBEAT: Final = timedelta(seconds=5)
"""A worker that was killed is noticed after this long; a living one beats three times in it."""
_ONCE: Final = RetryPolicy(maximum_attempts=1)
"""Temporal tries nothing again by itself: only the workflow knows what an attempt is charged to,
and can say what is waited for meanwhile."""

BOOKKEEPING: Final = ActivityConfig(
    start_to_close_timeout=timedelta(seconds=30),
    heartbeat_timeout=_HEARTBEAT,
    retry_policy=_ONCE,
)
"""Admission and conclusion. They are no stages, and a campaign waits for its ledger rather than
end without it: they are tried until they succeed or are refused."""

AT_ONCE: Final = LocalActivityConfig(
    start_to_close_timeout=timedelta(seconds=3),
    retry_policy=_ONCE,
)
"""What changes nothing, or the same each time, within the workflow's own task: that takes one event
instead of six. It is tried once; what does not answer at once is waited for by an activity."""

STAGE: Final = ActivityConfig(
    start_to_close_timeout=timedelta(minutes=5),
    heartbeat_timeout=_HEARTBEAT,
    cancellation_type=ActivityCancellationType.TRY_CANCEL,
    retry_policy=_ONCE,
)
"""A stage without an effect on the outside: when it is cancelled, nobody waits for it."""

EFFECT: Final = ActivityConfig(
    start_to_close_timeout=timedelta(minutes=2),
    heartbeat_timeout=_HEARTBEAT,
    cancellation_type=ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry_policy=_ONCE,
)
"""What reaches the public, finds out what is there, or takes it back: a call in flight is waited
for, so that its outcome is known."""

SETTLE_RETRIES: Final = 7
"""About two minutes of a channel that does not answer; after that, a person is asked. Settling is
no stage, so it uses none of the execution's retries: those are spent when it is needed most."""

MAX_RESTARTS: Final = 20
"""How often a step is started again after its worker was lost. With the pauses between them they
outlast a deployment, and a step that kills its workers comes to its end."""

_LONGEST_PAUSE: Final = timedelta(minutes=1)
_LONGEST_WAIT: Final = timedelta(minutes=30)
"""Between two attempts at what somebody has to mend first, once the history is long: each leaves
about eleven events, a server keeps 51,200 of a run, and a stop may last for weeks."""


def pause_before(attempt: int, *, is_spared: bool = False) -> timedelta:
    """Return how long to wait before an attempt: twice as long as before the last one.

    Args:
        attempt: Its number; the first one, which waits for nothing, is 1.
        is_spared: Whether the history is long, and the last one could not be made as things stand.
    """
    longest = _LONGEST_WAIT if is_spared else _LONGEST_PAUSE
    doublings = min(attempt - 2, 11)
    return min(timedelta(seconds=2**doublings), longest)
