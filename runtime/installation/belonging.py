"""Whether a ledger and an artefact store belong together (ADR 61).

Rule 1: the store's mark names its ledger, and the ledger's note names its store; both are written
on first use, the mark first, and whoever opens both compares them.
Rule 2: a store without a mark is adopted only where it provably is this ledger's: the ledger has
noted no store elsewhere, and this one holds an artefact to which it refers, or there is none.
Rule 3: who only looks writes nothing.
"""

import asyncio
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from activities.ledger import SqlLedger
from activities.ledger.own_store import OwnStore, RememberedArtifact
from activities.store import StoreMark, SweepableStores
from contracts import ArtifactAltered, ArtifactMissing, ContractInvalid, LedgerIdentity

_AT_ONCE: Final = 8
"""Artefacts that are looked for side by side."""
_SETTINGS: Final = "PHOENIX_LEDGER_URL and PHOENIX_ARTIFACTS"
ADOPT: Final = "starter.py artifacts adopt"


@dataclass(frozen=True)
class Belonging:
    """How a ledger and a store stand to each other."""

    ledger: LedgerIdentity
    mark: StoreMark | None
    """The store's; `None` before its first use."""
    known: OwnStore | None
    """The store that the ledger has noted."""
    why_not: str | None
    """Why they do not belong together, in a sentence that says what would be right."""

    @property
    def is_settled(self) -> bool:
        """Whether each names the other."""
        return self.why_not is None and self.mark is not None and self.known is not None


async def look(ledger: SqlLedger, stores: SweepableStores) -> Belonging:
    """Return how they stand to each other; nothing is written.

    Raises:
        ContractInvalid: One of them cannot be used.
        Infrastructure: One of them does not answer.
    """
    identity, mark = await ledger.identity(), await stores.mark()
    known = await ledger.own_store.known()
    why = _why_apart(ledger, identity, stores, mark, known)
    if mark is None and not await _is_its_own(ledger, stores, known):
        why = _why_strange(ledger, identity, stores, known)
    return Belonging(identity, mark, known, why)


async def settle(ledger: SqlLedger, stores: SweepableStores) -> None:
    """Return if they belong together, and let each name the other if that is new.

    Any number of processes may do it at once: all of them find the same mark.

    Raises:
        ContractInvalid: They do not belong together, or one of them cannot be used; nothing was
            written.
        Infrastructure: One of them does not answer, or cannot be written.
    """
    found = await look(ledger, stores)
    if found.why_not is not None:
        raise ContractInvalid(found.why_not)
    if found.is_settled:
        return
    mark, is_new = found.mark, False
    if mark is None:
        mark = StoreMark(ledger=found.ledger.id, store=found.known.id if found.known else uuid4())
        is_new = await stores.put_mark(mark)
        mark = await stores.mark() or mark  # another process may have come first
    why = _why_apart(ledger, found.ledger, stores, mark, None)
    if why is not None:  # another ledger's has, and nothing is noted of it
        raise ContractInvalid(why)
    known = await ledger.own_store.note(OwnStore(mark.store, stores.known_as))
    why = _why_apart(ledger, found.ledger, stores, mark, known)
    if why is not None:
        if is_new:
            await stores.remove_mark()
        raise ContractInvalid(why)


async def adopt(ledger: SqlLedger, stores: SweepableStores) -> Belonging:
    """Let them belong together from now on, whatever they were before: a person has said so.

    Return how they stood to each other.

    Raises:
        ContractInvalid: The ledger cannot be used.
        Infrastructure: One of them does not answer, or cannot be written.
    """
    identity, known = await ledger.identity(), await ledger.own_store.known()
    try:
        before = await look(ledger, stores)
    except ContractInvalid as error:  # its mark cannot be read, and is replaced
        before = Belonging(identity, None, known, str(error))
    if not before.is_settled:
        mark = StoreMark(ledger=identity.id, store=uuid4())
        await stores.put_mark(mark, replace=True)
        await ledger.own_store.replace(OwnStore(mark.store, stores.known_as))
    return before


async def refuse_without_ledger(place: str, stores: SweepableStores) -> None:
    """Refuse a store that has a ledger, where none is: whoever came first would make another.

    Args:
        place: Where the ledger should be.
        stores: The artefact store.

    Raises:
        ContractInvalid: The store names a ledger.
        Infrastructure: The store does not answer.
    """
    mark = await stores.mark()
    if mark is not None:
        raise ContractInvalid(
            f"The artefact store {stores.known_as} belongs to the ledger {mark.ledger}, and there "
            f"is no ledger at {place}: set PHOENIX_LEDGER_URL to where it is, or restore it from "
            "its backup; a new one needs an artefact store of its own."
        )


def _why_apart(
    ledger: SqlLedger,
    identity: LedgerIdentity,
    stores: SweepableStores,
    mark: StoreMark | None,
    known: OwnStore | None,
) -> str | None:
    """Say why a mark and a note contradict each other, if they do."""
    if mark is None:
        return None
    if mark.ledger != identity.id:
        return (
            f"The artefact store {stores.known_as} belongs to the ledger {mark.ledger}, and "
            f"{ledger.name} is the ledger {identity.id}: {_SETTINGS} must name the ledger and the "
            "store of one installation."
        )
    if known is not None and known.id != mark.store:
        return (
            f"The ledger {ledger.name} has its artefacts in the store {known.known_as}, and "
            f"{stores.known_as} is another one: PHOENIX_ARTIFACTS must name the same store for "
            f"all workers and commands; if this one takes its place for good, say '{ADOPT}'."
        )
    return None


def _why_strange(
    ledger: SqlLedger, identity: LedgerIdentity, stores: SweepableStores, known: OwnStore | None
) -> str:
    if known is None:
        apart = f"has its artefacts, and nothing in the store {stores.known_as} is known to it"
    else:
        apart = (
            f"has its artefacts in the store {known.known_as}, and nothing says that "
            f"{stores.known_as} is the same one"
        )
    return (
        f"The ledger {ledger.name} ({identity.id}) {apart}: {_SETTINGS} must name the ledger and "
        "the store of one installation; restore a store that was lost from its backup, or say "
        f"'{ADOPT}' if this one takes its place for good."
    )


async def _is_its_own(ledger: SqlLedger, stores: SweepableStores, known: OwnStore | None) -> bool:
    """Tell whether a store without a mark is provably the ledger's.

    Once the ledger has noted one, a second that holds artefacts of its is no proof: two hosts of a
    former release may have had a folder each.
    """
    if known is not None and known.known_as != stores.known_as:
        return False
    remembered = await ledger.own_store.remembered()
    if not remembered:
        return True
    for start in range(0, len(remembered), _AT_ONCE):
        batch = remembered[start : start + _AT_ONCE]
        if any(await asyncio.gather(*(_holds(stores, one) for one in batch))):
            return True
    return False


async def _holds(stores: SweepableStores, one: RememberedArtifact) -> bool:
    tenants = await stores.tenants() if one.tenant_id is None else [one.tenant_id]
    for tenant_id in tenants:
        try:
            await stores.of(tenant_id).get(one.sha256)
        except ArtifactMissing:
            continue
        except ArtifactAltered:
            pass  # it lies there, damaged as it is
        return True
    return False
