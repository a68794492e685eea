"""The world of publishers to Discord."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tests.support.publishing.networks.messengers import Discord
from tests.support.publishing.worlds.one_way import one_way
from tests.support.publishing.worlds.world import Open, World


@asynccontextmanager
async def discord(_: Path) -> AsyncGenerator[World]:
    """Yield a channel with a webhook."""
    server = Discord()
    async with server.serving() as url:
        secret = {"DISCORD_URL": f"{url}{server.path}"}
        yield one_way(server, {"url_env": "DISCORD_URL"}, secret)


WORLDS: Final[Sequence[Open]] = [discord]
