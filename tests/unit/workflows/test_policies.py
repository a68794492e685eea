"""Activities are tried as often as the execution allows, and no wait is endless."""

from datetime import timedelta

import pytest
from temporalio.workflow import ActivityCancellationType, ActivityConfig

from workflows.failures import FINAL_TYPES
from workflows.policies import BOOKKEEPING, EFFECT, STAGE, retries


@pytest.mark.parametrize(("left", "attempts"), [(0, 1), (3, 4)])
def test_a_stage_has_the_retries_that_are_left_and_never_endless_ones(
    left: int, attempts: int
) -> None:
    """Without retries left a stage is tried once: zero attempts would mean without end."""
    policy = retries(left)

    assert policy.maximum_attempts == attempts
    assert policy.backoff_coefficient > 1
    assert policy.initial_interval == timedelta(seconds=1)
    assert policy.maximum_interval == timedelta(minutes=1)
    assert set(policy.non_retryable_error_types or ()) == set(FINAL_TYPES)


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


def test_bookkeeping_is_tried_until_it_succeeds_or_is_refused() -> None:
    """A ledger that is away for an hour fails no campaign."""
    policy = BOOKKEEPING.get("retry_policy")

    assert policy is not None
    assert policy.maximum_attempts == 0
    assert set(policy.non_retryable_error_types or ()) == set(FINAL_TYPES)
