"""The activity of STRATEGY_GEN."""

from temporalio import activity

from activities.ports import ArtifactStore, StrategyProvider
from contracts import StrategyOrder, StrategyResult
from domain.signing import canonical


class StrategyActivities:
    """Has the brief composed, and stores the form that the audit is bound to."""

    def __init__(self, provider: StrategyProvider, store: ArtifactStore) -> None:
        self._provider = provider
        self._store = store

    @activity.defn
    async def compose_strategy(self, order: StrategyOrder) -> StrategyResult:
        """Compose and store the brief.

        A second run composes the same brief and stores the same bytes, which changes nothing.
        """
        brief = await self._provider.compose(order)
        artifact = await self._store.put(canonical(brief), "application/json")
        return StrategyResult(brief=brief, artifact=artifact)
