"""A server of Mastodon with one account, and a publisher to it."""

from collections.abc import AsyncGenerator

import pytest

from activities.publish.mastodon.publisher import MastodonPublisher
from tests.support.publishing.networks.accounts import mastodon_of
from tests.support.publishing.networks.mastodon import Mastodon


@pytest.fixture
async def server() -> AsyncGenerator[Mastodon]:
    """Serve an account meanwhile."""
    network = Mastodon()
    async with network.serving():
        yield network


@pytest.fixture
async def publisher(server: Mastodon) -> AsyncGenerator[MastodonPublisher]:
    """Open the usual publisher."""
    one = mastodon_of(server)
    yield one
    await one.close()
