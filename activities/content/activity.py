"""The activity of CONTENT_PROD."""

from temporalio import activity

from activities.metering import metered
from activities.ports import ArtifactStores, ContentProvider
from activities.references import References
from contracts import CampaignRequest, ContentInput, ContentResult, StrategyBrief
from domain.orders import content_order


class ContentActivities:
    """Has copy and creatives made, place by place."""

    def __init__(self, provider: ContentProvider, stores: ArtifactStores) -> None:
        self._provider = provider
        self._stores = stores

    @activity.defn
    async def produce_content(self, given: ContentInput) -> ContentResult:
        """Make the assets of one place, and store what describes them.

        A second run makes them again; bytes that are already stored are not stored twice.
        """
        references = References(self._stores.of(given.tenant_id))
        request = await references.read(CampaignRequest, given.request)
        brief = await references.read(StrategyBrief, given.brief)
        with metered() as meter:
            assets = await self._provider.produce(content_order(given, request, brief))
        for asset in assets:
            await references.keep(asset)
        return ContentResult(assets=assets, usage=meter.usage)
