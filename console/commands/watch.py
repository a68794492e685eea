"""`watch`: a campaign live until it ends."""

from typing import TYPE_CHECKING

from console.parameters import Campaign
from console.work import InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(campaign: Campaign) -> Work:
    """Leaving with Ctrl-C changes nothing: the campaign goes on."""

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.campaign import follow_to_end

        return await follow_to_end(session, screen, await session.campaigns.resolve(campaign))

    return work
