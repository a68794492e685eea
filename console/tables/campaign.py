"""What is left when a campaign has ended, as tables."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from rich import box
from rich.console import Group, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from console.words.basics import (
    PUBLICATION_COLORS,
    STATE_COLORS,
    moment,
    money,
    plain,
    share,
    short,
    spent,
)
from console.words.findings import told
from contracts import (
    CampaignPayload,
    CampaignState,
    ChannelStatus,
    LearnReport,
    Place,
    QualityReport,
)
from domain.gravity import faults_of

_LONGEST: Final = 400
"""Characters of a finding that a row shows."""
_PLACE = ("channel", "placement")


class Row(Protocol):
    """One campaign in a list."""

    @property
    def execution_id(self) -> UUID:
        """The run."""
        ...

    @property
    def tenant_id(self) -> str | None:
        """Whose campaign it is."""
        ...

    @property
    def name(self) -> str | None:
        """What people call it."""
        ...

    @property
    def unread(self) -> str | None:
        """Why its name cannot be read, where it cannot."""
        ...

    @property
    def state(self) -> str | None:
        """Where it stands."""
        ...

    @property
    def status(self) -> str:
        """Temporal's own status."""
        ...

    @property
    def reason(self) -> str | None:
        """Why it failed, if it did."""
        ...

    @property
    def awaiting_review(self) -> bool:
        """Whether a person has to decide."""
        ...

    @property
    def stuck(self) -> bool:
        """Whether no worker can carry it on."""
        ...

    @property
    def retried_as(self) -> UUID | None:
        """Which execution goes on from it, where that is known."""
        ...

    @property
    def started(self) -> datetime:
        """When the run began."""
        ...


def campaigns(rows: Sequence[Row]) -> RenderableType:
    """Return the table of `list`."""
    if not rows:
        return Text("no campaigns")
    table = grid("execution", "name", "state", "run", "started", "tenant")
    for row in rows:
        state = row.state or "–"
        if row.reason:
            state += f" · {row.reason}"
        if row.awaiting_review:
            state += " · awaits review"
        if row.stuck:
            state += " · stuck"
        if row.retried_as:
            state += f" · retried as {short(row.retried_as)}"
        table.add_row(
            short(row.execution_id),
            Text(plain(row.name or ("its key is lacking" if row.unread else "–"))),
            Text(plain(state), style=_style(row)),
            row.status.lower(),
            moment(row.started),
            short(row.tenant_id or "–"),
        )
    return table


def _style(row: Row) -> str:
    if row.stuck:
        return "bold red"
    if row.awaiting_review:
        return "yellow"
    return STATE_COLORS.get(CampaignState(row.state), "") if row.state else ""


def channels(entries: Sequence[ChannelStatus]) -> RenderableType:
    """Return what is proven per channel."""
    wheres = [entry.url or entry.detail or entry.remote_id or "" for entry in entries]
    is_said = any(wheres)  # a narrow screen has no room for an empty column
    table = grid("channel", "placement", "publication", *(["where, or why not"] if is_said else []))
    for entry, where in zip(entries, wheres, strict=True):
        link = Style(link=entry.url) if entry.url else ""
        table.add_row(
            entry.channel,
            entry.placement,
            Text(entry.status.replace("_", " "), style=PUBLICATION_COLORS[entry.status]),
            *([Text(plain(where), style=link)] if is_said else []),
        )
    return table


def faults(report: QualityReport) -> RenderableType:
    """Return what did not pass, the gravest first; what stands in several places is one row."""
    failed = faults_of(report.checks)
    total = len({check.check_id for check in report.checks} | set(report.passed))
    if not failed:
        return Text(f"quality audit: {report.verdict}, all {total} checks passed", style="green")
    table = grid("check", "where", "result", "severity", "reason", "what was found")
    rows: dict[tuple[str, str, str, str, str], dict[str, None]] = {}
    for check in failed:
        where = [str(check.evidence[name]) for name in _PLACE if name in check.evidence]
        name, code = check.check_id.removesuffix("_check"), check.reason_code or "–"
        row = (name, check.result, check.severity, code, told(check))
        rows.setdefault(row, {})[" ".join(where)] = None
    for (name, result, severity, code, what), places in rows.items():
        table.add_row(
            Text(plain(name)),
            Text(plain(", ".join(places))),
            result,
            severity,
            Text(plain(code)),
            plain_text(what),
        )
    faulty = len({check.check_id for check in failed})
    heading = f"quality audit: {report.verdict}, {faulty} of {total} checks did not pass"
    return Group(Text(heading), table)


def learning(report: LearnReport) -> RenderableType:
    """Return what the metrics say, with their intervals."""
    rates = ("click rate (95 %)", "conversions per click (95 %)", "per click")
    table = grid("channel", "placement", *rates)
    table.add_column("spent", justify="right", overflow="fold")
    for entry in report.channels:
        table.add_row(
            entry.channel,
            entry.placement + (" (example)" if entry.simulated else ""),
            share(entry.click_rate),
            share(entry.conversion_rate),
            money(entry.cost_per_click),
            money(entry.spend),
        )
    for place in report.without_metrics:
        table.add_row(*Place.parse(place), "nothing was reported", "", "", "")
    return table


def outcome(payload: CampaignPayload, entries: Sequence[ChannelStatus]) -> RenderableType:
    """Return everything that an operator wants to see of a campaign that has ended."""
    parts: list[RenderableType] = [channels(entries)] if entries else []
    if payload.present_audit is not None:
        parts += [Text(""), faults(payload.present_audit)]
    if payload.learning is not None:
        parts += [Text(""), learning(payload.learning)]
    if payload.usage:
        parts += [Text(""), Text(spent(payload.usage), style="dim")]
    return Group(*parts)


def plain_text(text: str) -> Text:
    """Return text that can neither steer a terminal nor be taken for markup, and ends somewhere."""
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return Text(plain(short))


def grid(*columns: str) -> Table:
    """Return an empty table with these columns, whose long cells are folded."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
