"""What the commands about an installation answer."""

from uuid import UUID

from contracts import Contract


class AdoptedStore(Contract):
    """A ledger and the artefact store that is its own."""

    ledger: str
    """Its URL, without a password."""
    id: UUID
    """The ledger's."""
    store: str
    """Where the store is."""
    is_new: bool
    """Whether it was not the ledger's before."""
    former_ledger: UUID | None
    """The ledger that the store named before; `None` when it named none."""
    former_store: str | None
    """Where the store was that the ledger had noted before; `None` when it had none."""
