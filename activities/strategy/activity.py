"""The activity of STRATEGY_GEN."""

from temporalio import activity

from activities.metering import metered
from activities.ports import ArtifactStores, StrategyProvider
from activities.references import References
from contracts import CampaignRequest, RadarReport, StrategyInput, StrategyResult
from domain.orders import strategy_order


class StrategyActivities:
    """Has the brief composed, and stores the form that the audit is bound to."""

    def __init__(self, provider: StrategyProvider, stores: ArtifactStores) -> None:
        self._provider = provider
        self._stores = stores

    @activity.defn
    async def compose_strategy(self, given: StrategyInput) -> StrategyResult:
        """Compose and store the brief.

        A second run composes the same brief and stores the same bytes, which changes nothing.
        """
        references = References(self._stores.of(given.tenant_id))
        request = await references.read(CampaignRequest, given.request)
        radar = await references.read(RadarReport, given.radar)
        with metered() as meter:
            brief = await self._provider.compose(strategy_order(given, request, radar))
        return StrategyResult(brief=brief, artifact=await references.keep(brief), usage=meter.usage)
