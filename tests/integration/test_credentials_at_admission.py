"""What a channel says at admission is seen while there is time to mend it."""

from dataclasses import replace
from pathlib import Path

import pytest

from contracts import (
    LogAction,
    PlatformRefused,
    ReviewMode,
    ReviewPolicy,
    WaitingFor,
)
from contracts.base import utc_now
from runtime.files.request import read_request
from runtime.plan.planning import plan_campaign
from runtime.settings import Settings
from runtime.temporal.plugin import PhoenixPlugin
from tests.support.builders import request
from tests.support.fakes.platform import AskedPlatform
from tests.support.publishing.networks.everywhere import write_request
from tests.support.publishing.networks.mastodon import Mastodon
from tests.support.worlds.campaigns import open_idle_world

REVIEWED = ReviewPolicy(mode=ReviewMode.ALWAYS)


async def test_a_campaign_says_at_its_admission_that_a_channel_would_refuse() -> None:
    """Its status names the channel while it waits for its reviewer, and it has not ended."""
    async with open_idle_world(PhoenixPlugin()) as world:
        platform = AskedPlatform(world.faults)
        world.faults.plan("account x", PlatformRefused("It answered 401."))
        async with world.worker(replace(world.stages(), publishers=platform)):
            campaign = await world.start(request("instagram", "x", review=REVIEWED))
            status = await campaign.waits_for(WaitingFor.REVIEW)
            payload = await campaign.payload()

    (note,) = status.channel_notes
    assert note.startswith("x: nothing could be published as things stand.")
    assert not status.finished
    (admitted,) = [each for each in payload.execution_log if each.action == LogAction.ADMITTED]
    assert admitted.metadata["notes"] == [note]


async def test_a_plan_says_that_a_channel_would_refuse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who plans reads it before anything has started, and the secret stands nowhere."""
    settings = Settings(home=tmp_path)
    monkeypatch.setenv("TOKEN", "revoked-token")
    prepared = read_request(write_request(tmp_path / "request.yaml", "en"))
    server = Mastodon()
    async with server.serving() as url:
        settings.channels.write_text(
            f'[channels.mastodon]\npublisher = "mastodon"\nurl = "{url}"\ntoken_env = "TOKEN"\n'
        )
        plan = (await plan_campaign(prepared, settings, utc_now(), lambda _: None)).plan

    (note,) = [each for each in plan.notes if each.startswith("channel ")]
    assert note.startswith("channel mastodon: nothing could be published as things stand.")
    assert "answered 401" in note
    assert "revoked-token" not in plan.model_dump_json()
    assert server.statuses == []
