"""Ledgers and artefact stores that may or may not belong together."""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from activities.ledger import SqlLedger
from activities.ports import Claimed, StepStatus
from activities.store import LocalArtifactStores
from runtime.installation.belonging import settle
from tests.support.builders import TENANT

LEASE = timedelta(minutes=1)
BYTES = b"creative"


@dataclass
class Memories:
    """Ledgers and stores below one folder, by their names."""

    folder: Path
    opened: list[SqlLedger] = field(default_factory=list[SqlLedger])

    def ledger(self, name: str) -> SqlLedger:
        """Return a ledger in SQLite."""
        self.opened.append(SqlLedger(f"sqlite:///{self.folder / name}.db"))
        return self.opened[-1]

    def stores(self, name: str) -> LocalArtifactStores:
        """Return the stores in a folder."""
        return LocalArtifactStores(self.folder / name)

    def files(self, name: str) -> list[str]:
        """Return what lies at the top of a store."""
        folder = self.folder / name
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


async def remember(ledger: SqlLedger, *, whose: str = f'"tenant_id": "{TENANT}", ') -> None:
    """Let a campaign's step have made the creative."""
    claimed = await ledger.steps.claim(
        f"{uuid4()}", 0, input_sha256="a" * 64, holder="me", lease=LEASE
    )
    assert isinstance(claimed, Claimed)
    made = f'{{"sha256": "{hashlib.sha256(BYTES).hexdigest()}", "size": 8, "media_type": "a/b"}}'
    await ledger.steps.finish(claimed.claim, StepStatus.DONE, f'{{{whose}"made": {made}}}')


async def used(memories: Memories, ledger: str = "ledger", store: str = "store") -> SqlLedger:
    """Return a ledger that has been at work with a store."""
    known = memories.ledger(ledger)
    await settle(known, memories.stores(store))
    await memories.stores(store).of(TENANT).put(BYTES, "image/png")
    await remember(known)
    return known
