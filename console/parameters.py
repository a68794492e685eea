"""What several commands take: the words for it, and how they are read."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
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

Request = Annotated[Path, typer.Argument(metavar="FILE", help="A request in YAML or JSON.")]

AttachFrom = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FOLDER",
        help="Where feeds and logos may lie, beside the request's own folder; repeatable.",
    ),
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
