"""What was noted outlives a crash, and a database that would lose it is refused."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import text

from activities.ledger import SqlLedger, engines
from activities.ledger.upkeep import migrate
from contracts import ContractInvalid
from tests.support.postgres import PostgresServer

ORDER = "a" * 64
LEASE = timedelta(minutes=1)


@contextmanager
def setting(server: PostgresServer, name: str, value: str) -> Generator[None]:
    """Let a server have this setting for a while."""
    server.say(f"ALTER SYSTEM SET {name} = {value}")
    server.say("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        server.say(f"ALTER SYSTEM RESET {name}")
        server.say("SELECT pg_reload_conf()")


async def test_sqlite_writes_ahead_and_synchronises(tmp_path: Path) -> None:
    """A commit is on the disk before anybody acts upon it."""
    ledger = SqlLedger(f"sqlite:///{tmp_path / 'ledger.db'}")

    said = await ledger._database.transact(
        lambda connection: [
            connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "fullfsync")
        ]
    )

    await ledger.close()
    full = 2
    assert said == ["wal", full, 1]


async def test_sqlite_that_keeps_another_journal_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a write-ahead log cannot be had, as on many mounted folders, the worker says so."""
    modes = {"journal_mode=DELETE": ("journal_mode", "wal")}
    monkeypatch.setattr(engines, "_MODES", modes)
    ledger = SqlLedger(f"sqlite:///{tmp_path / 'ledger.db'}")

    with pytest.raises(ContractInvalid, match=r"would lose .* keeps journal_mode at delete"):
        await ledger.ready()

    await ledger.close()


async def test_sqlite_on_a_shared_file_system_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a network's disk no file is made, and the worker says what to do instead."""

    def shared(_: Path) -> str:
        return "nfs4"

    monkeypatch.setattr(engines, "shared_filesystem", shared)
    ledger = SqlLedger(f"sqlite:///{tmp_path / 'new' / 'ledger.db'}")

    with pytest.raises(ContractInvalid, match=r"machines share \(nfs4\).*PostgreSQL"):
        await ledger.ready()

    await ledger.close()
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["fsync", "full_page_writes"])
async def test_a_server_that_loses_what_is_committed_is_refused(
    postgres: PostgresServer, name: str
) -> None:
    """A worker does not trust a database that was tuned for tests."""
    ledger = SqlLedger(postgres.url())

    with setting(postgres, name, "off"):
        async with asyncio.timeout(20):
            while True:  # the server takes its time to read what was set
                with pytest.raises(ContractInvalid) as refusal:
                    await ledger.ready()
                if "would lose" in str(refusal.value):
                    break

    await ledger.close()
    assert f"has {name} off; turn it on" in str(refusal.value)


async def test_what_was_noted_outlives_a_server_that_does_not_wait_for_its_log(
    postgres: PostgresServer,
) -> None:
    """Where commits are acknowledged before they are written, the ledger's are written first.

    A session that does not ask for it loses what it wrote: so the crash is a real one.
    """
    user = f"hasty_{uuid4().hex}"
    url = postgres.new_url(user)
    await migrate(url)
    postgres.say(f"CREATE TABLE {user}.lost (number INTEGER); GRANT ALL ON {user}.lost TO {user}")
    postgres.say(f"ALTER ROLE {user} SET synchronous_commit = off")
    ledger = SqlLedger(url)
    with setting(postgres, "wal_writer_delay", "'10s'"):
        postgres.stop()
        postgres.start()
        await ledger.ready()
        hasty = await asyncpg.connect(url.replace("+asyncpg", ""))
        claims = [
            await ledger.steps.claim(f"{number}", 0, order_sha256=ORDER, holder="me", lease=LEASE)
            for number in range(6)
        ]
        for number in range(6):
            await hasty.execute("INSERT INTO lost VALUES ($1)", number)

        await asyncio.to_thread(postgres.kill)
        hasty.terminate()
        await asyncio.to_thread(postgres.start)

    kept, lost = await ledger._database.transact(
        lambda connection: [
            connection.execute(text(counted)).scalar_one()
            for counted in ("SELECT count(*) FROM steps", "SELECT count(*) FROM lost")
        ]
    )
    await ledger.close()
    assert len(claims) == kept == 6
    assert lost == 0
