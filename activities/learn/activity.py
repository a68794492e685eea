"""The activity of LEARN."""

from temporalio import activity

from activities.ports import Learner
from activities.references import References
from contracts import LearnInput, LearnResult
from domain.orders import learn_order


class LearnActivities:
    """Has results read, and stores what they taught."""

    def __init__(self, learner: Learner, references: References) -> None:
        self._learner = learner
        self._references = references

    @activity.defn
    async def learn_results(self, given: LearnInput) -> LearnResult:
        """Compute what the metrics say, and store it. A second run computes the same."""
        report = await self._learner.learn(learn_order(given))
        return LearnResult(report=report, artifact=await self._references.keep(report))
