"""Campaigns go on under the rules of another SDK than the one under which they began."""

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from contracts import CampaignState, LogAction, WaitingFor, workflow_id
from runtime.temporal.plugin import PhoenixPlugin
from tests.support.builders import request
from tests.support.workflow_logic import SINGLE_BATCH, UNDER_BOTH, WorkflowLogic
from tests.support.worlds.campaigns import open_idle_world

SWAPPED = {
    WorkflowLogic.PRESENT: WorkflowLogic.NEXT,
    WorkflowLogic.NEXT: WorkflowLogic.PRESENT,
}


def rules_in(history: WorkflowHistory) -> set[int]:
    """Return the rules that the tasks of a history say they have gone by."""
    return {
        flag
        for event in history.events
        for flag in event.workflow_task_completed_event_attributes.sdk_metadata.lang_used_flags
    }


@pytest.mark.parametrize("logic", list(WorkflowLogic))
async def test_a_resumption_and_a_cancellation_that_come_together_start_no_stage(
    logic: WorkflowLogic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever is looked at first, nothing is sent, and the other SDK's workers see the same."""
    logic.use(monkeypatch)
    async with open_idle_world(PhoenixPlugin()) as world:
        async with world.worker():
            release = world.faults.hold("scan")
            campaign = await world.start(request())
            await world.faults.called("scan")
            await campaign.send("pause", {"by": "Ana"})
            release.set()
            await campaign.waits_for(WaitingFor.RESUME)
        await campaign.handle.signal("resume", {"by": "Ana"})
        await campaign.handle.cancel()  # while nobody works, so that one task brings both

        async with world.worker():
            payload = await campaign.cancelled_payload()
            assert payload.current_state is CampaignState.RADAR_SCAN
        history = await campaign.history()

    assert (SINGLE_BATCH in rules_in(history)) is (logic is WorkflowLogic.NEXT)
    assert not [call for call in world.faults.calls if call.startswith("publish")]
    SWAPPED[logic].use(monkeypatch)
    replayer = Replayer(workflows=[], plugins=[PhoenixPlugin()])
    await replayer.replay_workflow(history)
