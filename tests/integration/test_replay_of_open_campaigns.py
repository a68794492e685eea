"""The histories of campaigns that run are played under this code, and nothing happens to them."""

from pathlib import Path

import pytest

from contracts import WaitingFor
from runtime.replay.replaying import replay_open
from runtime.settings import Settings
from tests.support.builders import request
from tests.support.eventually import eventually
from tests.support.worlds.campaigns import open_real_world


async def test_open_campaigns_are_played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before workers are replaced, an engineer learns whether a campaign would hang."""
    settings, said = Settings(home=tmp_path), list[str]()
    async with open_real_world() as world, world.worker():
        address = world.client.service_client.config.target_host
        monkeypatch.setenv("TEMPORAL_ADDRESS", address)
        campaign = await world.start(request("x"))
        await campaign.waits_for(WaitingFor.METRICS)
        before = len((await campaign.history()).events)

        report = await eventually(
            lambda: replay_open(settings, said.append), lambda report: bool(report.histories)
        )

        assert report.is_safe
        assert [one.source for one in report.histories] == [campaign.handle.id]
        assert len((await campaign.history()).events) == before
