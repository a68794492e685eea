"""A ledger's URL means what it says, and no password in one is ever repeated."""

import traceback
from pathlib import Path
from typing import Any

import pytest

from activities.ledger import SqlLedger
from activities.ledger.address import hidden_in, read_address
from activities.ledger.engines import PostgresqlEngine
from contracts import ContractInvalid
from tests.support.worlds.postgres import PASSWORD, USER, PostgresServer

SECRET = "Pw-7d1e"  # noqa: S105 - of nobody


@pytest.mark.parametrize(
    "wrong",
    [
        "ledger.db",
        "mysql+aiomysql://host/ledger",
        "postgresql://host/ledger",
        "nonsense://",
        "sqlite+aiosqlite:///ledger.db",
    ],
)
def test_a_url_that_names_no_usable_database_is_refused(wrong: str) -> None:
    """A mistyped setting is reported when the worker starts, with an example of a right one."""
    with pytest.raises(ContractInvalid, match=r"must be like sqlite:///ledger\.db"):
        SqlLedger(wrong)


def test_a_driver_that_is_none_of_ours_is_named() -> None:
    """Whoever takes another driver learns what stands there."""
    with pytest.raises(ContractInvalid, match=r"begins with postgresql\+psycopg://"):
        SqlLedger(f"postgresql+psycopg://phoenix:{SECRET}@database/phoenix")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_ledger_in_memory_is_refused(url: str) -> None:
    """What is forgotten with its process is no ledger."""
    with pytest.raises(ContractInvalid, match="must name a file"):
        SqlLedger(url)


def test_a_file_in_a_folder_of_a_question_lies_there(tmp_path: Path) -> None:
    """What a URL gives a meaning of its own does not lead to another file."""
    with pytest.raises(ContractInvalid, match=r"has a \?, .*in a path, write %3F for it"):
        read_address(f"sqlite:///{tmp_path}/¿Qué? café/ledger.db")

    address = read_address(f"sqlite:///{tmp_path}/¿Qué%3F 50 %25 #1/ledger.db")

    assert address.database == f"{tmp_path}/¿Qué? 50 % #1/ledger.db"


@pytest.mark.parametrize(
    "wrong",
    [
        f"postgres://phoenix:{SECRET}@database/phoenix",
        f"postgresql://phoenix:{SECRET}@database/phoenix",
        f"phoenix:{SECRET}@database",
        f"postgresql+asyncpg:/phoenix:{SECRET}@database/phoenix",
        f"postgresql+asyncpg://phoenix:{SECRET}@database:port/phoenix",
        f"postgresql+asyncpg://phoenix:x@{SECRET}@database/phoenix",
        f"postgresql+asyncpg://database/phoenix?passwd={SECRET}",
        f"postgresql+asyncpg://database/phoenix?password={SECRET}&connect_timeout=soon",
        f"Server=database;Password={SECRET}",
        SECRET,
    ],
)
def test_no_mistake_shows_a_password(wrong: str) -> None:
    """The commonest mistakes end without the password in a message, a log or a traceback."""
    with pytest.raises(ContractInvalid) as refusal:
        SqlLedger(wrong)

    told = "".join(traceback.format_exception(refusal.value))
    assert SECRET not in told
    assert "The ledger's URL" in told


@pytest.mark.parametrize("name", ["channel_binding", "keepalives", "prepared_statement_cache_size"])
def test_a_parameter_that_is_not_followed_is_named(name: str) -> None:
    """Nobody believes that something was set that was passed over."""
    with pytest.raises(ContractInvalid, match=rf"parameter {name}, .*sslmode"):
        SqlLedger(f"postgresql+asyncpg://database/phoenix?{name}=1")


def test_parameters_have_one_name_each() -> None:
    """What other drivers call otherwise means the same; of a repeated one the last counts."""
    address = read_address("postgresql+asyncpg://host/phoenix?ssl=prefer&ssl=require&database=d")

    assert dict(address.query) == {"sslmode": "require", "dbname": "d"}


