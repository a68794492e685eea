"""The radar that is a service of the operator's own."""

import asyncio

from activities.http.service import Service
from activities.ports import ArtifactStores
from contracts import CarriedFile, RadarAnswer, RadarOrder, RadarReport


class HttpRadar:
    """Posts the order with the files of its sources, and returns the report that is answered."""

    def __init__(self, service: Service, stores: ArtifactStores) -> None:
        self._service = service
        self._stores = stores

    async def scan(self, order: RadarOrder) -> RadarReport:
        """Have the sources read and ranked.

        Raises:
            ArtifactMissing: The store has no bytes for a source.
            CampaignError: See `Service.follow`.
        """
        store = self._stores.of(order.tenant_id)
        refs = [source.artifact for source in order.sources]
        files = [
            await asyncio.to_thread(CarriedFile.of, await store.get(ref.sha256), ref.media_type)
            for ref in refs
        ]
        # When it was asked differs by attempt, and the same step has the same bytes.
        given = order.model_copy(update={"files": files, "asked_at": None})
        return (await self._service.follow(given, RadarAnswer)).report
