"""A file is the ledger of one machine, and no worker elsewhere has another without a word."""

from pathlib import Path

import pytest

from runtime.ledger.place import is_here, refuse_second_ledger
from runtime.refusals import WrongUse
from runtime.settings import Settings

SERVER = "postgresql+asyncpg://phoenix@database/phoenix"
HERE = ("127.0.0.1:7233", "127.8.0.1:7233", "localhost:7233", "[::1]:7233")
ELSEWHERE = ("temporal:7233", "10.0.0.7:7233", "ns.acct.tmprl.cloud:7233", "[2001:db8::1]:7233")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "temporal.toml").write_text("")
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(tmp_path / "temporal.toml"))
    monkeypatch.delenv("TEMPORAL_ADDRESS", raising=False)


def settings(folder: Path, **changes: object) -> Settings:
    """Return settings with a ledger in a file, unless they say otherwise."""
    return Settings.model_validate({"home": folder, **changes})


def test_a_file_beside_the_embedded_server_is_the_only_ledger(tmp_path: Path) -> None:
    """What is started here is used from here."""
    refuse_second_ledger(settings(tmp_path))


@pytest.mark.parametrize("address", HERE)
def test_a_file_beside_a_temporal_of_this_machine_is_the_only_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """An address that no other machine can use has no workers on others."""
    monkeypatch.setenv("TEMPORAL_ADDRESS", address)

    refuse_second_ledger(settings(tmp_path))


@pytest.mark.parametrize("address", ELSEWHERE)
def test_a_file_beside_a_temporal_that_others_reach_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Two workers on two machines would have two ledgers, and publish twice."""
    monkeypatch.setenv("TEMPORAL_ADDRESS", address)

    with pytest.raises(WrongUse, match=r"can be published twice.*PHOENIX_SINGLE_HOST=true"):
        refuse_second_ledger(settings(tmp_path))


def test_who_knows_that_all_workers_are_here_may_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One container with one volume is a machine of its own."""
    monkeypatch.setenv("TEMPORAL_ADDRESS", ELSEWHERE[0])

    refuse_second_ledger(settings(tmp_path, single_host=True))


def test_a_server_is_one_ledger_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL fits every Temporal."""
    monkeypatch.setenv("TEMPORAL_ADDRESS", ELSEWHERE[0])

    refuse_second_ledger(settings(tmp_path, ledger_url=SERVER))


@pytest.mark.parametrize(
    ("address", "url", "is_there", "expected"),
    [
        (None, None, True, True),
        (None, None, False, False),
        (ELSEWHERE[0], None, True, False),
        (ELSEWHERE[0], SERVER, False, True),
    ],
    ids=["a file", "no file yet", "a file of somebody else's", "a server"],
)
def test_a_command_knows_whether_it_reaches_the_workers_ledger(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    address: str | None,
    url: str | None,
    *,
    is_there: bool,
    expected: bool,
) -> None:
    """A file on an operator's laptop says nothing about what workers elsewhere do."""
    if address is not None:
        monkeypatch.setenv("TEMPORAL_ADDRESS", address)
    if is_there:
        (tmp_path / "ledger.db").touch()
    chosen = {} if url is None else {"ledger_url": url}

    assert is_here(settings(tmp_path, **chosen)) is expected
