"""Before a worker starts, and beside what a command shows, ledger and store are compared."""

import os
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from activities.ledger import SqlLedger
from activities.store import LocalArtifactStores, StoreMark
from activities.store.mark import PLACE
from runtime.doctor.memories import examine_store
from runtime.doctor.replies import Finding, Health
from runtime.installation.adopting import adopt
from runtime.installation.belonging import settle
from runtime.installation.comparing import refuse_apart, why_apart, why_unusable, why_unused
from runtime.refusals import WrongUse
from runtime.settings import Settings

OTHERS = StoreMark(ledger=UUID(int=8), store=UUID(int=9))


@pytest.fixture
async def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Settings]:
    """Return the settings of a home whose ledger and store have been used."""
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(tmp_path / "temporal.toml"))
    (tmp_path / "temporal.toml").touch()
    settings = Settings(home=tmp_path)
    ledger = SqlLedger(settings.ledger_url)
    await settle(ledger, stores(settings))
    yield settings
    await ledger.close()


def stores(settings: Settings) -> LocalArtifactStores:
    """Return the stores of an installation."""
    return LocalArtifactStores(Path(settings.artifacts))


def newer(ledger: Path) -> None:
    """Let a later release have used it."""
    with closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute(
            "INSERT INTO schema_versions (version, oldest) VALUES (99, 99)",
        )


def damaged(ledger: Path) -> None:
    """Overwrite it, with nobody there who remembers what it was."""
    for file in ledger.parent.glob("ledger.db*"):
        file.unlink()
    ledger.write_bytes(b"no database at all" * 1000)


def torn(ledger: Path) -> None:
    """Overwrite all but its first page."""
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = ledger.read_bytes()
    for file in ledger.parent.glob("ledger.db*"):
        file.unlink()
    ledger.write_bytes(whole[:4096] + b"x" * (len(whole) - 4096))


def copied(ledger: Path) -> None:
    """Put a copy in its place."""
    whole = ledger.read_bytes()
    ledger.unlink()
    ledger.with_name("other").touch()  # takes the number that the file had
    ledger.write_bytes(whole)


async def row(settings: Settings) -> Finding:
    """Return what `doctor` says of ledger and store together."""
    found = {one.part: one async for one in examine_store(settings)}
    return found["store of the ledger"]


async def test_what_belongs_together_is_well(settings: Settings) -> None:
    """The usual case costs no word anywhere but in `doctor`."""
    await refuse_apart(settings)

    assert await why_apart(settings) is None
    assert (await row(settings)).health is Health.WELL
    assert "belongs to the ledger" in (await row(settings)).says


async def test_the_store_of_another_is_told_everywhere(settings: Settings) -> None:
    """A worker does not start, a command warns, and `doctor` calls it faulty, in the same words."""
    await stores(settings).put_mark(OTHERS, replace=True)

    with pytest.raises(WrongUse) as refused:
        await refuse_apart(settings)

    assert await why_apart(settings) == str(refused.value)
    found = await row(settings)
    assert (found.health, found.says) == (Health.FAULTY, str(refused.value))


async def test_a_ledger_that_is_not_there_is_not_made_anew(settings: Settings) -> None:
    """A worker whose ledger was moved away makes no second one beside its store."""
    file = settings.home / "ledger.db"
    file.rename(settings.home / "elsewhere.db")

    with pytest.raises(WrongUse, match="there is no ledger at"):
        await refuse_apart(settings)

    assert not file.exists()
    assert (await row(settings)).health is Health.FAULTY


async def test_memories_that_were_never_used_are_well(tmp_path: Path) -> None:
    """The first worker of a new installation is held up by nothing."""
    settings = Settings(home=tmp_path / "new")

    await refuse_apart(settings)

    assert await why_apart(settings) is None
    assert (await row(settings)).says == "neither has been used yet"


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (newer, "version 99"),
        (damaged, "not a database"),
        (torn, "is damaged (database disk image is malformed): put its backup in its place"),
        (copied, "starter.py ledger restored"),
    ],
)
async def test_a_ledger_that_no_worker_can_use_is_told_to_who_begins_something(
    settings: Settings, harm: Callable[[Path], None], told: str
) -> None:
    """What is begun would stand still; who only shows something is told by what it asks."""
    harm(settings.home / "ledger.db")

    assert told in str(await why_unusable(settings))
    assert await why_apart(settings) is None


async def test_a_store_that_is_not_marked_yet_is_well(settings: Settings) -> None:
    """After an upgrade `doctor` marks nothing, and says who will."""
    (settings.home / "artifacts" / PLACE).unlink()

    assert "the first worker marks it" in (await row(settings)).says
    assert not (settings.home / "artifacts" / PLACE).exists()


async def test_a_store_that_is_away_stands_in_nobodys_way(settings: Settings) -> None:
    """A worker waits for it and says so; a command about something else goes on."""
    (settings.home / "artifacts" / PLACE).unlink()
    (settings.home / "artifacts" / PLACE).mkdir()

    await refuse_apart(settings)

    assert await why_apart(settings) is None


async def test_a_store_that_no_worker_has_marked_may_be_nobodys(settings: Settings) -> None:
    """A starter that cannot ask the ledger is told when it stores where perhaps nobody reads."""
    mark = settings.home / "artifacts" / PLACE
    used = await why_unused(stores(settings))
    mark.unlink()
    unused = await why_unused(stores(settings))
    mark.mkdir()

    assert used is None
    assert "no worker has used the artefact store" in str(unused)
    assert await why_unused(stores(settings)) is None


async def test_a_setting_that_names_no_store_is_refused(settings: Settings) -> None:
    """It is named before anything begins."""
    wrong = settings.model_copy(update={"artifacts": "ftp://somewhere"})

    with pytest.raises(WrongUse, match="Artefacts cannot be stored at ftp"):
        await refuse_apart(wrong)
    with pytest.raises(WrongUse, match="PHOENIX_ARTIFACTS: "):
        await adopt(wrong)


async def test_adopting_says_what_was_before(settings: Settings) -> None:
    """A person sees whose the store was, and where the ledger had its own."""
    await stores(settings).put_mark(OTHERS, replace=True)

    first, again = await adopt(settings), await adopt(settings)

    assert (first.is_new, first.former_ledger) == (True, OTHERS.ledger)
    assert str(first.former_store).endswith("/artifacts")
    assert not again.is_new
    await refuse_apart(settings)


async def test_a_mount_that_hangs_holds_no_command_up(settings: Settings) -> None:
    """Who only shows something leaves out what does not come soon, and ends."""
    mark = Path(settings.artifacts) / PLACE
    mark.unlink()
    os.mkfifo(mark)
    began = time.monotonic()

    assert await why_apart(settings) is None
    assert time.monotonic() - began < 5
    with mark.open("wb"):  # lets the thread that still reads go
        pass
