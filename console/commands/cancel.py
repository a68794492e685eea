"""`cancel`: an end from outside, safe at every moment."""

from typing import Annotated

import typer

from console.parameters import Campaign, Reason
from console.work import Work


def command(
    campaign: Campaign,
    *,
    reason: Reason = None,
    retract: Annotated[bool, typer.Option("--retract", help="Take back what was sent.")] = False,
) -> Work:
    """The status then says per channel what was sent, what was not, and what nobody knows."""
    from console.campaign import sending
    from runtime.campaigns import messages

    return sending(campaign, messages.cancel(reason, retract=retract))
