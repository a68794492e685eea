"""Waiting for something that a worker needs, unless it is told to stop first."""

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

T = TypeVar("T")


class ToldToStop(Exception):
    """A signal came before there was anything to stop."""


async def unless(stop: asyncio.Event, waiting: Coroutine[None, None, T]) -> T:
    """Return what waiting gives.

    Raises:
        ToldToStop: The worker is told to stop first; the waiting is given up.
    """
    attempt = asyncio.ensure_future(waiting)
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait({attempt, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if attempt.done():
        return attempt.result()
    attempt.cancel()
    raise ToldToStop
