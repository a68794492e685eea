"""The world of publishers to Bluesky."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from domain.platforms import FieldKind
from tests.support.publishing.networks.bluesky import HANDLE, Bluesky
from tests.support.publishing.worlds.world import Open, World


@asynccontextmanager
async def bluesky(_: Path) -> AsyncGenerator[World]:
    """Yield a personal data server with one account."""
    server = Bluesky()
    async with server.serving() as url:
        yield World(
            server.shown,
            {"url": url, "handle": HANDLE, "password_env": "APP_PASSWORD"},
            {"APP_PASSWORD": server.password},
            remembers=False,
            fields=[FieldKind.BODY],
            meet=server.troubles.append,
        )


WORLDS: Final[Sequence[Open]] = [bluesky]
