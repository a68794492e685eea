"""Each network's server is started once."""

from collections.abc import Generator

import pytest

from tests.networks import servers
from tests.support.publishing.worlds.world import World


@pytest.fixture(scope="session")
def bluesky(tmp_path_factory: pytest.TempPathFactory) -> Generator[World]:
    """Yield an account of a personal data server."""
    with servers.bluesky(tmp_path_factory.mktemp("bluesky")) as world:
        yield world


@pytest.fixture(scope="session")
def mastodon(tmp_path_factory: pytest.TempPathFactory) -> Generator[World]:
    """Yield an account of a Mastodon server."""
    with servers.mastodon(tmp_path_factory.mktemp("mastodon")) as world:
        yield world


@pytest.fixture(params=["bluesky", "mastodon"])
def opened(request: pytest.FixtureRequest) -> tuple[str, World]:
    """Return each network's name, and an account on its server."""
    name: str = request.param
    return name, request.getfixturevalue(name)
