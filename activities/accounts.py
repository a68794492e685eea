"""What a channel answers when it is asked, without any effect, about its credentials."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from activities.ports import Account, HasAccount, Publisher
from contracts import CampaignError, PlatformRefused

TO_DO: Final = "Put credentials that are accepted into the variable that the file names."
"""What helps when credentials are refused."""
SOON: Final = timedelta(days=7)
"""How long before their end credentials are spoken of: there is a working day in it."""


class Verdict(Enum):
    """What is known of a channel's credentials."""

    ACCEPTED = auto()
    REFUSED = auto()
    UNKNOWN = auto()
    """There was no answer that says it."""
    UNASKED = auto()
    """The channel tells nobody."""


@dataclass(frozen=True)
class Standing:
    """What a channel answered."""

    verdict: Verdict
    account: Account | None = None
    """What is accepted; given when, and only when, it is."""
    why: str = ""
    """Why it is refused, or not known."""


async def ask(channel: str, publisher: Publisher, longest: float) -> Standing:
    """Return what a channel answers about its credentials.

    Args:
        channel: It.
        publisher: How it is reached.
        longest: Seconds that it may take.
    """
    if not isinstance(publisher, HasAccount):
        return Standing(Verdict.UNASKED)
    try:
        async with asyncio.timeout(longest):
            account = await publisher.account(channel)
    except PlatformRefused as error:
        return Standing(Verdict.REFUSED, why=str(error))
    except TimeoutError:
        return Standing(Verdict.UNKNOWN, why=f"gave no answer within {longest:g} seconds")
    except CampaignError as error:
        return Standing(Verdict.UNKNOWN, why=str(error))
    except Exception as error:  # noqa: BLE001 - the other channels are asked all the same
        # Its words are nobody's here, and may hold what is told nowhere.
        return Standing(Verdict.UNKNOWN, why=f"asking ended with {type(error).__name__}")
    return Standing(Verdict.UNASKED) if account is None else Standing(Verdict.ACCEPTED, account)


def told(account: Account) -> str:
    """Say whose credentials they are, until when they hold and how many calls are left."""
    said = [account.name]
    if account.expires is not None:
        said.append(f"credentials hold until {_minute(account.expires)}")
    if account.quota is not None:
        resets = account.quota.resets_at
        until = "" if resets is None else f" until {_minute(resets)}"
        said.append(f"{account.quota.left:,} calls left{until}")
    return ", ".join(said)


def concern(account: Account, due: datetime, last: datetime) -> str | None:
    """Return what may keep accepted credentials from publishing; `None` when nothing does.

    Args:
        account: Whose they are.
        due: When they are needed first.
        last: Until when they are needed.
    """
    if account.expires is not None and account.expires <= last:
        return f"the credentials hold until {_minute(account.expires)} only"
    quota = account.quota
    if quota is None or quota.left > 0 or (quota.resets_at is not None and quota.resets_at <= due):
        return None
    until = "" if quota.resets_at is None else f" until {_minute(quota.resets_at)}"
    return f"the network takes no more calls{until}"


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
