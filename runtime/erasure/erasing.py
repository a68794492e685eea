"""Erasing a tenant: everything that is held of it is counted, and taken away if that is wanted.

Rule 1: nothing is erased while a campaign of the tenant's is open, or was cut off while it
published, and none can begin again after.
Rule 2: the ledger has its tombstones before anything goes by which its executions are known.
Rule 3: whatever stops it, the same command goes on; what it did not get to is counted as left.
"""

import asyncio
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Final, NamedTuple
from uuid import UUID

from contracts import DEFAULT_TENANT, CampaignError, ContractInvalid
from runtime.campaigns.client import Campaigns
from runtime.erasure.executions import executions_of
from runtime.erasure.holdings import (
    HeldArtifacts,
    HeldMemory,
    HeldPosts,
    HeldRows,
    HeldRuns,
    HeldSchedules,
    Holding,
)
from runtime.erasure.replies import ErasedTenant, Held
from runtime.installation.comparing import refuse_strange_store
from runtime.ledger.opening import opened
from runtime.progress import Say
from runtime.refusals import NotCarriedOut, Refused, Unknown, WrongUse
from runtime.settings import Settings
from runtime.wiring.policies import tenant_policies
from runtime.wiring.stores import open_stores

_NAMED: Final = 5
"""Open campaigns that a refusal names."""

STAYS: Final = (
    "of each execution its ids, states, places and digests, and the channels' names of what is out",
    "what is out on channels: take it back before (cancel --retract), or on the channel",
    "logs, backups, and what a database has not overwritten yet (docs/operations.md#erasure)",
    "the policy, providers and lists that operators wrote, and the memory of other machines",
    "emergency stops that are in force",
)
"""What is not erased, and why."""


class _Count(NamedTuple):
    what: str
    where: str
    number: int


@dataclass(frozen=True)
class Erasure:
    """One tenant on one installation."""

    settings: Settings
    campaigns: Campaigns
    tenant_id: UUID
    say: Say

    async def carry_out(self, *, erasing: bool) -> ErasedTenant:
        """Count everything that is held of the tenant, and take it away if that is wanted.

        Raises:
            Unknown: There is no such tenant.
            Refused: The tenant has open campaigns; or something could not be taken away.
            WrongUse: The ledger, the store or Temporal cannot be used, or does not answer.
        """
        async with self._holdings() as holdings:
            before = await self._counted(holdings)
            await self._refuse_unknown(holdings, before)
            if not erasing:
                return self._answer(before, before, erased=False)
            for holding in holdings:
                self.say(f"erasing in {holding.where}")
                with _told("the erasure stopped, and the same command goes on"):
                    await holding.erase()
                if isinstance(holding, HeldSchedules):
                    await self._refuse_while_open()  # a slot may have begun by then
            return self._answer(before, await self._counted(holdings), erased=True)

    @asynccontextmanager
    async def _holdings(self) -> AsyncGenerator[Sequence[Holding]]:
        await self._refuse_while_open()
        settings, tenant_id = self.settings, self.tenant_id
        runs = self.campaigns.runs_of(tenant_id)
        try:
            stores = open_stores(settings.artifacts)
        except ContractInvalid as error:
            raise WrongUse(f"PHOENIX_ARTIFACTS: {error}") from error
        async with opened(settings) as ledger:
            with _told("nothing was erased, since it is not known what there is"):
                await refuse_strange_store(ledger, stores)
                store = stores.of(tenant_id)
                executions = await executions_of(tenant_id, ledger, runs, store)
                doubtful = await ledger.erasure.doubtful(executions)
            self._refuse_doubtful(doubtful)
            yield (
                HeldSchedules(self.campaigns.schedules, tenant_id),
                HeldRows(ledger, settings.ledger_url, tenant_id, executions),
                HeldMemory(settings.memory, tenant_id),
                HeldPosts(settings.outbox, tenant_id),
                HeldArtifacts(store),
                HeldRuns(runs, self.say),
            )

    async def _refuse_while_open(self) -> None:
        running = await self.campaigns.runs_of(self.tenant_id).open()
        if running:
            named = ", ".join(run.id for run in running[:_NAMED])
            more = ", …" if len(running) > _NAMED else ""
            raise Refused(
                f"tenant {self.tenant_id} has open campaigns or slots, {len(running):,} in all "
                f"({named}{more}): let them end, or 'starter.py cancel' them, and say it again"
            )

    async def _refuse_unknown(self, holdings: Sequence[Holding], counted: Sequence[_Count]) -> None:
        """Refuse the id of a tenant that nobody has ever heard of, such as one with a typing error.

        One that was erased is known by its tombstones.
        """
        was_here = any(isinstance(one, HeldRows) and one.has_executions for one in holdings)
        if was_here or any(one.number for one in counted) or self.tenant_id == DEFAULT_TENANT:
            return
        policies = await asyncio.to_thread(tenant_policies, self.settings)
        if self.tenant_id not in policies.named():
            raise Unknown(
                f"there is no tenant {self.tenant_id} here: nothing is held of it, no execution "
                "was its own, and no policy has its name"
            )

    def _refuse_doubtful(self, executions: Sequence[UUID]) -> None:
        if executions:
            named = ", ".join(map(str, executions[:_NAMED]))
            more = ", …" if len(executions) > _NAMED else ""
            raise Refused(
                f"tenant {self.tenant_id} has campaigns that were cut off while they published, "
                f"{len(executions):,} in all ({named}{more}): start each again, so that it ends "
                "with what is proven, and say it again"
            )

    async def _counted(self, holdings: Sequence[Holding]) -> Sequence[_Count]:
        with _told("it is not known what is left"):
            return [
                _Count(what, holding.where, number)
                for holding in holdings
                for what, number in (await holding.held()).items()
            ]

    def _answer(
        self, before: Sequence[_Count], after: Sequence[_Count], *, erased: bool
    ) -> ErasedTenant:
        return ErasedTenant(
            tenant_id=self.tenant_id,
            erased=erased,
            held=[
                Held(what=one.what, where=one.where, found=one.number, left=left.number)
                for one, left in zip(before, after, strict=True)
            ],
            stays=list(STAYS),
        )


@contextmanager
def _told(what: str) -> Generator[None]:
    """Say what it means that something cannot be used or gives no answer."""
    try:
        yield
    except Refused as error:
        raise Refused(f"{what}: {error}") from error
    except NotCarriedOut as error:
        raise WrongUse(f"{what}: {error}") from error
    except (CampaignError, OSError) as error:
        raise WrongUse(f"{what}: {error}") from error
