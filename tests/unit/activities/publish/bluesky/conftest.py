"""A server of Bluesky with one account, and a publisher to it."""

from collections.abc import AsyncGenerator

import pytest

from activities.publish.bluesky.publisher import BlueskyPublisher
from tests.support.publishing.networks.accounts import bluesky_of
from tests.support.publishing.networks.bluesky import Bluesky


@pytest.fixture
async def server() -> AsyncGenerator[Bluesky]:
    """Serve an account meanwhile."""
    network = Bluesky()
    async with network.serving():
        yield network


@pytest.fixture
async def publisher(server: Bluesky) -> AsyncGenerator[BlueskyPublisher]:
    """Open the usual publisher."""
    one = bluesky_of(server)
    yield one
    await one.close()
