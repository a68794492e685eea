"""Campaigns go on under the rules of another SDK than the one under which they began."""

from typing import Final

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from contracts import QualityVerdict, Severity, WaitingFor
from runtime.temporal.plugin import PhoenixPlugin
from tests.support.builders import check, request
from tests.support.workflow_logic import SINGLE_BATCH, WorkflowLogic
from tests.support.worlds.campaigns import open_real_world

OTHER: Final = {
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


@pytest.mark.parametrize("begun", list(WorkflowLogic))
async def test_a_campaign_goes_on_under_the_other_sdk(
    begun: WorkflowLogic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers of two SDKs, before and after an upgrade, see the same in the same history."""
    begun.use(monkeypatch)
    async with open_real_world() as world:
        world.providers.findings = [check(QualityVerdict.WARN, Severity.HIGH)]
        async with world.worker():
            campaign = await world.start(request())
            status = await campaign.waits_for(WaitingFor.REVIEW)
        before = await campaign.history()
        OTHER[begun].use(monkeypatch)

        async with world.worker():
            approval = {"action": "approve", "reviewer": "Ana"}
            await campaign.send("review", approval | {"report_digest": status.report_digest})
            await campaign.waits_for(WaitingFor.METRICS)
        after = await campaign.history()

    assert (SINGLE_BATCH in rules_in(before)) is (begun is WorkflowLogic.NEXT)
    assert SINGLE_BATCH in rules_in(after)
    begun.use(monkeypatch)
    await Replayer(workflows=[], plugins=[PhoenixPlugin()]).replay_workflow(after)
