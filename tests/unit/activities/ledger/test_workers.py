"""The ledger knows which workers take work, and with which of the settings that all share."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, text

from activities.ledger import SqlLedger
from activities.ports import KnownWorker

ONE = KnownWorker(UUID(int=1), "phoenix-worker@web1:7", {"channels.x.publisher": "outbox"})
OTHER = KnownWorker(UUID(int=2), "phoenix-worker@web2:7", {"channels.x.publisher": "bluesky"})
WITHIN = timedelta(minutes=5)


async def test_workers_learn_of_each_other(ledger: SqlLedger) -> None:
    """Each is told the others, and never itself."""
    assert await ledger.workers.note(ONE, WITHIN) == []
    assert await ledger.workers.note(OTHER, WITHIN) == [ONE]
    assert await ledger.workers.note(ONE, WITHIN) == [OTHER]
    assert await ledger.workers.living(WITHIN) == [ONE, OTHER]


async def test_a_worker_says_what_it_has_now(ledger: SqlLedger) -> None:
    """A file that is read again while it works counts as it is."""
    await ledger.workers.note(ONE, WITHIN)
    changed = KnownWorker(ONE.id, ONE.name, {"channels.x.publisher": "bluesky"})

    await ledger.workers.note(changed, WITHIN)

    assert await ledger.workers.living(WITHIN) == [changed]


async def test_a_worker_that_stops_is_forgotten(ledger: SqlLedger) -> None:
    """What it had is no contradiction any more."""
    await ledger.workers.note(ONE, WITHIN)

    await ledger.workers.forget(ONE.id)

    assert await ledger.workers.note(OTHER, WITHIN) == []


async def test_a_worker_that_is_not_heard_of_counts_as_gone(ledger: SqlLedger) -> None:
    """One that was killed says nothing, and speaks against nobody for ever."""
    await ledger.workers.note(ONE, WITHIN)

    assert await ledger.workers.living(timedelta(seconds=-1)) == []
    assert await ledger.workers.note(OTHER, timedelta(seconds=-1)) == []
    assert await ledger.workers.living(WITHIN) == []


async def test_a_worker_of_a_later_release_is_left_out(ledger: SqlLedger) -> None:
    """What cannot be read contradicts nobody, and ends no worker that reads it."""
    await ledger.workers.note(ONE, WITHIN)
    await ledger.workers.note(OTHER, WITHIN)

    def say_otherwise(connection: Connection) -> None:
        connection.execute(text("UPDATE workers SET settings = '[1]' WHERE name LIKE '%web1%'"))

    await ledger._database.transact(say_otherwise)

    assert await ledger.workers.living(WITHIN) == [OTHER]
