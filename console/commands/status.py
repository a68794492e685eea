"""`status`: where a campaign is."""

from typing import TYPE_CHECKING

from console.parameters import Campaign
from console.work import InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(campaign: Campaign) -> Work:
    """For a campaign that awaits its review, it shows what the audit found and which report."""

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.campaign import show_status

        return await show_status(session, screen, await session.campaigns.resolve(campaign))

    return work
