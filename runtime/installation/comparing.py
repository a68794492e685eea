"""Comparing the ledger with the artefact store, for commands and before a worker starts."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from threading import Thread
from typing import Final

from activities.ledger import SqlLedger
from activities.store import SweepableStores
from contracts import CampaignError, ContractInvalid, Infrastructure
from runtime.installation import belonging
from runtime.ledger.place import is_here, is_there
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.wiring.stores import open_stores

_GLANCE: Final = 2.0
"""Seconds for which a command that is about something else waits for both."""


async def refuse_apart(settings: Settings) -> None:
    """Refuse a ledger and a store that do not belong together, before anything begins.

    Where one of them does not answer nothing is said: whoever needs it waits for it, and says so.

    Raises:
        WrongUse: They do not, or one of them cannot be used.
    """
    try:
        await _refuse(settings, open_stores(settings.artifacts))
    except Infrastructure:
        return
    except ContractInvalid as error:
        raise WrongUse(str(error)) from error


async def refuse_strange_store(ledger: SqlLedger, stores: SweepableStores) -> None:
    """Refuse a store that is not the ledger's; both are open.

    Raises:
        WrongUse: It is not.
        ContractInvalid: One of them cannot be used.
        Infrastructure: One of them does not answer.
    """
    found = await belonging.look(ledger, stores)
    if found.why_not is not None:
        raise WrongUse(found.why_not)


async def why_apart(settings: Settings) -> str | None:
    """Return why what a command reaches from here does not belong together, as far as it can tell.

    Returns `None` where nothing speaks against it, and where one of them does not answer soon or
    cannot be used: `doctor` says that.
    """

    async def look() -> str | None:
        stores = open_stores(settings.artifacts)
        async with _open_ledger(settings) as ledger:
            return (await belonging.look(ledger, stores)).why_not

    async def ask() -> str | None:
        try:
            return await look() if is_here(settings) else None
        except (WrongUse, CampaignError):
            return None

    return await _soon(ask)


async def why_unusable(settings: Settings) -> str | None:
    """Return why no worker can use the ledger that a command reaches from here.

    Returns `None` where nothing speaks against it, where it does not answer soon, and where it
    cannot be reached from here.
    """

    async def ask() -> str | None:
        try:
            if is_here(settings):
                async with _open_ledger(settings) as ledger:
                    await ledger.identity()
        except ContractInvalid as error:
            return str(error)
        except (WrongUse, Infrastructure):
            pass
        return None

    return await _soon(ask)


async def _soon(ask: Callable[[], Coroutine[None, None, str | None]]) -> str | None:
    """Return what is answered soon, or `None`.

    A folder on a mount that hangs holds the thread that reads it, and no command waits for it.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[str | None] = loop.create_future()

    def work() -> None:
        why = asyncio.run(ask())
        with suppress(RuntimeError):  # nobody waits any more
            loop.call_soon_threadsafe(say, why)

    def say(why: str | None) -> None:
        if not answer.done():
            answer.set_result(why)

    Thread(target=work, daemon=True).start()
    try:
        async with asyncio.timeout(_GLANCE):
            return await answer
    except TimeoutError:
        return None


async def why_unused(stores: SweepableStores) -> str | None:
    """Return why what is stored there may be read by nobody: no worker has marked it.

    Returns `None` where a worker has, and where that cannot be told.
    """
    try:
        mark = await stores.mark()
    except CampaignError:
        return None
    if mark is not None:
        return None
    return (
        f"no worker has used the artefact store {stores.known_as} yet; if workers have another one "
        "(PHOENIX_ARTIFACTS), the campaign fails for want of what was stored"
    )


async def _refuse(settings: Settings, stores: SweepableStores) -> None:
    if not await asyncio.to_thread(is_there, settings):
        await belonging.refuse_without_ledger(settings.ledger_url, stores)
        return
    async with _open_ledger(settings) as ledger:
        await refuse_strange_store(ledger, stores)


@asynccontextmanager
async def _open_ledger(settings: Settings) -> AsyncGenerator[SqlLedger]:
    ledger = SqlLedger(settings.ledger_url, must_exist=True)
    try:
        yield ledger
    finally:
        await ledger.close()
