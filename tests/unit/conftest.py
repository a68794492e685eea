"""The databases in which a ledger is tested."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from activities.ledger import SqlLedger
from activities.ledger.upkeep import migrate
from tests.support.postgres import PostgresServer, postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Start one PostgreSQL for all tests of a process that want one."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of a new ledger in each database in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_url(f"ledger_{uuid4().hex}")


@pytest.fixture
async def ledger(ledger_url: str) -> AsyncIterator[SqlLedger]:
    """Give a test a ledger of its own in each database in turn."""
    await migrate(ledger_url)
    ledger = SqlLedger(ledger_url)
    yield ledger
    await ledger.close()
