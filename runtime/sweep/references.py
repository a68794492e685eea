"""Everything that campaigns refer to: those to come, those that run, those that are remembered."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Final, Protocol
from uuid import UUID

from activities.store import references_in
from contracts import CampaignPayload, CampaignRequest
from domain.signing import digest
from runtime.progress import Say

_AT_ONCE: Final = 8
"""Campaigns that are asked side by side."""
_TOLD_EVERY: Final = 50
"""Pages of the ledger, or rounds of questions, after which the operator hears something."""


class LiveCampaigns(Protocol):
    """The campaigns that Temporal runs."""

    async def scheduled(self) -> Sequence[CampaignRequest]:
        """Return what every schedule runs at its slots."""
        ...

    async def running(self) -> Sequence[UUID]:
        """Return every campaign that has not ended."""
        ...

    async def request(self, execution: UUID) -> CampaignRequest:
        """Return what a campaign was started with."""
        ...

    async def payload(self, execution: UUID) -> CampaignPayload:
        """Return everything that a campaign has made so far."""
        ...


class RememberedExecutions(Protocol):
    """The executions of a ledger."""

    def outcomes(self) -> AsyncGenerator[list[str]]:
        """Return the payload of every execution that has ended, as JSON."""
        ...

    def unended(self) -> AsyncGenerator[list[str]]:
        """Return the request's digest of every execution without an outcome."""
        ...


class RememberedSteps(Protocol):
    """The steps of a ledger."""

    def results(self) -> AsyncGenerator[list[str]]:
        """Return what every step came to, as JSON."""
        ...


class RememberingLedger(Protocol):
    """What is remembered beside Temporal."""

    @property
    def executions(self) -> RememberedExecutions:
        """The executions, for ever."""
        ...

    @property
    def steps(self) -> RememberedSteps:
        """Their steps."""
        ...


async def in_running(campaigns: LiveCampaigns, say: Say) -> set[str]:
    """Return every digest to which a campaign refers that runs, or that a schedule is to start.

    Schedules are asked first: a slot that begins meanwhile is then in both, not in none.

    What a campaign refers to while this is under way may be missing: it was stored just now.

    Raises:
        Refused: A campaign does not answer, or cannot.
        WrongUse: Temporal does not answer.
    """

    async def ask(execution: UUID) -> set[str]:
        request = await campaigns.request(execution)
        payload = await campaigns.payload(execution)
        described = {digest(asset) for asset in payload.assets}
        told = (request.model_dump_json(), payload.model_dump_json())
        return described.union(*map(references_in, told))

    scheduled = await campaigns.scheduled()
    found = set[str]().union(*(references_in(one.model_dump_json()) for one in scheduled))
    running = await campaigns.running()
    say(f"asking {len(running):,} running campaigns what they refer to")
    for number, start in enumerate(range(0, len(running), _AT_ONCE), start=1):
        batch = running[start : start + _AT_ONCE]
        found.update(*await asyncio.gather(*map(ask, batch)))
        if number % _TOLD_EVERY == 0:
            say(f"asked {start + len(batch):,} of {len(running):,} running campaigns")
    return found


async def in_ledger(ledger: RememberingLedger, say: Say) -> set[str]:
    """Return every digest in the outcomes of executions and in the results of steps.

    Of an execution without an outcome its request is in use: whose it is stands nowhere else when
    its run was ended from outside and Temporal has forgotten it.

    It is asked after Temporal: a campaign that ends between the two is then in both, not in none.

    Raises:
        ContractInvalid: The ledger cannot be used.
        Infrastructure: It does not answer.
    """
    outcomes = await _in_pages(ledger.executions.outcomes(), "outcomes", say)
    outcomes |= await _in_pages(ledger.executions.unended(), "requests without an outcome", say)
    return outcomes | await _in_pages(ledger.steps.results(), "results of steps", say)


async def _in_pages(pages: AsyncGenerator[list[str]], what: str, say: Say) -> set[str]:
    found: set[str] = set()
    read, number = 0, 0
    async for page in pages:
        found |= await asyncio.to_thread(references_in, "\n".join(page))
        read, number = read + len(page), number + 1
        if number % _TOLD_EVERY == 0:
            say(f"read {read:,} {what} in the ledger")
    say(f"read all {read:,} {what} in the ledger")
    return found
