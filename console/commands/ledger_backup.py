"""`ledger backup`: a copy of a ledger that is in use."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.work import DONE, Work

if TYPE_CHECKING:
    from console.screen import Screen


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where it goes; a new file.")],
) -> Work:
    """Workers go on meanwhile. The copy is whole or not there, and nothing is replaced.

    A copy says that it is one until 'ledger restored' was said of it.
    """
    from runtime.settings import load_settings

    settings = load_settings()
    target = file.absolute()

    async def work(screen: "Screen") -> int:
        from runtime.ledger import upkeep

        answer = await upkeep.back_up(settings, target)
        screen.answer(answer, f"{answer.ledger} was copied to {answer.file}")
        return DONE

    return work
