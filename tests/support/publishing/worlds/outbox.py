"""The world of publishers into the outbox."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tests.support.publishing.outbox_orders import box_in, posts_in
from tests.support.publishing.worlds.world import Open, World, tools_in


@asynccontextmanager
async def outbox(folder: Path) -> AsyncGenerator[World]:
    """Yield a folder whose pages are read."""
    root = box_in(tools_in(folder).outbox)
    yield World(
        lambda: [(post / "index.html").read_text("utf-8") for post in posts_in(root)],
        letters=lambda: [
            ("", (post / "post.json").read_text("utf-8"))
            for tenant in root.parent.iterdir()
            for post in posts_in(tenant)
        ],
        meet=None,
    )


WORLDS: Final[Sequence[Open]] = [outbox]
