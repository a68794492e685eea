"""Campaigns whose histories become long."""

from typing import Final

from contracts import CampaignStatus
from tests.support.worlds.campaigns import Campaign

LONG: Final = "limit.historyCount.suggestContinueAsNew=60"
"""What a server is told for which a history is long after so many events, instead of 4,096."""
SIGNALS: Final = 60
"""Signals that make any history long there."""


async def outgrown(campaign: Campaign) -> CampaignStatus:
    """Send signals until the campaign has gone on in another run, and return its status."""
    before = await campaign.handle.describe()
    for _ in range(SIGNALS):
        await campaign.handle.signal("duplicate", {"by": "starter"})
    while (await campaign.handle.describe()).run_id == before.run_id:
        await campaign.handle.signal("duplicate", {"by": "starter"})
    return await campaign.until(lambda status: status.wait is not None)
