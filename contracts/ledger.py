"""Which ledger a campaign was admitted by."""

from uuid import UUID

from pydantic import Field

from contracts.base import Contract


class LedgerIdentity(Contract):
    """One ledger, and how often it has been restored."""

    id: UUID
    """Made with its tables, for ever: a copy has the same, another ledger never."""
    epoch: int = Field(ge=0, le=2**31 - 1)
    """1 when it is made; every restore from a backup raises it by one. In what a campaign carries,
    it is the epoch since which the ledger knows all that the campaign did; 0 is before the first.
    """
