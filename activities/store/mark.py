"""Which ledger a store belongs to, as an object at its top says: its mark."""

from typing import Final, Protocol
from uuid import UUID

from contracts import Contract, ContractInvalid, Unreadable, read_kept

PLACE: Final = "installation.json"
"""Where the mark lies in every kind of store, beside the tenants' folders."""
MEDIA_TYPE: Final = "application/json"


class StoreMark(Contract):
    """Whose a store is, written on first use."""

    ledger: UUID
    """The ledger that refers to what lies here."""
    store: UUID
    """Made with the mark; a copy of the store has the same one."""


class MarkedStores(Protocol):
    """Stores that say whose they are."""

    @property
    def known_as(self) -> str:
        """Where they are, in words that hold on other machines, too; nothing secret is in them."""
        ...

    async def mark(self) -> StoreMark | None:
        """Return the mark; `None` when there is none, or nothing at all.

        Raises:
            ContractInvalid: It cannot be read.
            Infrastructure: The stores do not answer.
        """
        ...

    async def put_mark(self, mark: StoreMark, *, replace: bool = False) -> bool:
        """Write a mark durably where there is none, and say whether that was so.

        Args:
            mark: What is written, whole or not at all.
            replace: Whether it takes the place of one that is there.

        Raises:
            Infrastructure: The stores cannot be written.
        """
        ...

    async def remove_mark(self) -> None:
        """Take the mark away, if there is one.

        Raises:
            Infrastructure: The stores cannot be changed.
        """
        ...


def as_bytes(mark: StoreMark) -> bytes:
    """Return a mark as it is kept."""
    return f"{mark.model_dump_json()}\n".encode()


def read_mark(data: bytes, known_as: str) -> StoreMark:
    """Return the mark that was kept as these bytes.

    Raises:
        ContractInvalid: They are none.
    """
    try:
        return read_kept(StoreMark, data)
    except Unreadable as error:
        raise ContractInvalid(
            f"The artefact store {known_as} cannot be used: nobody can tell whose it is by its "
            f"{PLACE} ({error}). Restore that file from the store's backup, or, if the store is "
            "this ledger's, say 'starter.py artifacts adopt'."
        ) from error
