"""Emergency stops beside whatever else a command shows: nobody is to overlook one."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from contracts import CampaignStatus, Stop

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


async def warn_of_stops(
    session: "Session", screen: "Screen", concerns: Callable[[Stop], bool] = lambda _: True
) -> None:
    """Warn of every stop in force that concerns what is shown."""
    for stop in await session.stops(screen.say):
        if concerns(stop):
            screen.warn(f"{stop.name}: {stop}")


def concerns(status: CampaignStatus) -> Callable[[Stop], bool]:
    """Return what tells whether a stop holds anything that a campaign may still publish."""
    channels = [] if status.finished else [one.channel for one in status.channels]
    return lambda stop: any(stop.holds(status.tenant_id, channel) for channel in channels)
