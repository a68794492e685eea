"""A worker of a later release, whose answers this release cannot read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from temporalio import activity

from activities.stages import Stages
from contracts import StageResult


class LaterResult(StageResult):
    """What a later release answers, and this one cannot read."""

    report: int = 7
    publication: int = 7


@dataclass(frozen=True)
class LaterRelease(Stages):
    """A worker that answers one kind of work as a later release does."""

    kind: str
    answer: StageResult = field(default_factory=LaterResult)

    @property
    def activities(self) -> Sequence[Callable[..., Any]]:
        """See base class."""
        own = {function.__name__: function for function in super().activities}
        present = own[self.kind]

        async def work(given: Any) -> Any:
            await present(given)
            return self.answer

        work.__name__ = self.kind
        work.__annotations__ = dict(present.__annotations__)
        return [*(own | {self.kind: activity.defn(work)}).values()]
