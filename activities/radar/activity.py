"""The activity of RADAR_SCAN."""

from collections.abc import Callable
from datetime import datetime

from temporalio import activity

from activities.ports import ArtifactStores, RadarProvider
from activities.references import References
from contracts import CampaignRequest, RadarInput, RadarResult
from domain.orders import radar_order


class RadarActivities:
    """Asks the radar what is being talked about."""

    def __init__(
        self, provider: RadarProvider, stores: ArtifactStores, clock: Callable[[], datetime]
    ) -> None:
        self._provider = provider
        self._stores = stores
        self._clock = clock

    @activity.defn
    async def scan_radar(self, given: RadarInput) -> RadarResult:
        """Read the sources, rank what rises, and store it.

        A second run reads the same bytes again; what is dated ahead is judged by its own time.
        """
        references = References(self._stores.of(given.tenant_id))
        request = await references.read(CampaignRequest, given.request)
        report = await self._provider.scan(radar_order(given, request, self._clock()))
        return RadarResult(
            report=await references.keep(report),
            signals=len(report.signals),
            documents=report.documents,
            notes=report.notes,
        )
