"""A home to be examined."""

from pathlib import Path

import pytest

from activities.ledger import SqlLedger
from runtime.settings import Settings


@pytest.fixture
async def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return the settings of a home with a ledger, beside no configured Temporal."""
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(tmp_path / "temporal.toml"))
    (tmp_path / "temporal.toml").touch()
    settings = Settings(home=tmp_path)
    ledger = SqlLedger(settings.ledger_url)
    await ledger.ready()
    await ledger.close()
    return settings
