"""What the command about stored artefacts answers."""

from uuid import UUID

from contracts import Contract, Utc
from contracts.base import Count, Duration


class ListedArtifact(Contract):
    """One artefact, or a write that was never finished."""

    tenant_id: UUID
    """Whose it is."""
    place: str
    """Where it lies under the store's root."""
    sha256: str | None
    """The artefact's name; none for an unfinished write."""
    size_bytes: Count
    stored: Utc
    """When it was last stored."""


class OutlivedRows(Contract):
    """Rows of the ledger that nothing needs any more, or that were removed."""

    older_than_days: Count
    """How long ago their executions ended, at least."""
    steps: Count
    """Steps that are no publications."""
    recipients: Count
    """Those to whom finished mailings went."""


class UnreferencedArtifacts(Contract):
    """What nothing refers to, or what was removed of it."""

    store: str
    """The store's location."""
    older_than: Duration
    """What is younger is not among them."""
    removed: bool
    """Whether they have been removed; they have only been listed otherwise."""
    stored: Count
    """Artefacts and unfinished writes in the store before."""
    stored_bytes: Count
    count: Count
    size_bytes: Count
    """Of all of them."""
    oldest: Utc | None
    """When the oldest of them was stored; `None` when there are none."""
    artifacts: list[ListedArtifact]
    """All of them, the largest first."""
    ledger: OutlivedRows | None = None
    """What else was found, or removed, in the ledger; `None` when nobody has looked."""
