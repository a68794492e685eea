"""A worker with too little of a processor, beside hostile feeds, loses nothing of anybody's."""

import asyncio
import time

import pytest

from benchmarks.starved_worker import carried_out, hostile, installation, ordinary
from runtime.wiring.stores import open_stores
from tests.e2e.installation import until

pytestmark = [pytest.mark.drill, pytest.mark.e2e, pytest.mark.timeout(600)]


async def test_ordinary_campaigns_go_on_beside_hostile_ones() -> None:
    """A feed made to keep a worker busy for minutes costs its own campaign its news, no more."""
    begun = time.time()
    async with installation(0.5) as (installed, client):
        stores = open_stores(installed.settings.artifacts)
        requests = [hostile(0, installed.folder), *map(ordinary, range(4))]
        for prepared in requests:
            await prepared.store(stores)
        outcomes = await asyncio.gather(*(carried_out(client, one) for one in requests))
        (ready,) = installed.folder.glob("ready-*")
        # It is refreshed every ten seconds, when Temporal has seen the worker ask for work.
        await asyncio.to_thread(
            until, lambda: ready.stat().st_mtime > begun + 10, "the worker is not healthy any more"
        )

    assert [(outcome.ended, outcome.retries) for outcome in outcomes] == [("IDLE", 0)] * 5
    assert [outcome.notes > 0 for outcome in outcomes] == [True, *[False] * 4]
