"""In which artefact store lies what the ledger refers to, and what of it the ledger remembers."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, Connection, delete, literal, select

from activities.ledger.database import Database
from activities.ledger.tables import CONCLUSIONS, OWN_STORE, STEPS
from contracts import ArtifactRef

_TEXTS: Final = 20
"""Outcomes, and results of steps, in which artefacts are looked for: what a store holds of the
newest shows whose it is."""
_OF_EACH: Final = 10
"""Artefacts of each, the last ones: what a request brought along stands first, and may be swept."""


@dataclass(frozen=True)
class OwnStore:
    """An artefact store that a ledger's campaigns use."""

    id: UUID
    """Its mark's; see `StoreMark.store`."""
    known_as: str
    """Where it was when it was noted."""


@dataclass(frozen=True)
class RememberedArtifact:
    """An artefact to which the ledger refers."""

    sha256: str
    tenant_id: UUID | None
    """Whose it is; `None` where the ledger does not say."""


class SqlOwnStore:
    """A row that is written by whoever comes first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self) -> OwnStore | None:
        """Return the store that was noted; `None` as long as none was.

        Raises:
            Infrastructure: The database does not answer.
        """
        return await self._database.transact(_known)

    async def note(self, store: OwnStore) -> OwnStore:
        """Note a store unless one is noted, and return the one that is.

        Raises:
            Infrastructure: The database does not answer.
        """
        row = {
            OWN_STORE.c.one: literal(1),
            OWN_STORE.c.id: literal(str(store.id)),
            OWN_STORE.c.known_as: literal(store.known_as),
        }
        first = self._database.insert(OWN_STORE, row).on_conflict_do_nothing()

        def noted(connection: Connection) -> OwnStore | None:
            connection.execute(first)
            return _known(connection)

        return await self._database.transact(noted) or store

    async def replace(self, store: OwnStore) -> None:
        """Note a store in the place of the one that is noted, as a person has said.

        Raises:
            Infrastructure: The database does not answer.
        """

        def work(connection: Connection) -> None:
            forget_store(connection)
            connection.execute(
                OWN_STORE.insert().values(one=1, id=str(store.id), known_as=store.known_as)
            )

        await self._database.transact(work)

    async def remembered(self) -> Sequence[RememberedArtifact]:
        """Return artefacts to which the ledger refers, those of the newest campaigns.

        There are none when the whole ledger refers to none.

        Raises:
            Infrastructure: The database does not answer.
        """
        outcomes = _naming_artifacts(CONCLUSIONS.c.outcome, CONCLUSIONS.c.concluded_at)
        results = _naming_artifacts(STEPS.c.result, STEPS.c.changed_at)

        def texts(connection: Connection) -> list[str]:
            return [
                text
                for statement in (outcomes, results)
                for text in connection.execute(statement).scalars()
            ]

        found = await asyncio.to_thread(_in_texts, await self._database.transact(texts))
        return list(dict.fromkeys(found))


def forget_store(connection: Connection) -> None:
    """Forget which store was noted: its mark says whose it is, and it is noted anew."""
    connection.execute(delete(OWN_STORE))


def _known(connection: Connection) -> OwnStore | None:
    row = connection.execute(select(OWN_STORE.c.id, OWN_STORE.c.known_as)).one_or_none()
    return None if row is None else OwnStore(UUID(row.id), row.known_as)


def _naming_artifacts(text: Column[Any], newest: Column[Any]) -> Any:
    named = select(text).where(text.like('%"media_type"%'))
    return named.order_by(newest.desc()).limit(_TEXTS)


def _in_texts(texts: Sequence[str]) -> list[RememberedArtifact]:
    found: list[RememberedArtifact] = []
    for text in texts:
        value = json.loads(text)
        tenant = value.get("tenant_id") if isinstance(value, dict) else None
        whose = None if tenant is None else UUID(tenant)
        found += [RememberedArtifact(one, whose) for one in list(_references(value))[-_OF_EACH:]]
    return found


def _references(value: Any) -> Iterator[str]:
    """Return the digest of everything in a JSON value that has an artefact reference's fields."""
    if isinstance(value, dict):
        if ArtifactRef.model_fields.keys() <= value.keys():
            yield value["sha256"]
        for each in value.values():
            yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)
