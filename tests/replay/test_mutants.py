"""A command that no campaign gave before is noticed wherever it is put."""

from collections import defaultdict
from typing import Final

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner

from runtime.temporal.converter import with_contracts
from tests.replay.mutants import Mutants, load
from tests.replay.recorded import RECORDED, read_history

WITHOUT_A_HISTORY: Final = {
    "campaign.__init__": "what is encrypted fails the task",
    "campaign.run": "what is encrypted fails the task",
    "campaign.payload": "a query gives no commands",
    "campaign.status": "a query gives no commands",
    "campaign._check": "a refused update leaves no history",
    "campaign._check_review": "validators are not run again",
    "campaign._check_pause": "validators are not run again",
    "campaign._check_resume": "validators are not run again",
    "campaign._check_resolution": "validators are not run again",
    "campaign._check_metrics": "validators are not run again",
    "campaign._check_cancel": "validators are not run again",
    "campaign._open": "an update to a run that is refused comes too late",
    "campaign._until_accepted": "what a worker that was lost left behind is in `found`",
    "campaign.is_accepted": "what a worker that was lost left behind is in `found`",
    "run.carry_out": "a mistake of ours is not caught",
    "stages._enter": "a wait that ends and a cancellation do not meet in this SDK",
    "attempts._carry_out": "an activity is never cancelled before it has begun",
    "attempts._pause": "a cancellation ends a wait under the next SDK's rules only",
    "attempts._read": "what is encrypted fails the task, and a marker is of another release",
    "attempts._result_of": "it is asked once in a process",
}
"""Functions with a block that no recorded campaign has been through, and why."""


@pytest.mark.no_cover  # what is replayed is not the code that is measured
async def test_a_command_more_is_noticed_on_every_path() -> None:
    """Whatever a release adds to a campaign without a guard, some recorded campaign rings."""
    mutants = Mutants()
    replayer = Replayer(
        workflows=[load(mutants)],
        workflow_runner=UnsandboxedWorkflowRunner(),
        data_converter=with_contracts(),
    )
    histories = [read_history(path) for path in RECORDED]
    through: dict[int, list[WorkflowHistory]] = defaultdict(list)
    for history in sorted(histories, key=lambda history: len(history.events)):
        mutants.reached.clear()
        await replayer.replay_workflow(history)
        for number in mutants.reached:
            through[number].append(history)

    unnoticed: set[str] = set()
    for number, place in enumerate(mutants.places):
        mutants.active = number
        if not await _is_noticed(replayer, through[number]):
            unnoticed.add(place.partition(":")[0])

    assert len(mutants.places) > 150
    assert unnoticed == set(WITHOUT_A_HISTORY)


async def _is_noticed(replayer: Replayer, histories: list[WorkflowHistory]) -> bool:
    for history in histories:
        result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
        if result.replay_failure is not None:
            return True
    return False
