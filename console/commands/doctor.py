"""`doctor`: what is there, what is wrong, and what to do about it."""

from typing import TYPE_CHECKING

from console.work import DONE, FAILED, Work

if TYPE_CHECKING:
    from console.screen import Screen


def command() -> Work:
    """It starts, writes and sends nothing; its status is 1 when something is faulty."""
    from runtime.settings import load_settings

    settings = load_settings()

    async def work(screen: "Screen") -> int:
        from console.tables import doctor as tables
        from runtime.doctor.examination import diagnose

        screen.say("looks at the server, the memories, the keys and the channels")
        found = await diagnose(settings)
        screen.answer(found, tables.diagnosis(found))
        return DONE if found.is_fit else FAILED

    return work
