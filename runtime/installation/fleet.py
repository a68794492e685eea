"""A worker among others: it says what it shares with them, and warns of contradictions."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import uuid4

from activities.ports import KnownWorker, WorkerRegister
from activities.retrying import Pause
from contracts import CampaignError
from runtime.installation.shared import Values, contradictions, shared_by
from runtime.refusals import WrongUse
from runtime.settings import Settings

GONE: Final = timedelta(minutes=5)
"""A worker that was not heard of for so long, by the ledger's clock, is none any more."""
_EVERY: Final = 60.0
"""Seconds between two times at which a worker says that it is there."""
_ANSWERS: Final = 2.0
"""Seconds that the ledger may take: neither a start nor a stop waits longer for it."""

log = logging.getLogger("phoenix.worker")


@asynccontextmanager
async def among_others(
    register: WorkerRegister, settings: Settings, name: str, pause: Pause = asyncio.sleep
) -> AsyncGenerator[None]:
    """Be one of the workers until the block ends.

    Whatever the ledger answers, the worker goes on: what cannot be compared contradicts nobody.

    Args:
        register: The workers of the installation.
        settings: This one's.
        name: What Temporal calls it.
        pause: How it is waited between two looks.
    """
    member = Member(register, settings, name)
    await member.look()
    looking = asyncio.ensure_future(_keep_looking(member, pause))
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.wait([looking])  # what it writes last would else outlive what is forgotten
        await member.leave()


class Member:
    """One worker as the others see it."""

    def __init__(self, register: WorkerRegister, settings: Settings, name: str) -> None:
        """Take the register, and what this worker began with."""
        self._register = register
        self._settings = settings
        self._fixed = self._read({}, live=False)
        self._live: Values = {}
        self._known = KnownWorker(uuid4(), name, {})
        self._told: set[str] = set()

    async def look(self) -> None:
        """Say what is shared, and log what contradicts it and was not said before."""
        self._live = await asyncio.to_thread(self._read, self._live, live=True)
        self._known = replace(self._known, settings={**self._fixed, **self._live})
        try:
            async with asyncio.timeout(_ANSWERS):
                others = await self._register.note(self._known, GONE)
        except (CampaignError, TimeoutError) as error:
            log.debug("other workers are not known: %s", error)
            return
        found = contradictions([self._known, *others])
        for sentence in found:
            if sentence not in self._told:
                log.warning("%s", sentence)
        if self._told and not found:
            log.info("all workers share their settings")
        self._told = set(found)

    async def leave(self) -> None:
        """Say that it has stopped; otherwise the others find that out within minutes."""
        try:
            async with asyncio.timeout(_ANSWERS):
                await self._register.forget(self._known.id)
        except (CampaignError, TimeoutError) as error:
            log.debug("other workers do not know that this one has stopped: %s", error)

    def _read(self, former: Values, *, live: bool) -> Values:
        try:
            return shared_by(self._settings, live=live)
        except (CampaignError, WrongUse) as error:  # it is put right at the moment
            log.debug("what is shared with other workers counts as it was: %s", error)
            return former


async def _keep_looking(member: Member, pause: Pause) -> None:
    while True:
        await pause(_EVERY)
        await member.look()
