"""`down`: the end of the embedded server and its worker."""

from functools import partial
from typing import TYPE_CHECKING

from console.work import DONE, Work

if TYPE_CHECKING:
    from console.screen import Screen


def command() -> Work:
    """The worker first finishes what is in flight."""
    from runtime.settings import load_settings

    settings = load_settings()

    async def work(screen: "Screen") -> int:
        from console.live.progress import announcing
        from runtime.embedded.down import down, waits_for
        from runtime.embedded.replies import Stopped

        said = await announcing(down(settings), partial(waits_for, settings), screen.say)
        screen.answer(Stopped(messages=said), *said)
        return DONE

    return work
