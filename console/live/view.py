"""A running campaign as a person sees it: its stages, what it waits for, its channels."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rich import box
from rich.console import Group, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from console.live.timeline import Progress, StageLine, stages
from console.tables import campaign as tables
from console.words.basics import chain, clock, count, lasting, moment, plain, short
from contracts import CampaignPayload, CampaignState, CampaignStatus, PublicationStatus

_SIGNS: Final = {
    Progress.AHEAD: ("○", "dim"),
    Progress.AT_WORK: ("●", "bold yellow"),
    Progress.DONE: ("✓", "green"),
    Progress.BROKEN_OFF: ("✗", "red"),
}


@dataclass(frozen=True)
class Look:
    """A campaign at one moment."""

    status: CampaignStatus
    payload: CampaignPayload
    at: datetime

    @property
    def ended_well(self) -> bool:
        """Whether the campaign is at rest again, with everything done that was asked for."""
        return self.status.state is CampaignState.IDLE and not self.status.cancelled


def picture(look: Look, link: str | None) -> RenderableType:
    """Return the live view."""
    status = look.status
    parts: list[RenderableType] = [
        Text.assemble(
            (plain(status.name), "bold"), f"  {short(status.execution_id)}  ", headline(status)
        ),
        _stepper(stages(look.payload, look.at)),
    ]
    if any(entry.status is not PublicationStatus.NOT_SENT for entry in status.channels):
        parts.append(tables.channels(status.channels))
    parts += _notes(status)
    parts += map(Text, chain(status))
    parts.append(Text(_retries(status), style="dim"))
    if link is not None:
        parts.append(Text(f"Web UI: {link}", style=Style(dim=True, link=link), overflow="fold"))
    return Group(*parts)


def summary(status: CampaignStatus) -> RenderableType:
    """Return the answer of `status` to a person."""
    parts: list[RenderableType] = [
        Text.assemble((plain(status.name), "bold"), f"  {status.execution_id}"),
        headline(status),
    ]
    if status.gate is not None:
        parts.append(Text(f"quality gate: {status.gate.outcome}: {plain(status.gate.details)}"))
    if status.awaiting_review and status.report_digest is not None:
        parts.append(Text(f"report to review: {status.report_digest}"))
    if status.channels:
        parts.append(tables.channels(status.channels))
    parts += _notes(status)
    parts += map(Text, chain(status))
    parts.append(Text(_retries(status), style="dim"))
    return Group(*parts)


def headline(status: CampaignStatus) -> Text:
    """Say in a line where the campaign is, and what it waits for and why."""
    if status.state is CampaignState.FAILED:
        why = plain(status.terminal_details or "no details")
        return Text(f"{status.state} · {status.terminal_reason}: {why}", style="red")
    if status.finished and status.cancelled:
        return Text(f"cancelled in {status.state}", style="yellow")
    if status.finished:
        return Text(f"{status.state} · finished", style="green")
    text = f"{status.state}" + (" · paused" if status.paused else "")
    if status.cancelled:
        text += " · is being cancelled"
    if status.wait is not None:
        until = f" until {moment(status.wait.until)}" if status.wait.until else ""
        on = status.wait.on.replace("_", " ")
        text += f" · waits for {on}{until}: {plain(status.wait.why)}"
    return Text(text, style="yellow" if status.awaiting_review or status.paused else "")


def changes(before: Look | None, now: Look) -> list[str]:
    """Return what is new, as lines for a log: nothing when nothing that matters changed."""
    lines: list[str] = []
    head = headline(now.status).plain
    if before is None or headline(before.status).plain != head:
        lines.append(head)
    noted = [] if before is None else _noted(before.status)
    lines += [note for note in _noted(now.status) if note not in noted]
    known = {} if before is None else {one.channel: one.status for one in before.status.channels}
    for entry in now.status.channels:
        was = known.get(entry.channel, PublicationStatus.NOT_SENT)
        if entry.status is not was:
            where = plain(entry.url or entry.detail or entry.remote_id or "")
            lines.append(f"{entry.channel}: {entry.status.replace('_', ' ')} {where}".rstrip())
    if before is not None and before.status.retry_count != now.status.retry_count:
        lines.append(f"retries: {now.status.retry_count} of {now.status.max_retries}")
    return [f"{clock(now.at)} {line}" for line in lines]


def _stepper(lines: list[StageLine]) -> Table:
    table = Table(box=box.SIMPLE, show_header=False, pad_edge=False)
    for line in lines:
        sign, style = _SIGNS[line.progress]
        again = f"entered {line.visits} times" if line.visits > 1 else ""
        spent = lasting(line.spent) if line.began is not None else ""
        table.add_row(Text(sign, style=style), Text(line.state, style=style), spent, again)
    return table


def _notes(status: CampaignStatus) -> list[RenderableType]:
    """Say what people should know although a campaign goes on."""
    return [Text(note, style="yellow") for note in _noted(status)]


def _noted(status: CampaignStatus) -> list[str]:
    """Return what a channel may refuse later, and what could not be read of the sources."""
    channels = [f"channel {plain(note)}" for note in status.channel_notes]
    return [*channels, *(f"sources: {plain(note)}" for note in status.notes)]


def _retries(status: CampaignStatus) -> str:
    text = f"retries {status.retry_count} of {status.max_retries}"
    if status.restarts:
        text += f", restarted {count(status.restarts, 'time')} after its worker was lost"
    if status.revision:
        text += f", revision {status.revision}"
    if status.duplicates_suppressed:
        text += f", duplicates suppressed {status.duplicates_suppressed}"
    return text
