"""`report`: everything that is known of a campaign."""

from typing import TYPE_CHECKING, Annotated

import typer

from console.parameters import Campaign, Page
from console.work import InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(
    campaign: Campaign,
    *,
    html: Page = None,
    shown: Annotated[
        bool, typer.Option("--open", help="Show the page in a browser; needs --html.")
    ] = False,
) -> Work:
    """It tells what was asked, decided, sent and learned, with every step.

    A campaign that only the ledger remembers is named by its whole execution id.
    """
    from runtime.refusals import WrongUse

    if shown and html is None:
        raise WrongUse("--open shows the page that --html FILE writes: give both")

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.campaign import show_report

        execution = await session.campaigns.resolve(campaign)
        return await show_report(session, screen, execution, html, in_browser=shown)

    return work
