"""`ledger migrate`: the ledger's tables, in this release's version."""

from typing import TYPE_CHECKING

from console.work import DONE, Work

if TYPE_CHECKING:
    from console.screen import Screen


def command() -> Work:
    """PostgreSQL needs it once per release, before its workers; SQLite does it by itself.

    Workers of the release before go on. Afterwards a user who may only read and write rows can
    run a worker.
    """
    from runtime.settings import load_settings

    settings = load_settings()

    async def work(screen: "Screen") -> int:
        from runtime.ledger import upkeep

        answer = await upkeep.migrate(settings)
        told = f"version {answer.version}, as it was"
        if answer.before != answer.version:
            told = f"version {answer.version}, before it was {answer.before or 'without tables'}"
        screen.answer(answer, f"{answer.ledger}: {told}")
        return DONE

    return work
