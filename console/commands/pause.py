"""`pause`: no further stage."""

from console.parameters import Campaign, Reason
from console.work import Work


def command(campaign: Campaign, *, reason: Reason = None) -> Work:
    """A publish in flight comes to its end, and is recorded."""
    from console.campaign import sending
    from runtime.campaigns import messages

    return sending(campaign, messages.pause(reason))
