"""What the examination says of a Temporal that runs."""

from pathlib import Path

import pytest

from runtime.doctor.replies import Finding, Health
from runtime.doctor.temporal import examine_temporal
from runtime.settings import Settings
from runtime.temporal.connection import NotReachable
from tests.support.eventually import eventually
from tests.support.worlds.campaigns import open_real_world


async def examined(settings: Settings) -> dict[str, Finding]:
    """Return what was found, by part."""
    return {finding.part: finding async for finding in examine_temporal(settings)}


async def test_a_server_is_described_with_those_who_work_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engineer sees the server's version, its retention, and whether anybody asks for work."""
    settings = Settings(home=tmp_path)
    async with open_real_world() as world:
        address = world.client.service_client.config.target_host
        monkeypatch.setenv("TEMPORAL_ADDRESS", address)
        alone = await examined(settings)
        async with world.worker():
            worked = await eventually(
                lambda: examined(settings),
                lambda found: all(one.health is not Health.FAULTY for one in found.values()),
            )

    assert "server 1." in alone["temporal"].says
    assert "TEMPORAL_ADDRESS" in alone["temporal"].says
    assert alone["search attributes"].health is Health.WELL
    assert "hours" in alone["namespace"].says
    assert alone["workers for activities"].health is Health.FAULTY
    assert "python worker.py" in str(alone["workers for workflow tasks"].to_do)
    assert "phoenix-worker@" in worked["workers for activities"].says


async def test_a_server_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says where it was looked for, and what to set."""
    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:1")

    with pytest.raises(NotReachable, match=r"127\.0\.0\.1:1"):
        await examined(Settings(home=tmp_path))
