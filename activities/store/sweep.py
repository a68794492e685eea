"""Which stored artefacts nothing refers to any more, and taking them away."""

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from activities.ports import ArtifactStore, ArtifactStores
from activities.store.mark import MarkedStores
from contracts import ContractInvalid
from contracts.base import LONGEST

SHORTEST_AGE: Final = timedelta(hours=1)
"""What was stored later than this is never swept: a campaign may be about to refer to it."""

_AT_ONCE: Final = 8
"""Artefacts that are read or deleted side by side: enough to hide a network, few in memory."""
_REFERENCE: Final = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


@dataclass(frozen=True)
class StoredArtifact:
    """One thing in a store, as its listing shows it: the bytes are not verified."""

    place: str
    """Where it lies in its tenant's store."""
    sha256: str | None
    """The artefact's name; none for a write that was never finished."""
    size: int
    """Length in bytes."""
    modified: datetime
    """When it was last stored, with its offset from UTC."""


class SweepableStore(ArtifactStore, Protocol):
    """A tenant's store that can be looked through and cleaned up."""

    def where(self, sha256: str) -> str:
        """Return where an artefact lies, if it is stored: a path, or an address.

        Raises:
            ContractInvalid: The name is no digest.
        """
        ...

    async def stored(self) -> list[StoredArtifact]:
        """Return everything in the store, by place; what is not the store's own is left out.

        Raises:
            Infrastructure: The store cannot be listed.
        """
        ...

    async def discard(self, artifact: StoredArtifact, before: datetime) -> bool:
        """Delete it if it was last stored before this moment, and say whether that was so.

        Raises:
            Infrastructure: The store cannot be changed.
        """
        ...


class SweepableStores(ArtifactStores, MarkedStores, Protocol):
    """Stores that can be looked through and cleaned up, tenant by tenant."""

    def of(self, tenant_id: UUID) -> SweepableStore:
        """Return the store of a tenant."""
        ...

    async def tenants(self) -> list[UUID]:
        """Return every tenant that may have something stored.

        Raises:
            Infrastructure: They cannot be listed.
        """
        ...


def references_in(text: str) -> set[str]:
    """Return every digest that stands in a JSON text, such as a payload or a request.

    It looks at the text and not at a contract's fields, so no reference is overlooked that a
    newer contract has in a new place. Digests that name no artefact are returned too.
    """
    return set(_REFERENCE.findall(text))


async def closure(store: SweepableStore, roots: Iterable[str]) -> set[str]:
    """Return the digests with everything that the stored artefacts among them lead to.

    An asset leads to its manifest, a manifest to its mask, and so on. Text is searched for
    digests; bytes with a zero in them are no text, and lead nowhere. Digests that are not in the
    store are returned and lead nowhere either.

    Raises:
        ArtifactAltered: A stored artefact is damaged, so nobody knows what it referred to.
        ArtifactMissing: An artefact vanished meanwhile, so another sweep is under way.
        Infrastructure: The store cannot be read.
    """
    there = {artifact.sha256 for artifact in await store.stored()}
    reached: set[str] = set()
    ahead = set(roots)
    while ahead:
        reached |= ahead
        batch = sorted(ahead & there)
        ahead = set()
        for start in range(0, len(batch), _AT_ONCE):
            reads = (_led_to(store, sha256) for sha256 in batch[start : start + _AT_ONCE])
            ahead.update(*await asyncio.gather(*reads))
        ahead -= reached
    return reached


async def unreferenced(
    store: SweepableStore, referenced: set[str], older_than: timedelta, now: datetime
) -> list[StoredArtifact]:
    """Return what is older than that and is not referenced, by place; nothing is deleted.

    Unfinished writes are always unreferenced.

    Args:
        store: Where to look.
        referenced: The closure of everything that any campaign refers to, live ones included.
        older_than: At least an hour, at most 366 days.
        now: The present moment.

    Raises:
        ContractInvalid: The age is out of bounds.
        Infrastructure: The store cannot be listed.
    """
    before = _moment(older_than, now)
    return [
        artifact
        for artifact in await store.stored()
        if artifact.modified < before and artifact.sha256 not in referenced
    ]


async def remove(
    store: SweepableStore, artifacts: Iterable[StoredArtifact], older_than: timedelta, now: datetime
) -> list[StoredArtifact]:
    """Delete what `unreferenced` returned, and return what was really deleted.

    What was stored again since, or is younger for another reason, stays.

    Raises:
        ContractInvalid: The age is out of bounds.
        Infrastructure: The store cannot be changed; a part may be deleted already.
    """
    before = _moment(older_than, now)
    listed = list(artifacts)
    gone: list[StoredArtifact] = []
    for start in range(0, len(listed), _AT_ONCE):
        batch = listed[start : start + _AT_ONCE]
        discarded = await asyncio.gather(*(store.discard(artifact, before) for artifact in batch))
        gone += [artifact for artifact, deleted in zip(batch, discarded, strict=True) if deleted]
    return gone


async def _led_to(store: ArtifactStore, sha256: str) -> set[str]:
    data = await store.get(sha256)
    return set() if b"\0" in data else references_in(data.decode("ascii", errors="replace"))


def _moment(older_than: timedelta, now: datetime) -> datetime:
    if not SHORTEST_AGE <= older_than <= LONGEST:
        raise ContractInvalid(
            f"Artefacts are swept from an age of one hour to {LONGEST.days} days, not {older_than}."
        )
    return now - older_than
