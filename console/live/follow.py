"""Watching a campaign until it ends."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Final

from rich.live import Live

from console.live.view import Look, changes, picture
from console.screen import Screen

_PAUSE: Final = 0.4
"""Seconds between two looks: each costs a worker two queries."""

_SILENCE: Final = "no worker answers at the moment; the campaign is safe and goes on with one"


async def _nothing(_: Look) -> None:
    return


async def follow(
    look: Callable[[], Awaitable[Look | None]],
    screen: Screen,
    link: str | None,
    at_each: Callable[[Look], Awaitable[None]] = _nothing,
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Look:
    """Show a campaign until it has ended and return the last look at it.

    Args:
        look: Looks at the campaign; `None` while nobody can tell.
        screen: A terminal is drawn anew each time; anything else gets a line for each change.
        link: The run's address in the Web UI.
        at_each: Called with every look but the last.
        pause: Waits between two looks.
    """
    before: Look | None = None
    is_silent = False
    if link is not None and not screen.is_live:
        screen.line(f"Web UI: {link}")
    async with AsyncExitStack() as stack:
        live: Live | None = None
        if screen.is_live:
            live = stack.enter_context(screen.drawing())
        while True:
            now = await look()
            if now is None:
                if not is_silent:
                    screen.say(_SILENCE)
                is_silent = True
                await pause(_PAUSE)
                continue
            is_silent = False
            if live is not None:
                live.update(picture(now, link), refresh=True)
            else:
                for line in changes(before, now):
                    screen.line(line)
            if now.status.finished:
                return now
            await at_each(now)
            before = now
            await pause(_PAUSE)
