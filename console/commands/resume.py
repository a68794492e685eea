"""`resume`: on with a paused campaign."""

from console.parameters import Campaign
from console.work import Work


def command(campaign: Campaign) -> Work:
    """It goes on with the stage before which it was paused."""
    from console.campaign import sending
    from runtime.campaigns import messages

    return sending(campaign, messages.resume())
