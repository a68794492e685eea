"""What nobody is to overlook, whatever else a command shows."""

from collections import Counter
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from console.work import DONE
from contracts import CampaignStatus, Stop
from runtime.refusals import Sealed

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


async def caution(
    session: "Session", screen: "Screen", concerns: Callable[[Stop], bool] = lambda _: True
) -> None:
    """Warn of a store that is not the ledger's, and of every stop that concerns what is shown."""
    if (why := await session.why_apart()) is not None:
        screen.warn(why)
    for stop in await session.stops(screen.say):
        if concerns(stop):
            screen.warn(f"{stop.name}: {stop}")


def unread(screen: "Screen", reasons: Collection[str]) -> int:
    """Say why what stands among the rest cannot be read, and return the exit status for it."""
    for why, number in Counter(reasons).items():
        screen.warn(f"{number} cannot be read: {why}")
    return Sealed.exit_status if reasons else DONE


def concerns(status: CampaignStatus) -> Callable[[Stop], bool]:
    """Return what tells whether a stop holds anything that a campaign may still publish."""
    channels = [] if status.finished else [one.channel for one in status.channels]
    return lambda stop: any(stop.holds(status.tenant_id, channel) for channel in channels)
