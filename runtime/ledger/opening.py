"""The ledger, opened for one question of an operator's."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final, TypeVar

from activities.ledger import SqlLedger
from contracts import CampaignError
from runtime.ledger.place import is_here, refuse_second_ledger
from runtime.refusals import WrongUse
from runtime.settings import Settings

T = TypeVar("T")

_GLANCE: Final = 2.0
"""Seconds for which a command that is about something else waits for the ledger."""


@asynccontextmanager
async def opened(settings: Settings) -> AsyncGenerator[SqlLedger]:
    """Open the ledger that every worker asks, for as long as the block runs.

    Raises:
        WrongUse: It is not the one that workers ask, cannot be used, or does not answer.
    """
    refuse_second_ledger(settings)  # what nobody asks before he sends stops nothing
    try:
        ledger = SqlLedger(settings.ledger_url, must_exist=True)
        try:
            yield ledger
        finally:
            await ledger.close()
    except CampaignError as error:
        raise WrongUse(str(error)) from error


async def glance(settings: Settings, question: Callable[[SqlLedger], Awaitable[T]]) -> T | None:
    """Return the answer to a question beside what a command is about.

    Returns `None` where the ledger cannot be reached from here.

    Raises:
        WrongUse: It cannot be used, or does not answer soon.
    """
    if not is_here(settings):
        return None
    try:
        async with asyncio.timeout(_GLANCE), opened(settings) as ledger:
            return await question(ledger)
    except TimeoutError:
        raise WrongUse(f"no answer of the ledger within {_GLANCE:g} s") from None
