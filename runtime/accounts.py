"""As whom each channel is published on: the channels are asked, and nothing is posted."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from activities.ports import HasAccount, Publishers
from contracts import CampaignError, PlatformUnavailable

TO_DO: Final = "Put credentials that are accepted into the variable that the file names."
"""What helps when credentials are refused."""
_LONGEST: Final = 10.0
"""Seconds that a worker waits for one channel."""

log = logging.getLogger("phoenix.worker")


class Verdict(Enum):
    """What is known of a channel's credentials."""

    ACCEPTED = auto()
    REFUSED = auto()
    UNKNOWN = auto()
    """There was no answer, or the channel cannot be asked."""


@dataclass(frozen=True)
class Account:
    """What a channel answered."""

    verdict: Verdict
    says: str
    """As whom it is published on, or why that is not known."""


async def ask(channel: str, publisher: HasAccount) -> Account:
    """Return what the channel answers about its credentials."""
    try:
        return Account(Verdict.ACCEPTED, await publisher.account(channel))
    except PlatformUnavailable as error:
        return Account(Verdict.UNKNOWN, str(error))
    except CampaignError as error:
        return Account(Verdict.REFUSED, str(error))


async def tell(publishers: Publishers, channels: Iterable[str], longest: float = _LONGEST) -> None:
    """Log one line for each channel. Whatever a channel answers, the worker goes on.

    Args:
        publishers: They are asked side by side.
        channels: Each is asked once.
        longest: Seconds that one of them may take.
    """
    async with asyncio.TaskGroup() as asking:
        for channel in channels:
            asking.create_task(_tell(publishers, channel, longest))


async def _tell(publishers: Publishers, channel: str, longest: float) -> None:
    publisher = publishers.of(channel)
    if not isinstance(publisher, HasAccount):
        log.info("channel %s: has no account that could be asked for", channel)
        return
    try:
        async with asyncio.timeout(longest):
            account = await ask(channel, publisher)
    except TimeoutError:
        account = Account(Verdict.UNKNOWN, f"gave no answer within {longest:g} seconds")
    match account.verdict:
        case Verdict.ACCEPTED:
            log.info("channel %s: publishes as %s", channel, account.says)
        case Verdict.UNKNOWN:
            log.warning("channel %s: whether it can publish is unknown: %s", channel, account.says)
        case Verdict.REFUSED:
            log.warning("channel %s: nothing can be published: %s %s", channel, account.says, TO_DO)
