"""What commands about one campaign do: show where it stands, follow it, send it a message."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from console.live.follow import follow
from console.live.view import Look, summary
from console.screen import Screen
from console.tables import campaign as tables
from console.words.plan import words_of_strangers
from console.work import DONE, FAILED, InSession, Work
from contracts import CampaignPayload, MetricsRecord
from runtime.campaigns.endings import is_from_ledger
from runtime.campaigns.names import CampaignName
from runtime.campaigns.sending import Message

if TYPE_CHECKING:
    from runtime.session import Session


def sending(campaign: CampaignName, message: Message) -> Work:
    """Return the work of sending a message and showing the status that follows from it."""

    @InSession
    async def work(session: "Session", screen: Screen) -> int:
        execution = await session.campaigns.resolve(campaign)
        await session.campaigns.send(execution, message)
        return await show_status(session, screen, execution)

    return work


async def show_status(session: "Session", screen: Screen, execution: UUID) -> int:
    """Show where a campaign stands, and what its reviewer has to know."""
    known = await session.campaigns.status(execution)
    link = await session.link(execution)
    lines = [summary(known)]
    if known.awaiting_review:
        payload = await session.campaigns.payload(execution)
        lines += [tables.faults(report) for report in [payload.present_audit] if report]
        lines += _of_strangers(payload)
    screen.answer(known, *lines, *([f"Web UI: {link}"] if link else []))
    return DONE


def _of_strangers(payload: CampaignPayload) -> list[str]:
    """Say what the present copy has of strangers."""
    present = [asset for asset in payload.assets if asset.revision == payload.revision]
    return [] if payload.strategy is None else words_of_strangers(payload.strategy, present)


async def follow_to_end(
    session: "Session", screen: Screen, execution: UUID, example: MetricsRecord | None = None
) -> int:
    """Show a campaign until it has ended, and return whether it ended well as an exit status.

    Args:
        session: The connection to it.
        screen: Where it is shown.
        execution: Which campaign.
        example: Metrics that it is told once it listens, for a demonstration.
    """

    async def look() -> Look | None:
        known = await session.campaigns.look(execution)
        return None if known is None else Look(*known, at=datetime.now(UTC))

    waiting = [] if example is None else [example]

    async def tell_example(seen: Look) -> None:
        if waiting and await session.tell(waiting[0], seen.status):
            waiting.clear()
            screen.say("told the campaign example metrics: these numbers are made up")

    last = await follow(look, screen, await session.link(execution), tell_example)
    if is_from_ledger(last.payload):
        screen.say("duplicate, nothing was run: this execution is answered from the ledger")
    drawn = screen.is_live  # the live view ends with the channels
    screen.answer(last.payload, tables.outcome(last.payload, [] if drawn else last.status.channels))
    return DONE if last.ended_well else FAILED
