"""The activity of RADAR_SCAN."""

from temporalio import activity

from activities.ports import RadarProvider
from contracts import RadarOrder, RadarResult


class RadarActivities:
    """Asks the radar what is being talked about."""

    def __init__(self, provider: RadarProvider) -> None:
        self._provider = provider

    @activity.defn
    async def scan_radar(self, order: RadarOrder) -> RadarResult:
        """Read the sources and rank what rises. A second run reads the same bytes again."""
        return await self._provider.scan(order)
