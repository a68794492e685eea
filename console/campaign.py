"""What commands about one campaign do: show where it stands, follow it, send it a message."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from rich.console import RenderableType
from rich.text import Text

from console.cautions import caution, concerns
from console.defects import tell
from console.live.follow import follow
from console.live.view import Look, headline, summary
from console.pages.writing import opened_in_browser, write_page, write_pictures
from console.screen import Screen
from console.tables import campaign as tables
from console.tables.creatives import found_in, texts_of
from console.words.basics import chain, plain
from console.words.creatives import words_of_strangers
from console.work import DONE, FAILED, InSession, Work
from contracts import CampaignPayload, MetricsRecord, as_prose
from runtime.campaigns.endings import is_from_ledger
from runtime.campaigns.names import CampaignName
from runtime.campaigns.replies import PresentCampaign, StartedCampaign, Taken
from runtime.campaigns.sending import Message
from runtime.refusals import NotCarriedOut, Refused

if TYPE_CHECKING:
    from runtime.session import Session


def sending(campaign: CampaignName, message: Message) -> Work:
    """Return the work of sending a message and showing the status that follows from it."""

    @InSession
    async def work(session: "Session", screen: Screen) -> int:
        execution = await session.campaigns.resolve(campaign)
        await session.campaigns.send(execution, message)
        return await _show_what_followed(session, screen, execution)

    return work


async def _show_what_followed(session: "Session", screen: Screen, execution: UUID) -> int:
    """Show where a campaign stands that has taken a message.

    Whatever fails now, the message has been taken: nobody is to believe that it was refused.
    """
    try:
        return await show_status(session, screen, execution)
    except (BrokenPipeError, SystemExit):  # who reads has left
        return DONE
    except Exception as error:  # noqa: BLE001 - a defect of ours is told as one, and no more
        if not isinstance(error, NotCarriedOut):
            tell(error)
        why = f"the campaign has taken it; where it stands cannot be shown: {error}"
        screen.say(why)
        if screen.as_json:
            screen.answer(Taken(execution_id=execution, not_shown=as_prose(why)))
        return DONE


async def show_status(session: "Session", screen: Screen, execution: UUID) -> int:
    """Show where a campaign stands, and what its reviewer has to know."""
    known = await session.campaigns.status(execution)
    await caution(session, screen, concerns(known))
    link = await session.link(execution)
    lines = [summary(known)]
    if known.awaiting_review:
        payload = await session.campaigns.payload(execution)
        lines += [tables.faults(report) for report in [payload.present_audit] if report]
        lines += _of_strangers(payload)
    screen.answer(known, *lines, *_address(link))
    return DONE


async def show_whole_status(
    session: "Session",
    screen: Screen,
    execution: UUID,
    page: Path | None = None,
    folder: Path | None = None,
) -> int:
    """Show where a campaign stands, and what would go out of it or has gone out.

    Args:
        session: The connection to it.
        screen: Where it is shown.
        execution: Which campaign.
        page: Where a page with the creatives is to be written.
        folder: Where its pictures are to be written.
    """
    known = await session.campaigns.status(execution)
    await caution(session, screen, concerns(known))
    wants_bytes = page is not None or folder is not None
    address = _address(await session.link(execution))
    try:
        present = await session.present(known, with_bytes=wants_bytes)
    except Refused as error:  # where it stands can be known although nobody has its content
        screen.warn(f"what it has made cannot be shown: {error}")
        screen.answer(known, summary(known), *address)
        return FAILED if wants_bytes else DONE
    campaign = present.campaign
    if page is not None:
        # No other command draws.
        from console.pages.status import page_of  # noqa: PLC0415

        write_page(page, page_of(campaign, present.pictures))
        screen.say(f"wrote {page}")
    if folder is not None:
        for path in write_pictures(folder, campaign.assets, present.pictures):
            screen.say(f"wrote {path}")
    screen.answer(campaign, summary(known), *_what_goes_out(campaign), *address)
    return DONE


async def show_report(
    session: "Session", screen: Screen, execution: UUID, page: Path | None, *, in_browser: bool
) -> int:
    """Show everything that is known of a campaign, running or not.

    Args:
        session: The connection to it.
        screen: Where it is shown.
        execution: Which campaign.
        page: Where the page is to be written.
        in_browser: Whether a browser is to show the page.
    """
    gathered = await session.report(execution, with_bytes=page is not None)
    report = gathered.report
    if page is not None:
        # No other command draws.
        from console.pages.report import page_of  # noqa: PLC0415

        write_page(page, page_of(report, gathered.pictures))
        screen.say(f"wrote {page}")
        if in_browser and not opened_in_browser(page):
            screen.say(f"no browser could be started; open {page} yourself")
    said = [Text(plain(f"not known: {why}"), style="yellow") for why in report.not_known]
    told = tables.outcome(report.payload, report.campaign.channels)
    screen.answer(report, headline(report.campaign), *chain(report.campaign), told, *said)
    return DONE


def _what_goes_out(campaign: PresentCampaign) -> Iterator[RenderableType]:
    if campaign.assets:
        yield texts_of(campaign.assets)
    yield from (
        f"picture of {one.channel}.{one.placement}: {one.where}" for one in campaign.pictures
    )
    if campaign.verdict is not None:
        yield from found_in(campaign)
    if campaign.strategy is not None:
        for said in words_of_strangers(campaign.strategy, campaign.assets):
            yield Text(plain(said), style="yellow")
    if campaign.idle:
        yield Text("the last request for changes changed nothing, and is not counted", "yellow")
    yield from (Text(plain(f"not read: {why}"), style="yellow") for why in campaign.unread)


def _address(link: str | None) -> list[str]:
    return [f"Web UI: {link}"] if link else []


def _of_strangers(payload: CampaignPayload) -> list[str]:
    """Say what the present copy has of strangers."""
    present = [asset for asset in payload.assets if asset.revision == payload.revision]
    return [] if payload.strategy is None else words_of_strangers(payload.strategy, present)


async def answer_started(
    session: "Session", screen: Screen, started: StartedCampaign, *, wait: bool
) -> int:
    """Answer that a campaign was started, or follow it to its end.

    Raises:
        Refused: It can no longer be followed; the message says that it goes on.
    """
    execution = started.execution_id
    if not wait:
        link = await session.link(execution)
        screen.answer(started, str(execution), *_address(link))
        return DONE
    try:
        return await follow_to_end(session, screen, execution)
    except NotCarriedOut as error:
        raise Refused(
            f"campaign {execution} was started and goes on; it can no longer be followed: {error}"
        ) from error


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

    link = await session.link(execution)
    async with session.campaigns.listening(execution) as changed:
        why_silent = partial(session.campaigns.why_silent, execution)
        last = await follow(look, screen, link, changed, why_silent, tell_example)
    if is_from_ledger(last.payload):
        screen.say("duplicate, nothing was run: this execution is answered from the ledger")
    drawn = screen.is_live  # the live view ends with the channels
    screen.answer(last.payload, tables.outcome(last.payload, [] if drawn else last.status.channels))
    return DONE if last.ended_well else FAILED
