"""Looking after the ledger: which one it is, its migration, its backup, and word of a restore."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from activities.ledger import SqlLedger, upkeep
from contracts import CampaignError
from runtime.embedded.worker import worker_daemon
from runtime.ledger.replies import LedgerAnswer, LedgerBackup, LedgerMigration
from runtime.refusals import WrongUse
from runtime.settings import Settings


async def look(settings: Settings) -> LedgerAnswer:
    """Return which ledger the settings mean, once it has been found fit for use.

    Raises:
        WrongUse: There is none, or it cannot be used as it is.
    """
    with _told():
        ledger = SqlLedger(settings.ledger_url, must_exist=True)
        try:
            identity = await ledger.identity()
        finally:
            await ledger.close()
        return LedgerAnswer(ledger=ledger.name, id=identity.id, epoch=identity.epoch)


async def migrate(settings: Settings) -> LedgerMigration:
    """Bring the ledger's tables to this release's version.

    Raises:
        WrongUse: It cannot be used, or not by this user.
    """
    with _told():
        before, version = await upkeep.migrate(settings.ledger_url)
    known = await look(settings)
    return LedgerMigration(**known.model_dump(), before=before, version=version)


async def back_up(settings: Settings, file: Path) -> LedgerBackup:
    """Copy the ledger into a new file, while it is used.

    Raises:
        WrongUse: It is not in SQLite, there is none, or the file cannot be written.
    """
    known = await look(settings)
    with _told():
        await upkeep.back_up(settings.ledger_url, file)
    return LedgerBackup(**known.model_dump(), file=str(file))


async def restored(settings: Settings) -> LedgerAnswer:
    """Raise the ledger's epoch: it was restored from a backup, or takes another one's place.

    Raises:
        WrongUse: There is none, it is damaged, or a worker uses it.
    """
    if worker_daemon(settings).is_running():
        raise WrongUse(
            "the embedded worker runs, with what the ledger was before; stop it first: "
            "starter.py down"
        )
    with _told():
        await upkeep.restored(settings.ledger_url)
    return await look(settings)


@contextmanager
def _told() -> Generator[None]:
    try:
        yield
    except CampaignError as error:
        raise WrongUse(str(error)) from error
