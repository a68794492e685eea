"""What the command that erases a tenant answers."""

from uuid import UUID

from contracts import Contract
from contracts.base import Count


class Held(Contract):
    """One kind of thing that is held of a tenant."""

    what: str
    """What it is, in the plural."""
    where: str
    found: Count
    left: Count
    """How many are still there; as many as before when nothing was to be erased."""


class ErasedTenant(Contract):
    """What was held of a tenant, and what is left of it."""

    tenant_id: UUID
    erased: bool
    """Whether it has been erased; it has only been counted otherwise."""
    held: list[Held]
    stays: list[str]
    """What is not erased, and why."""

    @property
    def is_gone(self) -> bool:
        """Whether nothing is left that should not be."""
        return not any(one.left for one in self.held)
