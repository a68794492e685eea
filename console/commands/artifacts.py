"""The command about stored artefacts that nothing refers to."""

# ruff: noqa: PLC0415 - what is heavy is imported where it is used, so that --help answers at once

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from console.commands.shared import Json

if TYPE_CHECKING:
    from console.screen import Screen


class SweepingSession(Protocol):
    """One command's connection to an installation."""

    async def sweep(
        self, older_than: timedelta, say: Callable[[str], None], *, removing: bool
    ) -> Any:
        """List what nothing refers to, and remove it if that is wanted."""
        ...


Work = Callable[[Any, "Screen"], Coroutine[Any, Any, int]]


class CarryOut(Protocol):
    """Opens a session, does the work with it, and leaves with its exit status."""

    def __call__(self, work: Work, *, as_json: bool) -> None:
        """Do it."""
        ...


def add_to(app: typer.Typer, carry_out: CarryOut) -> None:
    """Register the command."""

    @app.command()
    def artifacts(
        *,
        sweep: Annotated[bool, typer.Option("--sweep", help="Remove them.")] = False,
        older_than: Annotated[
            str, typer.Option(help="Leave alone what is younger: 90m, 12h, 7d, 4w.")
        ] = "7d",
        as_json: Json = False,
    ) -> None:
        """List the stored artefacts that nothing refers to, or remove them."""
        from runtime.sweep.ages import read_age

        limit = read_age(older_than)

        async def work(session: SweepingSession, screen: "Screen") -> int:
            from console.tables import artifacts as artifacts_table

            answer = await session.sweep(limit, screen.say, removing=sweep)
            screen.answer(answer, artifacts_table.swept(answer))
            return 0

        carry_out(work, as_json=as_json)
