"""What tests of an installation are given."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.worlds.memories import Memories


@pytest.fixture
async def memories(tmp_path: Path) -> AsyncIterator[Memories]:
    """Give a test ledgers and stores of its own."""
    made = Memories(tmp_path)
    yield made
    for ledger in made.opened:
        await ledger.close()
