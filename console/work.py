"""What a command comes to once everything that was typed has been judged: work to be done."""

from collections.abc import Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session

DONE: Final = 0
FAILED: Final = 1
"""The exit status of a command whose answer is no."""
MISUSED: Final = 2
"""The exit status of a command that could not be carried out as it was typed, or here."""
INTERRUPTED: Final = 130
"""What a shell reports of a command that was left with Ctrl-C."""


class Work(Protocol):
    """What is left to do: a plain function where nothing is waited for."""

    def __call__(self, screen: "Screen", /) -> int | Coroutine[Any, Any, int]:
        """Do it, show what came of it, and return the exit status."""
        ...


class SessionWork(Protocol):
    """What is left to do with a connection to the campaigns."""

    async def __call__(self, session: "Session", screen: "Screen", /) -> int:
        """Do it, show what came of it, and return the exit status."""
        ...


@dataclass(frozen=True)
class InSession:
    """Work that connects to the campaigns first, and starts the embedded server if need be."""

    work: SessionWork

    async def __call__(self, screen: "Screen", /) -> int:
        """Connect, and do it."""
        # --help does without Temporal.
        from runtime.session import open_session  # noqa: PLC0415
        from runtime.temporal.errors import AttributeRefused, UnknownCampaign  # noqa: PLC0415

        session = await open_session(screen.say)
        try:
            return await self.work(session, screen)
        except UnknownCampaign as unknown:
            raise await session.what_became_of(unknown) from unknown
        except AttributeRefused as refused:
            raise await session.what_it_lacks(refused) from refused
