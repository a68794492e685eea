"""The activity of STRATEGY_GEN."""

from temporalio import activity

from activities.ports import StrategyProvider
from activities.references import References
from contracts import CampaignRequest, RadarReport, StrategyInput, StrategyResult
from domain.orders import strategy_order


class StrategyActivities:
    """Has the brief composed, and stores the form that the audit is bound to."""

    def __init__(self, provider: StrategyProvider, references: References) -> None:
        self._provider = provider
        self._references = references

    @activity.defn
    async def compose_strategy(self, given: StrategyInput) -> StrategyResult:
        """Compose and store the brief.

        A second run composes the same brief and stores the same bytes, which changes nothing.
        """
        request = await self._references.read(CampaignRequest, given.request)
        radar = await self._references.read(RadarReport, given.radar)
        brief = await self._provider.compose(strategy_order(given, request, radar))
        return StrategyResult(brief=brief, artifact=await self._references.keep(brief))
