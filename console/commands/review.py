"""`review`: a decision about a campaign that awaits one."""

from typing import TYPE_CHECKING, Annotated

import typer

from console.parameters import Campaign
from console.work import InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session

_ANY_REPORT = "0" * 64


def command(
    campaign: Campaign,
    decision: Annotated[
        str, typer.Argument(metavar="DECISION", help="approve, reject or request-changes")
    ],
    *,
    reviewer: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who decides; by default you.")
    ] = None,
    comment: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Needed to request changes.")
    ] = None,
    digest: Annotated[
        str | None,
        typer.Option(
            metavar="DIGEST", help="The report that was read, or its beginning: needed to approve."
        ),
    ] = None,
) -> Work:
    """The decision counts for the report that was read, and for no other."""
    from runtime.campaigns import messages

    messages.review(decision, reviewer, comment, _ANY_REPORT)  # judged before it is sent
    beginning = messages.report_read(campaign.typed, decision, digest)

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.campaign import show_status

        execution = await session.campaigns.resolve(campaign)
        read = await session.campaigns.report_to_review(execution, beginning)
        screen.say(f"{decision}: report {read}")
        message = messages.review(decision, reviewer, comment, read)
        await session.campaigns.send(execution, message)
        return await show_status(session, screen, execution)

    return work
