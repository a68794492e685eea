"""Whatever other processes do, a step is done once and its result is written by who did it."""

import asyncio
import json
import os
import signal
from datetime import timedelta
from pathlib import Path

from activities.ledger import SqlLedger
from activities.ports import Claimed, Finished, StepStatus
from tests.support.builders import EXECUTION
from tests.support.ledger_processes import (
    DUPLICATES,
    HELD,
    LEASE,
    ORDER,
    contend,
    hear,
    holder,
    tell,
)

PROCESSES, KEYS = 3, 16  # `benchmarks.ledger_contention` does the same with more


async def successor(ledger: SqlLedger) -> Claimed:
    """Ask for the step until its lease is over."""
    while True:
        answer = await ledger.steps.claim(
            HELD, 0, order_sha256=ORDER, holder="successor", lease=LEASE
        )
        if isinstance(answer, Claimed):
            return answer


async def test_what_every_process_wants_is_done_once(
    ledger: SqlLedger, ledger_url: str, tmp_path: Path
) -> None:
    """Workers that start together on an empty database agree on all that they share."""
    came = await asyncio.to_thread(
        contend, ledger_url, tmp_path / "book", processes=PROCESSES, keys=KEYS
    )

    assert came.done == KEYS
    assert len(came.outcomes) == 1
    assert await ledger.executions.count_duplicate(EXECUTION) == PROCESSES * DUPLICATES + 1
    assert sorted(came.effects) == sorted(f"step-{number}" for number in range(KEYS))


async def test_a_paused_process_cannot_write(ledger: SqlLedger, ledger_url: str) -> None:
    """A worker that slept through its lease cannot overwrite what its successor found."""
    with holder(ledger_url, timedelta(milliseconds=100)) as paused:
        hear(paused)
        paused.send_signal(signal.SIGSTOP)
        await asyncio.to_thread(os.waitpid, paused.pid, os.WUNTRACED)
        claimed = await successor(ledger)
        await ledger.steps.finish(claimed.claim, StepStatus.DONE, '"fresh"')

        paused.send_signal(signal.SIGCONT)
        tell(paused)
        refused = json.loads(hear(paused))

    kept = await ledger.steps.claim(HELD, 0, order_sha256=ORDER, holder="later", lease=LEASE)
    assert refused == [
        "renew",
        "begin_call",
        "call_is_over",
        "end_call",
        "finish",
        "release",
    ]
    assert kept == Finished(StepStatus.DONE, '"fresh"')
