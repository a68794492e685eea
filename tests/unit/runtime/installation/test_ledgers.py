"""Workers of one Temporal that have different ledgers are told, from wherever they take work."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

import pytest
from temporalio.service import RPCStatusCode

from contracts import TASK_QUEUE, LedgerIdentity
from contracts.names import publish_queue
from runtime.installation.ledgers import asking, by_ledger, marked, tell_other_ledgers
from tests.support.fakes.task_queues import FakeTaskQueues

OURS = marked("phoenix-worker@a:1", LedgerIdentity(id=UUID(int=1 << 96), epoch=1))
THEIRS = marked("phoenix-worker@b:1", LedgerIdentity(id=UUID(int=2 << 96), epoch=1))
RESTORED = marked("phoenix-worker@c:1", LedgerIdentity(id=UUID(int=1 << 96), epoch=7))
EARLIER = "phoenix-worker@d:1"


async def told(
    caplog: pytest.LogCaptureFixture, queues: FakeTaskQueues, *names: Sequence[str]
) -> list[str]:
    """Return what is logged while these workers ask, one set after the other."""
    left = list(names)

    async def pause(_: float) -> None:
        if not left:
            raise asyncio.CancelledError
        queues.names = left.pop(0)

    caplog.set_level(logging.INFO, "phoenix.worker")
    with suppress(asyncio.CancelledError):
        await tell_other_ledgers(queues.client, pause)
    return [record.getMessage() for record in caplog.records]


async def test_two_ledgers_are_told_once_and_again_when_they_are_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The warning says which worker has which, and what stands still meanwhile."""
    both, queues = (OURS, THEIRS), FakeTaskQueues(served=[TASK_QUEUE])

    first, second = await told(caplog, queues, (OURS,), both, both, (OURS,), both)

    assert first == second
    assert f"00000001 ({OURS}) and 00000002 ({THEIRS})" in first
    assert "stands still" in first
    assert "PHOENIX_LEDGER_URL" in first


@pytest.mark.parametrize("names", [(OURS, RESTORED), (OURS, EARLIER), (EARLIER,), ()])
async def test_workers_of_one_ledger_are_no_matter(
    caplog: pytest.LogCaptureFixture, names: Sequence[str]
) -> None:
    """A restored ledger is the same one, and what an earlier release has is not known."""
    assert await told(caplog, FakeTaskQueues(served=[TASK_QUEUE]), names) == []


async def test_a_worker_of_one_channel_is_heard_in_its_own_queue() -> None:
    """Roles ask elsewhere than campaigns wait."""
    queues = FakeTaskQueues(served=[publish_queue("x")], names=[THEIRS])

    assert by_ledger(await asking(queues.client)) == {"00000002": [THEIRS]}


@pytest.mark.parametrize(
    "refuses", [RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.DEADLINE_EXCEEDED]
)
async def test_a_temporal_that_does_not_say_disturbs_no_worker(
    caplog: pytest.LogCaptureFixture, refuses: RPCStatusCode
) -> None:
    """The worker goes on, and asks again."""
    queues = FakeTaskQueues(served=[TASK_QUEUE], refuses=refuses)

    assert await told(caplog, queues, (OURS, THEIRS), (OURS, THEIRS)) == []
