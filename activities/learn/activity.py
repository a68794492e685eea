"""The activity of LEARN."""

from temporalio import activity

from activities.ports import ArtifactStores, Learner
from activities.references import References
from contracts import LearnInput, LearnResult
from domain.orders import learn_order


class LearnActivities:
    """Has results read, and stores what they taught."""

    def __init__(self, learner: Learner, stores: ArtifactStores) -> None:
        self._learner = learner
        self._stores = stores

    @activity.defn
    async def learn_results(self, given: LearnInput) -> LearnResult:
        """Compute what the metrics say, and store it. A second run computes the same."""
        report = await self._learner.learn(learn_order(given))
        kept = await References(self._stores.of(given.tenant_id)).keep(report)
        return LearnResult(report=report, artifact=kept)
