"""`platforms`: what each channel takes."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from console.work import DONE, Work

if TYPE_CHECKING:
    from console.screen import Screen


def command(
    channel: Annotated[
        str | None, typer.Argument(metavar="CHANNEL", help="Only this one's.")
    ] = None,
) -> Work:
    """Each limit is a value, hard or soft, with the way of counting."""
    from runtime.audit.files import limits_of

    answer = limits_of(channel, datetime.now(UTC).date())

    def work(screen: "Screen") -> int:
        from console.tables import platforms as tables

        screen.answer(answer, tables.limits(answer))
        return DONE

    return work
