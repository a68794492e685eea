"""Emergency stops: what is not published until somebody lifts it, who said so, and why."""

from uuid import UUID

from contracts.base import Contract, Line, Slug, Utc


class Stop(Contract):
    """Nothing that it holds is sent from the moment it is set until it is lifted by its name."""

    name: Slug
    tenant_id: UUID | None = None
    """Whose publications it holds; `None` holds every tenant's."""
    channel: Slug | None = None
    """Where it holds them; `None` holds them everywhere."""
    why: Line
    by: Line
    """Who set it."""
    since: Utc

    def holds(self, tenant_id: UUID, channel: str) -> bool:
        """Tell whether it holds back what a tenant would publish on a channel."""
        return self.tenant_id in {None, tenant_id} and self.channel in {None, channel}

    @property
    def scope(self) -> str:
        """What it holds, in words."""
        of = f" of tenant {self.tenant_id}" if self.tenant_id else ""
        on = f" on {self.channel}" if self.channel else ""
        return f"all publishing{of}{on}"

    def __str__(self) -> str:
        """Say who stopped what, since when and why, and how it is lifted."""
        return (
            f"{self.by} has stopped {self.scope} since {self.since:%Y-%m-%d %H:%M:%S} UTC: "
            f"{self.why}; it goes on when {self.name} is lifted"
        )
