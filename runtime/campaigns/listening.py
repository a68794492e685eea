"""Hearing that a campaign may have changed, by what its history gains, without asking workers.

A campaign changes within its workflow's tasks alone. What its activities say of themselves changes
besides, and is in no history: whoever shows that looks now and then all the same.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final

from temporalio.api.enums.v1 import EventType
from temporalio.service import RPCError

from activities.retrying import Pause
from runtime.campaigns.endings import Handle

Changed = Callable[[float], Awaitable[bool]]
"""Waits until the campaign may have changed, for so many seconds at most, and says whether."""

_TELLING: Final = frozenset(
    {
        EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
        EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
        EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT,
    }
)
"""After these it may be in another state; every other event is followed by one of them, or is the
last of its run."""
_BURST: Final = 0.05
"""Seconds in which what comes together is heard as one."""
_AGAIN: Final = 1.0
"""Seconds before a history is asked for once more that ended or could not be read."""


@asynccontextmanager
async def listening(
    open_run: Callable[[], Handle], pause: Pause = asyncio.sleep
) -> AsyncGenerator[Changed]:
    """Listen to a campaign while the block runs.

    Whatever keeps its history from being read counts as a change: who looks then is told why.

    Args:
        open_run: Returns a handle of its latest run.
        pause: Waits before a run's history is asked for once more.
    """
    heard = asyncio.Event()
    listener = asyncio.ensure_future(_listen(open_run, heard, pause))

    async def changed(seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await heard.wait()
                await pause(_BURST)
        except TimeoutError:
            if not heard.is_set():
                return False
        heard.clear()
        return True

    try:
        yield changed
    finally:
        listener.cancel()


async def _listen(open_run: Callable[[], Handle], heard: asyncio.Event, pause: Pause) -> None:
    while True:
        with suppress(RPCError):  # whoever looks meets it, too, and tells it
            async for event in open_run().fetch_history_events(wait_new_event=True):
                if event.event_type in _TELLING:
                    heard.set()
        heard.set()
        await pause(_AGAIN)
