"""A campaign that no worker can carry on is told as such, wherever campaigns are looked at."""

import re
from pathlib import Path

import pytest
from temporalio.client import Client

from console.tables import campaign as tables
from contracts import WaitingFor
from contracts.names import MESSAGE_CANCEL
from runtime.campaigns import stuck
from runtime.campaigns.client import Campaigns
from runtime.campaigns.messages import cancel
from runtime.campaigns.replies import CampaignRow
from runtime.doctor.replies import Health
from runtime.doctor.temporal import examine_temporal
from runtime.payloads.codec import EncryptionCodec
from runtime.payloads.keys import KeyFile
from runtime.replay.replaying import replay_open
from runtime.settings import Settings
from runtime.temporal.errors import CannotGoOn
from runtime.temporal.plugin import PhoenixPlugin
from tests.support.builders import request
from tests.support.campaigns.shown import shown
from tests.support.eventually import eventually
from tests.support.findings import every
from tests.support.payload_keys import write_keys
from tests.support.worlds.campaigns import open_real_world

SOON = "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute=2"
"""Lets Temporal itself report problems after ten seconds, and not after a minute."""


async def test_a_campaign_that_no_worker_can_carry_on_is_told_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """By `list`, with the reason by `doctor`, `status` and `replay --open`, which calls it unsafe.

    Somebody has sent it a message under a key that its workers do not have. Beyond those that are
    asked one by one, what Temporal itself reports counts.
    """
    settings = Settings(home=tmp_path)
    keys = KeyFile(write_keys(tmp_path / "keys.toml", "new"))
    async with open_real_world(SOON) as world:
        async with world.worker():
            address = world.client.service_client.config.target_host
            monkeypatch.setenv("TEMPORAL_ADDRESS", address)
            campaign = await world.start(request("x"))
            await campaign.waits_for(WaitingFor.METRICS)
            before = (await every(examine_temporal(settings)))["stuck campaigns"]
            sealed = await Client.connect(
                address, plugins=[PhoenixPlugin(codec=EncryptionCodec(keys))]
            )
            handle = sealed.get_workflow_handle(campaign.handle.id)
            await handle.signal(MESSAGE_CANCEL, cancel("wrong price", retract=False))
            (row,) = await eventually(
                lambda: rows_of(world.client), lambda rows: any(row.stuck for row in rows)
            )
            with pytest.raises(CannotGoOn) as told:
                await Campaigns(world.client).status(row.execution_id)
            after = (await every(examine_temporal(settings)))["stuck campaigns"]
            with monkeypatch.context() as patch:
                patch.setattr(stuck, "MOST_ASKED", 0)
                listed = await eventually(
                    lambda: rows_of(world.client), lambda rows: any(row.stuck for row in rows)
                )
            reported = await stuck.reported(world.client)
        caplog.clear()  # the worker itself had to warn
        replayed = await replay_open(settings, lambda _: None)
        logged = [each for each in caplog.records if each.name.startswith("temporalio")]
        await campaign.handle.terminate()

    assert (before.health, before.says) == (Health.WELL, "none, of all that are open (1)")
    assert after.health is Health.FAULTY
    in_vain = rf"no worker can carry on {campaign.handle.id} \([2-9] attempts in vain: "
    assert re.search(in_vain, after.says)
    assert "it is encrypted, and this worker has no codec" in after.says
    assert f"no worker can carry campaign {row.execution_id} on at the moment: " in str(told.value)
    assert "it is encrypted, and this worker has no codec; the campaign" in str(told.value)
    assert "· stuck" in shown(tables.campaigns([row]))
    assert [each.execution_id for each in listed] == [row.execution_id]
    assert reported == [campaign.handle.id]
    assert not replayed.is_safe
    (told_of,) = replayed.histories
    assert re.search("it is stuck: workers have tried in vain [2-9] times", str(told_of.why_not))
    assert not [each for each in logged if each.exc_info]


async def rows_of(client: Client) -> list[CampaignRow]:
    """Return what `list` shows."""
    return (await Campaigns(client).list()).campaigns
