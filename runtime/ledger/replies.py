"""What the commands about the ledger answer."""

from uuid import UUID

from contracts import Contract, Stop


class LedgerAnswer(Contract):
    """Which ledger it is."""

    ledger: str
    """Its URL, without a password."""
    id: UUID
    """Made with its tables, for ever."""
    epoch: int
    """1, and one more for every restore."""


class LedgerBackup(LedgerAnswer):
    """A copy that was made."""

    file: str


class LedgerMigration(LedgerAnswer):
    """A migration that was carried out, or was not needed."""

    before: int
    """The version that the tables had; 0 when there were none."""
    version: int
    """The version that they have."""


class StopsInForce(Contract):
    """Everything that is stopped."""

    stops: list[Stop]
    """Oldest first."""
