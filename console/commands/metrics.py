"""`metrics`: what the channels counted."""

from pathlib import Path
from typing import Annotated

import typer

from console.parameters import Campaign
from console.work import Work


def command(
    campaign: Campaign,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="JSON list or CSV of channel metrics.")
    ],
    *,
    final: Annotated[bool, typer.Option("--final", help="Nothing more will come.")] = False,
) -> Work:
    """The campaign learns from them while its learning window is open."""
    from console.campaign import sending
    from contracts.base import utc_now
    from runtime.files.metrics import read_metrics

    return sending(campaign, read_metrics(file, final=final, now=utc_now()))
