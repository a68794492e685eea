"""The retry budget is hard and is the execution's, and every failure has its class."""

from datetime import timedelta

import pytest

from contracts import (
    ContractInvalid,
    FailureReason,
    Infrastructure,
    PlatformRefused,
    PlatformUnavailable,
    PolicyViolation,
    QualityRefused,
)
from tests.support.builders import request
from tests.support.world import World
from workflows import policies


async def test_retries_that_were_needed_are_counted(world: World) -> None:
    """A stage that works at its third attempt costs two retries."""
    world.faults.plan("compose", RuntimeError("busy"), RuntimeError("busy"))
    campaign = await world.start(request(max_retries=3))

    payload = await campaign.handle.result()

    assert payload.retry_count == 2
    assert world.faults.calls.count("compose") == 3


async def test_the_limit_is_for_the_whole_execution(world: World) -> None:
    """What one stage used is not there for the next."""
    world.faults.plan("scan", RuntimeError("busy"), RuntimeError("busy"))
    world.faults.plan("compose", *[RuntimeError("busy")] * 5)
    campaign = await world.start(request(max_retries=3))

    payload = await campaign.failed_payload()

    assert world.faults.calls.count("scan") == 3
    assert world.faults.calls.count("compose") == 2
    assert payload.retry_count == 3
    assert payload.terminal_reason is FailureReason.TIMEOUT


async def test_no_retries_means_one_attempt(world: World) -> None:
    """A limit of zero is one attempt, and not attempts without end."""
    world.faults.plan("scan", RuntimeError("busy"))
    campaign = await world.start(request(max_retries=0))

    payload = await campaign.failed_payload()

    assert world.faults.calls.count("scan") == 1
    assert payload.retry_count == 0


async def test_channels_retry_side_by_side(world: World) -> None:
    """A stage that works per channel counts the most retries that one channel needed."""
    world.faults.plan("produce instagram", RuntimeError("busy"), RuntimeError("busy"))
    world.faults.plan("produce x", RuntimeError("busy"))
    campaign = await world.start(request("instagram", "x"))

    payload = await campaign.handle.result()

    assert payload.retry_count == 2
    assert world.faults.calls.count("produce instagram") == 3
    assert world.faults.calls.count("produce x") == 2


@pytest.mark.parametrize(
    ("stage", "error", "reason", "attempts"),
    [
        ("compose", ContractInvalid("no such field"), FailureReason.CONTRACT_INVALID, 1),
        ("compose", PolicyViolation("not on this channel"), FailureReason.POLICY_VIOLATION, 1),
        ("compose", QualityRefused("altered"), FailureReason.QUALITY_CHECK_FAILED, 1),
        ("compose", PlatformRefused("account closed"), FailureReason.PLATFORM_ERROR, 1),
        ("compose", PlatformUnavailable("down"), FailureReason.PLATFORM_ERROR, 4),
        ("compose", KeyError("a bug"), FailureReason.TIMEOUT, 4),
        ("produce instagram", PlatformRefused("closed"), FailureReason.PLATFORM_ERROR, 1),
    ],
)
async def test_a_failure_has_its_class(
    world: World, stage: str, error: Exception, reason: FailureReason, attempts: int
) -> None:
    """What ends a campaign is classified, and what cannot get better is not tried again."""
    world.faults.plan(stage, *[error] * 10)
    campaign = await world.start(request(max_retries=3))

    payload = await campaign.failed_payload()

    assert payload.terminal_reason is reason
    assert world.faults.calls.count(stage) == attempts
    assert payload.retry_count == attempts - 1


async def test_a_stage_that_hangs_ends_as_a_timeout(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stage that gives no answer within its time ends the campaign as `FAILED_TIMEOUT`."""
    # The server's clock does not skip while an activity is pending, so its time is made short.
    monkeypatch.setitem(policies.STAGE, "start_to_close_timeout", timedelta(seconds=1))
    world.faults.hold("scan")
    campaign = await world.start(request(max_retries=0))

    payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.TIMEOUT
    assert payload.terminal_details is not None
    assert payload.terminal_details.startswith("no answer in time")


async def test_the_ledger_is_waited_for(world: World) -> None:
    """A ledger that is away for a while costs no retries and ends nothing."""
    away = [Infrastructure("the ledger's database is down")] * 6
    world.faults.plan("open", *away)
    world.faults.plan("conclude", *away)
    campaign = await world.start(request(max_retries=0))

    payload = await campaign.handle.result()

    assert payload.retry_count == 0
    assert payload.terminal_reason is None
