"""A secret in the wrong part of an address is not repeated by what names the address."""

from typing import Final

import pytest

from activities.ledger import SqlLedger
from contracts import LedgerUnusable
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.temporal.target import read_target
from tests.support.worlds.postgres import PostgresServer

SECRET: Final = "hunter2-and-much-more"  # noqa: S105 - it opens nothing


@pytest.mark.parametrize("address", ["host", "host:{}", "ana:{}@host:7233", "https://host/{}"])
def test_no_part_of_a_wrong_address_of_temporal_is_repeated(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key behind the colon, or a whole URL, is not taken for a port."""
    monkeypatch.setenv("TEMPORAL_ADDRESS", address.format(SECRET))
    with pytest.raises(WrongUse, match=r"TEMPORAL_ADDRESS.* must be host:port") as refusal:
        read_target(Settings())

    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (SECRET, "h… (21 characters)"),
        (f"db.example/{SECRET}", "db.example/h… (21 characters)"),
        (f"{SECRET}:5432/phoenix", "h… (21 characters):5432/phoenix"),
        (f"{SECRET}:pw@/phoenix", "h… (21 characters):***@/phoenix"),
        (f"{SECRET}/phoenix", "h… (21 characters)/phoenix"),
        (f"{SECRET}@db.example/phoenix", "h… (21 characters)@db.example/phoenix"),
        ("database/phoenix", "database/phoenix"),
        ("ana:pw@db1-main.example:5432/phoenix", "ana:***@db1-main.example:5432/phoenix"),
        ("ana@[::1]/phoenix", "ana@[::1]/phoenix"),
    ],
)
def test_a_ledger_is_named_without_what_may_be_its_password(place: str, shown: str) -> None:
    """Also where the password has taken the place of the user or the host."""
    assert SqlLedger(f"postgresql+asyncpg://{place}").name == f"postgresql+asyncpg://{shown}"


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("gsslib", "PGGSSLIB"),
        ("port", "PGPORT"),
        ("ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION"),
        ("sslmode", "PGSSLMODE"),
        ("target_session_attrs", "PGTARGETSESSIONATTRS"),
    ],
)
async def test_a_secret_in_another_value_s_place_is_not_repeated_by_a_driver(
    name: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither from the URL nor from a variable of libpq; what is wrong is told all the same."""
    with pytest.raises(LedgerUnusable, match="as its URL says: ") as by_url:
        await SqlLedger(f"postgresql+asyncpg:///phoenix?{name}={SECRET}").ready()
    monkeypatch.setenv(variable, SECRET)
    with pytest.raises(LedgerUnusable, match="as its URL says: ") as by_variable:
        await SqlLedger("postgresql+asyncpg:///phoenix").ready()

    assert SECRET[:12] not in f"{by_url.value} {by_variable.value}"


async def test_a_port_behind_the_host_of_a_variable_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A driver quotes that part of the variable alone."""
    monkeypatch.setenv("PGHOST", f"u:{SECRET}")
    with pytest.raises(LedgerUnusable, match="as its URL says: ") as refusal:
        await SqlLedger("postgresql+asyncpg:///phoenix").ready()

    assert SECRET[:12] not in str(refusal.value)


async def test_a_server_repeats_no_secret_that_it_took_for_a_name(
    postgres: PostgresServer,
) -> None:
    """A database that is not there is named by the server that was asked for it."""
    url = postgres.url().rpartition("/")[0]
    with pytest.raises(LedgerUnusable, match="does not exist") as refusal:
        await SqlLedger(f"{url}/{SECRET}").ready()

    assert SECRET[:12] not in str(refusal.value)
