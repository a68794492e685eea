"""Listing and removing the artefacts of an installation that nothing refers to.

Rule 1: unless everything was asked and answered, nothing is removed.
Rule 2: what is young is never removed, and its age is that at which the questions began.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from activities.ledger import SqlLedger
from activities.store import StoredArtifact, SweepableStore, closure, remove, unreferenced
from contracts import (
    ArtifactAltered,
    ArtifactMissing,
    CampaignError,
    ContractInvalid,
    PlatformUnavailable,
)
from runtime.refusals import Refused, WrongUse
from runtime.say import Say
from runtime.settings import Settings
from runtime.sweep.references import LiveCampaigns, RememberingLedger, in_ledger, in_running
from runtime.sweep.replies import StoredThing, UnreferencedArtifacts
from runtime.wiring.stores import open_store

_BATCH: Final = 1000
"""Artefacts that are removed between two messages."""


async def sweep(
    settings: Settings,
    campaigns: LiveCampaigns,
    older_than: timedelta,
    now: datetime,
    say: Say,
    *,
    removing: bool,
) -> UnreferencedArtifacts:
    """List what nothing in this installation refers to, and remove it if that is wanted.

    Raises:
        Refused: It is not known what is in use, so nothing was removed; or the sweep stopped.
        WrongUse: The ledger, the store or Temporal cannot be used as they are set up, or does
            not answer.
    """
    try:
        store = open_store(settings.artifacts)
        ledger = SqlLedger(settings.ledger_url)
    except ContractInvalid as error:
        raise WrongUse(str(error)) from error
    try:
        return await Sweep(store, settings.artifacts, older_than, now, say).carry_out(
            campaigns, ledger, removing=removing
        )
    finally:
        await ledger.close()


class Sweep:
    """One look through a store."""

    def __init__(
        self,
        store: SweepableStore,
        location: str,
        older_than: timedelta,
        now: datetime,
        say: Say,
    ) -> None:
        """Take what to look through.

        Args:
            store: Where to look.
            location: The store's location, for the answer.
            older_than: What was stored later stays; one hour to 366 days.
            now: The present moment, before anything was asked.
            say: Tells the operator how far it has come.
        """
        self._store = store
        self._location = location
        self._older_than = older_than
        self._now = now
        self._say = say

    async def carry_out(
        self, campaigns: LiveCampaigns, ledger: RememberingLedger, *, removing: bool
    ) -> UnreferencedArtifacts:
        """List what nothing refers to, and remove it if that is wanted.

        Raises:
            Refused: See `sweep`.
            WrongUse: See `sweep`.
        """
        with _nothing_is_removed():
            stored = await self._store.stored()
            running = await in_running(campaigns, self._say)
            remembered = await in_ledger(ledger, self._say)
            self._say(f"reading what is in use among {len(stored):,} stored artefacts")
            in_use = await closure(self._store, running | remembered)
            found = await unreferenced(self._store, in_use, self._older_than, self._now)
        if found and not any(one.sha256 in remembered for one in stored):
            doubt = (
                "the ledger knows nothing that lies in this store, so most likely it belongs to "
                "another one; check PHOENIX_LEDGER_URL and PHOENIX_ARTIFACTS"
            )
            if removing:
                raise Refused(f"nothing was removed: {doubt}")
            self._say(doubt)
        if removing:
            found = await self._remove(found)
        return self._answer(stored, found, removed=removing)

    async def _remove(self, found: Sequence[StoredArtifact]) -> list[StoredArtifact]:
        gone: list[StoredArtifact] = []
        for start in range(0, len(found), _BATCH):
            batch = found[start : start + _BATCH]
            try:
                gone += await remove(self._store, batch, self._older_than, self._now)
            except PlatformUnavailable as error:
                raise Refused(
                    f"the sweep stopped after {len(gone):,} of {len(found):,} artefacts, and may "
                    f"have removed some of the next {len(batch):,}; sweep again when this is "
                    f"mended: {error}"
                ) from error
            self._say(f"removed {len(gone):,} of {len(found):,} artefacts")
        return gone

    def _answer(
        self, stored: Sequence[StoredArtifact], found: Sequence[StoredArtifact], *, removed: bool
    ) -> UnreferencedArtifacts:
        return UnreferencedArtifacts(
            store=self._location,
            older_than=self._older_than,
            removed=removed,
            stored=len(stored),
            stored_bytes=sum(one.size for one in stored),
            count=len(found),
            size_bytes=sum(one.size for one in found),
            oldest=min((one.modified for one in found), default=None),
            artifacts=[
                StoredThing(
                    place=one.place, sha256=one.sha256, size_bytes=one.size, stored=one.modified
                )
                for one in sorted(found, key=lambda one: (-one.size, one.place))
            ],
        )


@contextmanager
def _nothing_is_removed() -> Generator[None]:
    told = "nothing was listed or removed, since it is not known what is in use"
    try:
        yield
    except Refused as error:
        raise Refused(f"{told}: {error}") from error
    except WrongUse as error:
        raise WrongUse(f"{told}: {error}") from error
    except (ArtifactAltered, ArtifactMissing) as error:
        raise Refused(f"{told}: {error}") from error
    except CampaignError as error:
        raise WrongUse(f"{told}: {error}") from error
