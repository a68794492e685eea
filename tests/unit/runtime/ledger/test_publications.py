"""What an operator learns of the ledger about a campaign that cannot say it itself."""

from pathlib import Path

import pytest

from activities.ledger import SqlLedger
from runtime.ledger.publications import proven
from runtime.settings import Settings
from tests.support.builders import request


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "temporal.toml").write_text("")
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(tmp_path / "temporal.toml"))
    monkeypatch.delenv("TEMPORAL_ADDRESS", raising=False)


async def test_what_the_ledger_knows_is_said(tmp_path: Path) -> None:
    """An execution that it let in, and of which it has no call, has sent nothing."""
    settings, said = Settings(home=tmp_path), list[str]()
    ledger = SqlLedger(settings.ledger_url)
    before = await proven(settings, said.append, request())
    await ledger.executions.open(request(), "a" * 64)
    await ledger.close()

    assert before is None
    assert await proven(settings, said.append, request()) == ()
    assert said == []


async def test_a_ledger_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    """The operator learns why nobody can tell what was published."""
    settings, said = Settings(home=tmp_path), list[str]()
    (tmp_path / "ledger.db").write_text("this is no database, and was never one")

    assert await proven(settings, said.append, request()) is None
    assert said[0].startswith("the ledger could not be asked what was published: The ledger ")
