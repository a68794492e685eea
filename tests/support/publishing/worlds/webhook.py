"""The worlds of publishers to webhooks: one for each promise."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

from contracts import Reconciliation
from tests.chaos.book import Book
from tests.chaos.faults import Fault, NextCalls
from tests.chaos.platform import SECRET, Platform
from tests.support.publishing.networks.troubles import Trouble
from tests.support.publishing.worlds.world import Open, World

_FAULTS: Final[Mapping[Trouble, Fault]] = {
    Trouble.REFUSED: Fault.REFUSE,
    Trouble.REVOKED: Fault.REFUSE,
    Trouble.BUSY: Fault.BUSY,
    Trouble.MOVED: Fault.REDIRECT,
    Trouble.BROKEN_BEFORE: Fault.ERROR_BEFORE,
    Trouble.CUT_BEFORE: Fault.CUT_BEFORE,
    Trouble.BROKEN_AFTER: Fault.ERROR_AFTER,
    Trouble.CUT_AFTER: Fault.CUT_AFTER,
    Trouble.NONSENSE: Fault.NONSENSE,
    Trouble.NOTHING: Fault.NO_ID,
    Trouble.HUGE: Fault.HUGE_ERROR,
}
"""What the platform of the chaos tests calls them."""


@asynccontextmanager
async def webhook(level: Reconciliation, folder: Path) -> AsyncGenerator[World]:
    """Yield an endpoint that is as honest as its level says."""
    notes = Book(folder / "book")
    planned = NextCalls()
    platform = Platform(notes, planned)
    is_queryable = level is Reconciliation.QUERYABLE
    try:
        async with platform.serving() as url:
            yield World(
                platform.shown,
                {"url": f"{url}/{level}", "reconciliation": level, "secret_env": "POSTS_SECRET"},
                {"POSTS_SECRET": SECRET},
                finds=is_queryable,
                retracts=level is not Reconciliation.NEITHER,
                remembers=level is not Reconciliation.NEITHER,
                meet=lambda trouble: planned.waiting.append(_FAULTS[trouble]),
            )
    finally:
        notes.close()


WORLDS: Final[Sequence[Open]] = [
    partial(webhook, level)
    for level in (Reconciliation.QUERYABLE, Reconciliation.KEYED, Reconciliation.NEITHER)
]
