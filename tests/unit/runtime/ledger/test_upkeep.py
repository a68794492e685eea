"""Looking after the ledger: what is done is told, and what cannot be done changes nothing."""

from pathlib import Path

import pytest

from activities.ledger import SqlLedger
from activities.ledger.migrations import CURRENT
from runtime.embedded.worker import worker_daemon
from runtime.ledger import upkeep
from runtime.refusals import WrongUse
from runtime.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings whose ledger is not there yet."""
    return Settings(home=tmp_path / "home")


async def test_a_ledger_is_made_looked_at_and_backed_up(settings: Settings, tmp_path: Path) -> None:
    """Each answer says which ledger it is about."""
    made = await upkeep.migrate(settings)
    known = await upkeep.look(settings)
    copied = await upkeep.back_up(settings, tmp_path / "backup.db")

    assert (made.before, made.version) == (0, CURRENT)
    assert known.ledger == settings.ledger_url
    assert known.id == made.id == copied.id
    assert copied.file == str(tmp_path / "backup.db")


async def test_word_of_a_restore_raises_the_epoch(settings: Settings) -> None:
    """What is said once counts for every worker from then on."""
    await upkeep.migrate(settings)

    answer = await upkeep.restored(settings)

    ledger = SqlLedger(settings.ledger_url)
    assert answer.epoch == (await ledger.identity()).epoch == 2
    await ledger.close()


async def test_a_ledger_that_a_worker_uses_is_not_restored(settings: Settings) -> None:
    """Whoever replaced the file under a running worker stops that first."""
    await upkeep.migrate(settings)
    lock = worker_daemon(settings).try_lock()
    assert lock is not None

    with pytest.raises(WrongUse, match=r"stop it first: starter\.py down"):
        await upkeep.restored(settings)

    assert (await upkeep.look(settings)).epoch == 1


async def test_where_there_is_no_ledger_none_is_made(settings: Settings, tmp_path: Path) -> None:
    """Every command but the migration needs one that is there."""
    for attempt in (
        upkeep.look(settings),
        upkeep.restored(settings),
        upkeep.back_up(settings, tmp_path / "backup.db"),
    ):
        with pytest.raises(WrongUse, match=r"ledger\.db is not there"):
            await attempt


async def test_a_database_that_is_away_is_told(settings: Settings, unused_tcp_port: int) -> None:
    """A migration that was not carried out does not pass for one, and no password is shown."""
    url = f"postgresql+asyncpg://phoenix:secret@127.0.0.1:{unused_tcp_port}/phoenix"

    with pytest.raises(WrongUse, match="does not answer") as refusal:
        await upkeep.migrate(settings.model_copy(update={"ledger_url": url}))

    assert "secret" not in str(refusal.value)
