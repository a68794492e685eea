"""`status`: where a campaign is."""

from typing import TYPE_CHECKING

from console.parameters import Campaign, Page, Pictures
from console.work import InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(
    campaign: Campaign,
    *,
    html: Page = None,
    pictures: Pictures = None,
) -> Work:
    """It shows every text that would go out, where its picture lies, and what was found."""

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.campaign import show_whole_status

        execution = await session.campaigns.resolve(campaign)
        return await show_whole_status(session, screen, execution, html, pictures)

    return work
