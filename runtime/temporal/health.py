"""Whether a worker takes work and finishes it, by what Temporal has seen of it.

A worker asks for work whenever it has room for more, and again when it was told after a minute
that there is none. So Temporal knows when each was last there: one that is stuck, or whose every
place is taken by work that does not end, stops asking, although its process is alive.
"""

import asyncio
import logging
import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from activities.retrying import Pause
from runtime.temporal.queues import MAY_NOT_ASK
from runtime.temporal.secrecy import told

LONGEST_SILENCE: Final = 150.0
"""Seconds after which a worker that has not asked counts as stuck: a publish may keep a place for
120 s, and Temporal answers after 60 s that there is nothing."""
_EVERY: Final = 10.0
"""Seconds between two questions."""
_ANSWER: Final = timedelta(seconds=5)
_ACTIVITIES: Final = (TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,)
_KINDS: Final = (TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, *_ACTIVITIES)
log = logging.getLogger("phoenix.worker")


class Health:
    """What Temporal sees of one worker."""

    def __init__(
        self,
        client: Client,
        task_queue: str,
        identity: str,
        monotonic: Callable[[], float] = time.monotonic,
        *,
        has_campaigns: bool = True,
    ) -> None:
        """Take where the worker takes its work, and the name by which Temporal knows it.

        Args:
            client: The connection.
            task_queue: The queue.
            identity: The name.
            monotonic: A clock in seconds.
            has_campaigns: Whether the worker takes campaigns there, and not activities alone.
        """
        kinds = _KINDS if has_campaigns else _ACTIVITIES
        self._client = client
        self._task_queue = task_queue
        self._identity = identity
        self._monotonic = monotonic
        self._last_asked = dict.fromkeys(kinds, ((0, 0), monotonic()))
        """By kind, when it asked: by Temporal's clock, which is compared with nothing but itself,
        and by our own when that was new."""
        self._told = ""

    async def is_good(self) -> bool:
        """Tell whether the worker has lately asked for work of every kind that it takes.

        Where Temporal may not be asked, that this process comes to ask has to be enough.
        """
        try:
            return all([await self._asks_for(kind) for kind in list(self._last_asked)])
        except RPCError as error:
            if error.message != self._told:
                log.warning(
                    "Temporal does not say whether it sees this worker: %s", told(error.message)
                )
            self._told = error.message
            return error.status in MAY_NOT_ASK

    async def _asks_for(self, kind: TaskQueueType.ValueType) -> bool:
        answer = await self._client.workflow_service.describe_task_queue(
            DescribeTaskQueueRequest(
                namespace=self._client.namespace,
                task_queue=TaskQueue(name=self._task_queue),
                task_queue_type=kind,
            ),
            timeout=_ANSWER,
        )
        seen = [
            (poller.last_access_time.seconds, poller.last_access_time.nanos)
            for poller in answer.pollers
            if poller.identity == self._identity
        ]
        now = self._monotonic()
        known, when = self._last_asked[kind]
        if seen and max(seen) > known:
            known, when = self._last_asked[kind] = max(seen), now
        return now - when <= LONGEST_SILENCE


def announce(file: Path) -> None:
    """Write the file that says that this process takes work."""
    file.write_text(f"{os.getpid()}\n", encoding="ascii")


async def keep_fresh(file: Path, health: Health, pause: Pause = asyncio.sleep) -> None:
    """Give a file the present time, again and again, while the health is good."""
    was_good = True
    while True:
        await pause(_EVERY)
        is_good = await health.is_good()
        if is_good:
            _freshen(file)
        elif was_good:
            log.error("takes no more work, although its process lives: restart it")
        was_good = is_good


def _freshen(file: Path) -> None:
    # Not in a thread, which could write it again after the worker has taken it away.
    try:
        os.utime(file)
    except FileNotFoundError:  # somebody has tidied up
        announce(file)
