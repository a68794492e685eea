"""Which ledger this is, whether it is a copy of another, and how often it has been restored."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, select, text, update
from sqlalchemy.exc import DatabaseError

from activities.ledger.place import Place
from activities.ledger.tables import IDENTITY
from activities.ledger.unusable import Unusable
from contracts import LedgerIdentity, OtherLedger

_RESTORED: Final = (
    "stop every worker and say 'starter.py ledger restored': every publication in flight is then "
    "looked for before anything is sent"
)


def identity_of(connection: Connection) -> LedgerIdentity:
    """Return which ledger this is."""
    return as_identity(connection.execute(select(IDENTITY.c.id, IDENTITY.c.epoch)).one())


def as_identity(row: Any) -> LedgerIdentity:
    """Return the identity that a row says."""
    return LedgerIdentity(id=UUID(row.id), epoch=row.epoch)


def check_meant(here: LedgerIdentity, meant: LedgerIdentity) -> None:
    """Refuse to work for a campaign of which this ledger does not know everything it could.

    Raises:
        OtherLedger: The campaign was admitted by another ledger, or by a later state of this one.
    """
    if here.id != meant.id:
        raise OtherLedger(
            f"The campaign was admitted by the ledger {meant.id}, and this worker has the ledger "
            f"{here.id}: all workers of one Temporal must have the same PHOENIX_LEDGER_URL."
        )
    if here.epoch < meant.epoch:
        raise OtherLedger(
            f"The campaign was admitted in epoch {meant.epoch} of the ledger {here.id}, and this "
            f"worker has a copy of it in epoch {here.epoch}: all workers of one Temporal must have "
            "the same PHOENIX_LEDGER_URL."
        )


def check_place(connection: Connection, here: Place | None) -> None:
    """Refuse to use a ledger that is a backup, or certainly a copy of one that may go on elsewhere.

    Where it lies is noted when it is used for the first time.

    Raises:
        Unusable: It is, and nobody has said that it takes the first one's place.
    """
    row = connection.execute(select(IDENTITY)).one()
    if row.is_backup:
        raise Unusable(f"is a backup, and may have forgotten calls; {_RESTORED}")
    if here is None:
        return
    if row.inode is None:
        _note(connection, here)
    elif here.is_another_than(row.inode, row.machine):
        raise Unusable(
            f"is a copy of {row.known_as}, which may go on where it is: two ledgers would publish "
            f"twice. If this one takes its place for good, {_RESTORED}"
        )


def check_whole(connection: Connection) -> None:
    """Refuse a file in SQLite that is damaged, as when the log of another state was left beside it.

    Raises:
        Unusable: It is.
    """
    try:
        (found,) = connection.execute(text("PRAGMA quick_check(1)")).one()
    except DatabaseError as error:
        found = f"{error.orig}"
    if found != "ok":
        raise Unusable(
            f"is damaged ({' '.join(found.split())}): was a file -wal or -shm of another state "
            "left beside it? Remove both, put the backup in its place once more and say it again"
        )


def raise_epoch(connection: Connection, here: Place | None) -> LedgerIdentity:
    """Note that this ledger was restored, and that it is the one that counts from now on."""
    if here is not None:
        _note(connection, here)
    row = connection.execute(
        update(IDENTITY)
        .values(epoch=IDENTITY.c.epoch + 1, is_backup=0)
        .returning(IDENTITY.c.id, IDENTITY.c.epoch)
    ).one()
    return as_identity(row)


def _note(connection: Connection, here: Place) -> None:
    connection.execute(
        update(IDENTITY).values(inode=here.inode, machine=here.machine, known_as=here.known_as)
    )
