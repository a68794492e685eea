"""As whom each channel is published on: the channels are asked, and nothing is posted."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from activities.accounts import SOON, TO_DO, Verdict, ask, concern, told
from activities.ports import Publisher, Publishers
from contracts import utc_now

LONGEST: Final = 10.0
"""Seconds that a worker, or who examines an installation, waits for one channel."""

log = logging.getLogger("phoenix.worker")


async def tell(
    publishers: Publishers,
    channels: Iterable[str],
    longest: float = LONGEST,
    clock: Callable[[], datetime] = utc_now,
) -> None:
    """Log one line for each channel. Whatever a channel answers, the worker goes on.

    Args:
        publishers: They are asked side by side.
        channels: Each is asked once.
        longest: Seconds that one of them may take.
        clock: Tells when credentials end soon.
    """
    async with asyncio.TaskGroup() as asking:
        for channel in channels:
            asking.create_task(_tell(publishers.of(channel), channel, longest, clock))


async def _tell(
    publisher: Publisher, channel: str, longest: float, clock: Callable[[], datetime]
) -> None:
    standing = await ask(channel, publisher, longest)
    account, now = standing.account, clock()
    match standing.verdict:
        case Verdict.UNKNOWN:
            log.warning("channel %s: whether it can publish is unknown: %s", channel, standing.why)
        case Verdict.REFUSED:
            log.warning("channel %s: nothing can be published: %s %s", channel, standing.why, TO_DO)
        case _ if account is None:
            log.info("channel %s: does not tell whether it would publish", channel)
        case _ if (doubt := concern(account, now, now + SOON)) is None:
            log.info("channel %s: publishes as %s", channel, told(account))
        case _:
            log.warning("channel %s: publishes as %s: %s", channel, told(account), doubt)
