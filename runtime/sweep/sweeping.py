"""Listing and removing what an installation does not need: artefacts, and rows of its ledger.

Rule 1: unless everything was asked and answered, nothing is removed.
Rule 2: what is young is never removed, and its age is that at which the questions began.
"""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from activities.ledger import SqlLedger
from activities.store import (
    StoredArtifact,
    SweepableStores,
    closure,
    remove,
    space_of,
    unreferenced,
)
from contracts import (
    ArtifactAltered,
    ArtifactMissing,
    CampaignError,
    ContractInvalid,
    Infrastructure,
)
from runtime.installation.comparing import refuse_strange_store
from runtime.progress import Say
from runtime.refusals import Refused, WrongUse
from runtime.settings import Settings
from runtime.sweep.outlived import outlived
from runtime.sweep.references import LiveCampaigns, RememberingLedger, in_ledger, in_running
from runtime.sweep.replies import ListedArtifact, UnreferencedArtifacts
from runtime.wiring.stores import open_stores

_BATCH: Final = 1000
"""Artefacts that are removed between two messages."""

_Found = dict[UUID, list[StoredArtifact]]
"""Artefacts by whose they are."""


async def sweep(
    settings: Settings,
    campaigns: LiveCampaigns,
    older_than: timedelta,
    now: datetime,
    say: Say,
    *,
    removing: bool,
) -> UnreferencedArtifacts:
    """List what nothing in this installation needs, and remove it if that is wanted.

    Raises:
        Refused: It is not known what is in use, so nothing was removed; or the sweep stopped.
        WrongUse: The ledger, the store or Temporal cannot be used as they are set up, or does
            not answer.
    """
    try:
        stores = open_stores(settings.artifacts)
        ledger = SqlLedger(settings.ledger_url)
    except ContractInvalid as error:
        raise WrongUse(str(error)) from error
    try:
        with _nothing_is_removed():
            await refuse_strange_store(ledger, stores)
        swept = await Sweep(stores, settings.artifacts, older_than, now, say).carry_out(
            campaigns, ledger, removing=removing
        )
        # After the artefacts: what only these rows refer to goes with the next sweep, not before.
        rows = await outlived(
            ledger.retention, settings.step_retention_days, say, removing=removing
        )
        return swept.model_copy(update={"ledger": rows})
    finally:
        await ledger.close()


class Sweep:
    """One look through the stores of all tenants.

    Whatever any campaign refers to is in use in every store: a name that stands in another
    tenant's campaign keeps alive what would not be kept otherwise, and takes nothing away.
    """

    def __init__(
        self,
        stores: SweepableStores,
        location: str,
        older_than: timedelta,
        now: datetime,
        say: Say,
    ) -> None:
        """Take what to look through.

        Args:
            stores: Where to look.
            location: The stores' location, for the answer.
            older_than: What was stored later stays; one hour to 366 days.
            now: The present moment, before anything was asked.
            say: Tells the operator how far it has come.
        """
        self._stores = stores
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
            stored = {
                tenant_id: await self._stores.of(tenant_id).stored()
                for tenant_id in await self._stores.tenants()
            }
            running = await in_running(campaigns, self._say)
            remembered = await in_ledger(ledger, self._say)
            number = sum(map(len, stored.values()))
            self._say(f"reading what is in use among {number:,} stored artefacts")
            found = {
                tenant_id: await self._unreferenced(tenant_id, running | remembered)
                for tenant_id in stored
            }
        is_known = any(one.sha256 in remembered for ones in stored.values() for one in ones)
        if any(found.values()) and not is_known:
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

    async def _unreferenced(self, tenant_id: UUID, roots: set[str]) -> list[StoredArtifact]:
        store = self._stores.of(tenant_id)
        in_use = await closure(store, roots)
        return await unreferenced(store, in_use, self._older_than, self._now)

    async def _remove(self, found: _Found) -> _Found:
        total = sum(map(len, found.values()))
        gone: _Found = {tenant_id: [] for tenant_id in found}
        for tenant_id, artifacts in found.items():
            for start in range(0, len(artifacts), _BATCH):
                batch = artifacts[start : start + _BATCH]
                so_far = sum(map(len, gone.values()))
                try:
                    gone[tenant_id] += await remove(
                        self._stores.of(tenant_id), batch, self._older_than, self._now
                    )
                except Infrastructure as error:
                    raise Refused(
                        f"the sweep stopped after {so_far:,} of {total:,} artefacts, and may have "
                        f"removed some of the next {len(batch):,}; sweep again when this is "
                        f"mended: {error}"
                    ) from error
                self._say(f"removed {sum(map(len, gone.values())):,} of {total:,} artefacts")
        return gone

    def _answer(self, stored: _Found, found: _Found, *, removed: bool) -> UnreferencedArtifacts:
        every = [one for ones in stored.values() for one in ones]
        things = [
            ListedArtifact(
                tenant_id=tenant_id,
                place=f"{space_of(tenant_id)}/{one.place}",
                sha256=one.sha256,
                size_bytes=one.size,
                stored=one.modified,
            )
            for tenant_id, ones in found.items()
            for one in ones
        ]
        return UnreferencedArtifacts(
            store=self._location,
            older_than=self._older_than,
            removed=removed,
            stored=len(every),
            stored_bytes=sum(one.size for one in every),
            count=len(things),
            size_bytes=sum(one.size_bytes for one in things),
            oldest=min((one.stored for one in things), default=None),
            artifacts=sorted(things, key=lambda one: (-one.size_bytes, one.place)),
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
