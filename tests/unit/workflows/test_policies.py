"""Activities are tried as often as the execution allows, and no wait is endless."""

from datetime import timedelta

import pytest
from temporalio.workflow import ActivityCancellationType, ActivityConfig, LocalActivityConfig

from workflows.policies import AT_ONCE, BOOKKEEPING, EFFECT, STAGE, pause_before


def seconds(attempt: int, *, is_spared: bool = False) -> float:
    """Return the pause before an attempt in seconds."""
    return pause_before(attempt, is_spared=is_spared).total_seconds()


def test_pauses_double_up_to_a_minute() -> None:
    """Whoever is broken is left alone for longer each time, and tried again within a minute."""
    pauses = [seconds(attempt) for attempt in (2, 3, 4, 7, 8, 9, 5000)]

    assert pauses == [1, 2, 4, 32, 60, 60, 60]


def test_what_somebody_has_to_mend_is_looked_at_less_often_when_the_history_is_long() -> None:
    """A campaign that is held for weeks does not outgrow its history, and goes on all the same."""
    pauses = [seconds(attempt, is_spared=True) for attempt in (2, 8, 12, 13, 5000)]

    assert pauses == [1, 64, 1024, 1800, 1800]


@pytest.mark.parametrize(
    "config", [BOOKKEEPING, STAGE, EFFECT, AT_ONCE], ids=["books", "stage", "effect", "at once"]
)
def test_only_the_workflow_tries_again(config: ActivityConfig | LocalActivityConfig) -> None:
    """An attempt that Temporal made by itself would be charged to nobody, and seen by nobody."""
    policy = config.get("retry_policy")

    assert policy is not None
    assert policy.maximum_attempts == 1


@pytest.mark.parametrize("config", [BOOKKEEPING, STAGE, EFFECT], ids=["books", "stage", "effect"])
def test_every_attempt_has_an_end(config: ActivityConfig) -> None:
    """A worker that hangs does not hold a campaign for ever."""
    limit = config.get("start_to_close_timeout")

    assert limit is not None
    assert limit <= timedelta(minutes=5)


def test_a_worker_that_died_is_noticed_long_before_its_time_is_up() -> None:
    """A killed worker costs seconds, not minutes."""
    for config in (STAGE, EFFECT):
        assert config.get("heartbeat_timeout") == timedelta(seconds=5)


def test_only_what_reaches_the_public_is_waited_for_after_a_cancellation() -> None:
    """A cancelled campaign knows what went out, and does not wait for anything else."""
    assert EFFECT.get("cancellation_type") is ActivityCancellationType.WAIT_CANCELLATION_COMPLETED
    assert STAGE.get("cancellation_type") is ActivityCancellationType.TRY_CANCEL
