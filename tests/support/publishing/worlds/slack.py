"""The world of publishers to Slack."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tests.support.publishing.networks.messengers import Slack
from tests.support.publishing.worlds.one_way import one_way
from tests.support.publishing.worlds.world import Open, World


@asynccontextmanager
async def slack(_: Path) -> AsyncGenerator[World]:
    """Yield a channel with a webhook, and a place for pictures."""
    server = Slack()
    async with server.serving() as url:
        section = {"url_env": "SLACK_URL", "pictures_url": "https://pictures.example/a"}
        yield one_way(server, section, {"SLACK_URL": f"{url}{server.path}"})


WORLDS: Final[Sequence[Open]] = [slack]
