"""Watching a campaign until it ends."""

from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from rich.live import Live

from console.live.view import Look, changes, picture
from console.screen import Screen
from contracts import WaitingFor

_TICK: Final = timedelta(seconds=1)
"""After which the times of a live view are drawn anew; that asks nobody."""
_AT_WORK: Final = 2
"""Ticks after which a stage at work is looked at although its campaign has not changed: what its
activities say of themselves may have."""
_AT_REST: Final = 10
"""Ticks after which any other campaign is looked at: a worker may have gone without a word."""


async def _nothing(_: Look) -> None:
    return


async def follow(
    look: Callable[[], Awaitable[Look | None]],
    screen: Screen,
    link: str | None,
    changed: Callable[[float], Awaitable[bool]],
    why_silent: Callable[[], Awaitable[str]],
    at_each: Callable[[Look], Awaitable[None]] = _nothing,
) -> Look:
    """Show a campaign until it has ended and return the last look at it.

    Args:
        look: Looks at the campaign; `None` while nobody can tell.
        screen: A terminal is drawn anew each time; anything else gets a line for each change.
        link: The run's address in the Web UI.
        changed: Waits until the campaign may have changed, for so many seconds at most, and says
            whether.
        why_silent: Says why nobody can tell.
        at_each: Called with every look but the last.
    """
    before: Look | None = None
    said: str | None = None
    with _shown_on(screen, link) as view:
        while True:
            now = await look()
            if now is None:
                why = await why_silent()
                if why != said:
                    screen.say(why)
                said = why
                await changed(_TICK.total_seconds())
                continue
            said = None
            view.show(before, now)
            if now.status.finished:
                return now
            await at_each(now)
            before = now
            await _until_worth_a_look(now, changed, view)


@dataclass(frozen=True)
class _View:
    screen: Screen
    link: str | None
    live: Live | None

    def show(self, before: Look | None, now: Look) -> None:
        """Show what is new in a look."""
        if self.live is None:
            for line in changes(before, now):
                self.screen.line(line)
        else:
            self.live.update(picture(now, self.link), refresh=True)

    def tick(self, now: Look) -> None:
        """Draw the times of a look anew, where they are seen."""
        if self.live is not None:
            self.show(None, now)


@contextmanager
def _shown_on(screen: Screen, link: str | None) -> Generator[_View]:
    if screen.is_live:
        with screen.drawing() as live:
            yield _View(screen, link, live)
        return
    if link is not None:
        screen.line(f"Web UI: {link}")
    yield _View(screen, link, None)


async def _until_worth_a_look(
    now: Look, changed: Callable[[float], Awaitable[bool]], view: _View
) -> None:
    for ticks in range(1, _patience(now) + 1):
        if await changed(_TICK.total_seconds()):
            return
        view.tick(replace(now, at=now.at + ticks * _TICK))


def _patience(now: Look) -> int:
    wait = now.status.wait
    is_at_work = wait is None or wait.on is WaitingFor.STAGE
    return _AT_WORK if is_at_work else _AT_REST
