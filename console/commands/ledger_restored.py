"""`ledger restored`: word that the ledger may have forgotten something."""

from typing import TYPE_CHECKING

from console.work import DONE, Work

if TYPE_CHECKING:
    from console.screen import Screen


def command() -> Work:
    """Say it after a restore, or when a copy takes the place of the first, before any worker.

    It raises the ledger's epoch: what was admitted before is looked for on its channel before it
    is sent, and where nobody can look, a person is asked.
    """
    from runtime.settings import load_settings

    settings = load_settings()

    async def work(screen: "Screen") -> int:
        from runtime.ledger import upkeep

        answer = await upkeep.restored(settings)
        screen.answer(
            answer,
            f"{answer.ledger} is in epoch {answer.epoch}: publications that were admitted before "
            "are looked for before anything is sent",
        )
        return DONE

    return work
