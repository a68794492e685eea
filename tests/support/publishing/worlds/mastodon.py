"""The world of publishers to Mastodon."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from domain.platforms import FieldKind
from tests.support.publishing.networks.mastodon import Mastodon
from tests.support.publishing.worlds.world import Open, World


@asynccontextmanager
async def mastodon(_: Path) -> AsyncGenerator[World]:
    """Yield a server with one account."""
    server = Mastodon()
    async with server.serving() as url:
        yield World(
            server.shown,
            {"url": url, "token_env": "FEDI_TOKEN"},
            {"FEDI_TOKEN": server.token},
            remembers=False,
            fields=[FieldKind.BODY],
            meet=server.troubles.append,
        )


WORLDS: Final[Sequence[Open]] = [mastodon]
