"""The world of publishers to Telegram."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tests.support.publishing.networks.messengers import Telegram
from tests.support.publishing.worlds.one_way import one_way
from tests.support.publishing.worlds.world import Open, World


@asynccontextmanager
async def telegram(_: Path) -> AsyncGenerator[World]:
    """Yield a channel in which a bot posts."""
    server = Telegram()
    async with server.serving() as url:
        section = {"url": url, "token_env": "BOT_TOKEN", "chat": server.chat}
        yield one_way(server, section, {"BOT_TOKEN": server.token})


WORLDS: Final[Sequence[Open]] = [telegram]
