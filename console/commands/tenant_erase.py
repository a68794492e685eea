"""`tenant erase`: what is held of a tenant, and its end."""

from typing import TYPE_CHECKING, Annotated

import typer

from console.parameters import Tenant
from console.work import DONE, FAILED, InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(
    tenant: Tenant,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Erase it; nothing brings it back.")] = False,
) -> Work:
    """Without --yes it is only counted. Shut the tenant out first, and let its campaigns end.

    That its executions were stays in the ledger, without a word of theirs: none runs again. What
    is out on channels stays out. Whatever stops it, the same command goes on.
    """

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.tables import erasure as tables

        answer = await session.erase_tenant(tenant, screen.say, erasing=yes)
        screen.answer(answer, tables.erasure(answer))
        return DONE if answer.is_gone or not answer.erased else FAILED

    return work
