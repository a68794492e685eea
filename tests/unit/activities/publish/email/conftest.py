"""A mail server, and a list for it."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.support.publishing.networks.mail import Mail
from tests.support.publishing.networks.mailing import Mailing


@pytest.fixture
async def mailing(tmp_path: Path) -> AsyncGenerator[Mailing]:
    """Serve a mailbox meanwhile."""
    server = Mail()
    async with server.serving():
        yield Mailing(server, tmp_path)
