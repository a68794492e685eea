"""`resolve`: what became of a publication."""

from typing import Annotated

import typer

from console.parameters import Campaign
from console.work import Work


def command(
    campaign: Campaign,
    place: Annotated[
        str,
        typer.Argument(
            metavar="PLACE",
            help="Where it was to appear: a channel, or CHANNEL.PLACEMENT where it has several.",
        ),
    ],
    outcome: Annotated[str, typer.Argument(metavar="OUTCOME", help="sent or not-sent")],
    *,
    remote_id: Annotated[
        str | None, typer.Option(metavar="ID", help="The channel's name for it.")
    ] = None,
) -> Work:
    """Look at the channel first: nothing is ever sent again on its own."""
    from console.campaign import sending
    from runtime.campaigns import messages

    return sending(campaign, messages.resolution(place, outcome, remote_id))
