"""Every test has a server and a worker of its own."""

from collections.abc import AsyncIterator

import pytest

from tests.support.worlds.campaigns import World, open_world


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Give a test a world of its own."""
    async with open_world() as world:
        yield world
