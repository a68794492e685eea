"""What several commands take: the words for it, and how they are read."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from uuid import UUID

    from runtime.campaigns.names import CampaignName


def _campaign(text: str) -> "CampaignName":
    from runtime.campaigns.names import parse_name  # noqa: PLC0415 - --help does without contracts

    return parse_name(text)


if TYPE_CHECKING:
    Campaign = CampaignName
else:
    Campaign = Annotated[
        Any,
        typer.Argument(
            parser=_campaign, metavar="CAMPAIGN", help="Execution id, or a unique beginning of it."
        ),
    ]


def _schedule(text: str) -> str:
    from runtime.schedule.names import parse_schedule  # noqa: PLC0415 - as above

    return parse_schedule(text)


def _moment(text: str) -> "datetime":
    from runtime.schedule.names import parse_moment  # noqa: PLC0415 - as above

    return parse_moment(text)


def _span(text: str) -> "timedelta":
    from runtime.schedule.names import parse_span  # noqa: PLC0415 - as above

    return parse_span(text)


def _id(text: str) -> "UUID":
    from runtime.campaigns.names import parse_id  # noqa: PLC0415 - as above

    return parse_id(text)


def _of(name: str, parse: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return what reads a text and says, when it does not fit, where it was typed."""

    def read(text: str) -> Any:
        from runtime.refusals import WrongUse  # noqa: PLC0415 - as above

        try:
            return parse(text)
        except WrongUse as error:
            raise WrongUse(f"{name}: {error}") from error

    return read


def _file(option: str) -> Callable[[str], Path]:
    def read(text: str) -> Path:
        from runtime.files.written import writable_file  # noqa: PLC0415 - as above

        return writable_file(option, text)

    return read


def _folder(text: str) -> Path:
    from runtime.files.written import writable_folder  # noqa: PLC0415 - as above

    return writable_folder("--pictures", text)


if TYPE_CHECKING:
    Page = Path | None
    Pictures = Path | None
    Csv = Path | None
    Ics = Path | None
    Schedule = str
    Moment = datetime
    MovedTo = datetime
    From = datetime
    Until = datetime
    Within = timedelta | None
    Tenant = UUID
    OfTenant = UUID | None
    StoppedTenant = UUID | None
else:
    Page = Annotated[
        Any,
        typer.Option(
            parser=_file("--html"),
            metavar="FILE",
            help="Write a page that shows the creatives and the findings.",
        ),
    ]
    Pictures = Annotated[
        Any,
        typer.Option(
            parser=_folder,
            metavar="FOLDER",
            help="Write the pictures into a folder, one per placement.",
        ),
    ]
    Csv = Annotated[
        Any,
        typer.Option(
            "--csv", parser=_file("--csv"), metavar="FILE", help="Write the slots as a table."
        ),
    ]
    Ics = Annotated[
        Any,
        typer.Option(
            "--ics", parser=_file("--ics"), metavar="FILE", help="Write them as a calendar."
        ),
    ]
    Schedule = Annotated[
        str,
        typer.Argument(parser=_schedule, metavar="SCHEDULE", help="Its name: coffee-monday."),
    ]
    Moment = Annotated[
        Any,
        typer.Argument(
            parser=_of("TIME", _moment),
            metavar="TIME",
            help="2026-12-24T09:00, where the schedule is.",
        ),
    ]
    MovedTo = Annotated[
        Any,
        typer.Option(
            "--to", parser=_of("--to", _moment), metavar="TIME", help="When it is instead."
        ),
    ]
    From = Annotated[
        Any,
        typer.Option(
            "--from", parser=_of("--from", _moment), metavar="TIME", help="The first one's."
        ),
    ]
    Until = Annotated[
        Any,
        typer.Option(
            "--until", parser=_of("--until", _moment), metavar="TIME", help="The last one's."
        ),
    ]
    Within = Annotated[
        Any,
        typer.Option(
            parser=_of("--within", _span),
            metavar="SPAN",
            help="How late a slot may begin, such as PT2H; PT1H, or less where slots are close.",
        ),
    ]
    Tenant = Annotated[
        Any, typer.Argument(parser=_of("TENANT", _id), metavar="TENANT", help="Its id.")
    ]
    OfTenant = Annotated[
        Any,
        typer.Option(parser=_of("--tenant", _id), metavar="ID", help="Only those of this tenant."),
    ]
    StoppedTenant = Annotated[
        Any,
        typer.Option(parser=_of("--tenant", _id), metavar="ID", help="Stop only this tenant."),
    ]

Request = Annotated[Path, typer.Argument(metavar="FILE", help="A request in YAML or JSON.")]

AttachFrom = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FOLDER",
        help="Where feeds and logos may lie, beside the request's own folder; repeatable.",
    ),
]

Days = Annotated[
    int, typer.Option(min=1, max=366, metavar="NUMBER", help="Days to come that are looked at.")
]

Reason = Annotated[str | None, typer.Option(metavar="TEXT", help="Why; the log keeps it.")]
