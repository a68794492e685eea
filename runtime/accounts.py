"""As whom each channel is published on: the channels are asked, and nothing is posted."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from activities.ports import HasAccount, Publisher, Publishers
from contracts import CampaignError, PlatformRefused

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
    """There was no answer that says it."""
    UNASKED = auto()
    """The channel tells nobody."""


@dataclass(frozen=True)
class Account:
    """What a channel answered."""

    verdict: Verdict
    says: str = ""
    """As whom it is published on, or why that is not known."""


async def ask(channel: str, publisher: Publisher, longest: float = _LONGEST) -> Account:
    """Return what a channel answers about its credentials.

    Args:
        channel: It.
        publisher: How it is reached.
        longest: Seconds that it may take.
    """
    if not isinstance(publisher, HasAccount):
        return Account(Verdict.UNASKED)
    try:
        async with asyncio.timeout(longest):
            says = await publisher.account(channel)
    except PlatformRefused as error:
        return Account(Verdict.REFUSED, str(error))
    except TimeoutError:
        return Account(Verdict.UNKNOWN, f"gave no answer within {longest:g} seconds")
    except CampaignError as error:
        return Account(Verdict.UNKNOWN, str(error))
    except Exception as error:  # noqa: BLE001 - the other channels are asked all the same
        # Its words are nobody's here, and may hold what is told nowhere.
        return Account(Verdict.UNKNOWN, f"asking ended with {type(error).__name__}")
    return Account(Verdict.UNASKED) if says is None else Account(Verdict.ACCEPTED, says)


async def tell(publishers: Publishers, channels: Iterable[str], longest: float = _LONGEST) -> None:
    """Log one line for each channel. Whatever a channel answers, the worker goes on.

    Args:
        publishers: They are asked side by side.
        channels: Each is asked once.
        longest: Seconds that one of them may take.
    """
    async with asyncio.TaskGroup() as asking:
        for channel in channels:
            asking.create_task(_tell(publishers.of(channel), channel, longest))


async def _tell(publisher: Publisher, channel: str, longest: float) -> None:
    account = await ask(channel, publisher, longest)
    match account.verdict:
        case Verdict.ACCEPTED:
            log.info("channel %s: publishes as %s", channel, account.says)
        case Verdict.UNASKED:
            log.info("channel %s: does not tell whether it would publish", channel)
        case Verdict.UNKNOWN:
            log.warning("channel %s: whether it can publish is unknown: %s", channel, account.says)
        case Verdict.REFUSED:
            log.warning("channel %s: nothing can be published: %s %s", channel, account.says, TO_DO)
