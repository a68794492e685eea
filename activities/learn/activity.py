"""The activity of LEARN."""

from temporalio import activity

from activities.ports import ArtifactStore, Learner
from contracts import LearnOrder, LearnResult
from domain.signing import canonical


class LearnActivities:
    """Has results read, and stores what they taught."""

    def __init__(self, learner: Learner, store: ArtifactStore) -> None:
        self._learner = learner
        self._store = store

    @activity.defn
    async def learn_results(self, order: LearnOrder) -> LearnResult:
        """Compute what the metrics say, and store it. A second run computes the same."""
        report = await self._learner.learn(order)
        artifact = await self._store.put(canonical(report), "application/json")
        return LearnResult(report=report, artifact=artifact)
