"""`ledger`: which ledger this installation has."""

from typing import TYPE_CHECKING

from console.work import DONE, Work

if TYPE_CHECKING:
    from console.screen import Screen


def command() -> Work:
    """Two workers have the same ledger when its id and its epoch are the same."""
    from runtime.settings import load_settings

    settings = load_settings()

    async def work(screen: "Screen") -> int:
        from runtime.ledger import upkeep

        answer = await upkeep.look(settings)
        screen.answer(answer, *(f"{name}: {value}" for name, value in answer))
        return DONE

    return work
