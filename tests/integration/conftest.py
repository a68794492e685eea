"""Every test has a server and a worker of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.worlds.campaigns import World, open_world
from tests.support.worlds.installation import Installation, open_installation


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Give a test a world of its own."""
    async with open_world() as world:
        yield world


@pytest.fixture
async def installation(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> AsyncIterator[Installation]:
    """Give a test an installation of its own."""
    async with open_installation(tmp_path, capsys, monkeypatch) as installation:
        await installation.take_up_store()
        yield installation
