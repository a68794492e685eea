"""`up`: the embedded server and its worker."""

from typing import TYPE_CHECKING

from console.work import DONE, InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command() -> Work:
    """Every command that needs them does so, too.

    A worker that runs other code, settings, files or secrets is replaced.
    """

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        session.must_be_current()
        from console.cautions import caution

        running = session.running()
        await caution(session, screen)
        screen.answer(running, *(f"{name}: {value}" for name, value in running if value))
        return DONE

    return work
