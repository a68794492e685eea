"""What the orders and results of all stages have in common."""

from uuid import UUID

from pydantic import Field

from contracts.base import Contract, Count


class StageOrder(Contract):
    """One order to one stage."""

    step_key: str = Field(max_length=300)
    """Idempotency key: equal for every attempt at this step, in this process or another."""
    campaign_id: UUID
    tenant_id: UUID
    execution_id: UUID
    revision: Count = 0
    """Which revision of the content it is about: the same step of another revision is another."""


class StageResult(Contract):
    """What a stage made."""

    attempt: int = Field(default=1, ge=1)
    """Which attempt made it: one more than the retries that were needed."""

    @property
    def is_settled(self) -> bool:
        """Whether it is known what the stage came to."""
        return True