def test_a_file_that_a_url_names_has_to_be_there(tmp_path: Path) -> None:
    """A mistyped certificate is told before anything connects."""
    certificate = tmp_path / "root.crt"
    url = f"postgresql+asyncpg://host/phoenix?sslrootcert={certificate}"
    with pytest.raises(ContractInvalid, match="names a file as sslrootcert that is not there"):
        read_address(url)

    certificate.touch()

    assert dict(read_address(url).query) == {"sslrootcert": str(certificate)}


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever points the ledger at PostgreSQL learns which extra is missing."""

    def missing(*_: Any, **__: Any) -> None:
        raise ModuleNotFoundError("No module named 'asyncpg'")

    monkeypatch.setattr(PostgresqlEngine, "__init__", missing)

    with pytest.raises(ContractInvalid, match=r"asyncpg.*leadboost-phoenix\[postgres\]"):
        SqlLedger("postgresql+asyncpg://phoenix@database/phoenix")


@pytest.mark.parametrize(
    "parameters",
    [
        "sslmode=disable",
        "sslmode=prefer",
        "application_name=phoenix&connect_timeout=5&target_session_attrs=read-write",
        "options=-c%20statement_timeout%3D9000",
    ],
)
async def test_parameters_of_libpq_are_followed(postgres: PostgresServer, parameters: str) -> None:
    """A URL that works with psql works here."""
    ledger = SqlLedger(f"{postgres.url()}?{parameters}")

    with pytest.raises(ContractInvalid, match="ledger migrate"):  # it is reached, and has no tables
        await ledger.ready()

    await ledger.close()


async def test_a_user_may_stand_in_the_parameters(postgres: PostgresServer) -> None:
    """Each way to write who is asking means the same, and none is repeated."""
    place = postgres.url().partition("@")[2]
    ledger = SqlLedger(f"postgresql+asyncpg://{place}?user={USER}&password={PASSWORD}")

    with pytest.raises(ContractInvalid, match="ledger migrate") as refusal:
        await ledger.ready()

    assert PASSWORD not in str(refusal.value)
    await ledger.close()


def test_a_file_that_is_not_there_is_told() -> None:
    """A certificate that was forgotten is a mistake in the settings, and nothing to wait for."""
    with pytest.raises(ContractInvalid, match="names a file as sslrootcert that is not there"):
        SqlLedger("postgresql+asyncpg://h/d?sslmode=verify-full&sslrootcert=/nowhere/root.crt")


async def test_a_parameter_that_cannot_be_followed_is_told(postgres: PostgresServer) -> None:
    """A mistake in a parameter is one of the settings, and is told before any work."""
    ledger = SqlLedger(f"{postgres.url()}?sslmode=sometimes")

    with pytest.raises(ContractInvalid, match=r"as its URL says: .*sslmode") as refusal:
        await ledger.ready()

    assert PASSWORD not in "".join(traceback.format_exception(refusal.value))
    await ledger.close()


async def test_a_server_without_encryption_is_not_used_where_it_is_required(
    postgres: PostgresServer,
) -> None:
    """`sslmode=require` is obeyed."""
    ledger = SqlLedger(f"{postgres.url()}?sslmode=require")

    with pytest.raises(Exception, match="SSL") as refusal:
        await ledger.ready()

    assert PASSWORD not in "".join(traceback.format_exception(refusal.value))
    await ledger.close()


def test_passwords_that_lie_in_files_are_hidden_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database may repeat one wherever it was read: libpq's files, by URL, variable or home."""
    (tmp_path / "named").write_text("# host:port:db:user:comment\nhost:*:db:ana:one\\:1\n")
    (tmp_path / "given").write_text("[ledger]\nhost=db\npassword = two-2 \n")
    (tmp_path / ".pgpass").write_text("*:*:*:*:three-33\nno line of it\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "given"))
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "nowhere"))

    found = hidden_in(f"postgresql+asyncpg://ana@host/db?passfile={tmp_path / 'named'}")

    assert sorted(found) == ["one:1", "three-33", "two-2"]
