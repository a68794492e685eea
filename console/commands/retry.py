"""`retry`: a failed campaign again, from the stage at which it failed."""

from typing import TYPE_CHECKING, Annotated

import typer

from console.parameters import Campaign
from console.work import InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session


def command(
    campaign: Campaign,
    *,
    wait: Annotated[bool, typer.Option("--wait", help="Stay until it has ended.")] = False,
) -> Work:
    """It is a new execution: what was done stays done, and nothing is published twice.

    The audit and its review are made anew. The same retry typed twice starts one run.
    """

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.campaign import answer_started

        await session.must_be_fit()
        former = await session.campaigns.resolve(campaign)
        started = await session.campaigns.retry(former)
        word = f"started a retry of {former}: {started.name!r}"
        if started.duplicate:
            word = f"the retry of {former} had been started before: {started.name!r} "
            word += "has ended already" if started.finished else "is running"
        screen.say(f"{word}, execution {started.execution_id}")
        if started.duplicate and started.finished:
            screen.say(f"note: if it failed, 'starter.py retry {started.execution_id}' follows it")
        return await answer_started(session, screen, started, wait=wait)

    return work
