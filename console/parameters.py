"""What several commands take: the words for it, and how they are read."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from datetime import datetime, timedelta

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


if TYPE_CHECKING:
    Schedule = str
    Moment = datetime
    MovedTo = datetime
    From = datetime
    Until = datetime
    Within = timedelta | None
else:
    Schedule = Annotated[
        str,
        typer.Argument(parser=_schedule, metavar="SCHEDULE", help="Its name: coffee-monday."),
    ]
    Moment = Annotated[
        Any,
        typer.Argument(
            parser=_moment, metavar="TIME", help="2026-12-24T09:00, where the schedule is."
        ),
    ]
    MovedTo = Annotated[
        Any, typer.Option("--to", parser=_moment, metavar="TIME", help="When it is instead.")
    ]
    From = Annotated[
        Any, typer.Option("--from", parser=_moment, metavar="TIME", help="The first one's.")
    ]
    Until = Annotated[
        Any, typer.Option("--until", parser=_moment, metavar="TIME", help="The last one's.")
    ]
    Within = Annotated[
        Any,
        typer.Option(
            parser=_span,
            metavar="SPAN",
            help="How late a slot may begin, such as PT2H; PT1H, or less where slots are close.",
        ),
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

Page = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write a page that shows the creatives and the findings."),
]

Pictures = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="Write the pictures into a folder, one per placement."),
]
