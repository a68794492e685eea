"""Histories at which a worker once stood still, as chaos runs have left them.

Nobody can make them on purpose: they hang on which worker answered what at which moment.
"""

import json
from pathlib import Path
from typing import Final

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from runtime.temporal.plugin import PhoenixPlugin
from tests.support.workflow_logic import UNDER_BOTH

pytestmark = UNDER_BOTH

FOUND: Final = sorted(Path(__file__).with_name("found").glob("*.json"))


@pytest.fixture(params=FOUND, ids=lambda path: path.stem)
def history(request: pytest.FixtureRequest) -> WorkflowHistory:
    """Give each of them in turn, under the id that its run had."""
    text = request.param.read_text(encoding="utf-8")
    started = json.loads(text)["events"][0]["workflowExecutionStartedEventAttributes"]
    return WorkflowHistory.from_json(started["workflowId"], text)


async def test_what_stopped_a_campaign_once_is_played(history: WorkflowHistory) -> None:
    """A message that was accepted is followed again, whatever a worker had played before it came.

    `accepted_after_a_query`: a worker that had the campaign from a lost one was asked for its
    status, and so played the audit's result before the task that brings it; the approval came with
    that very task. A replay is handed the approval first.
    """
    await Replayer(workflows=[], plugins=[PhoenixPlugin()]).replay_workflow(history)


def test_there_is_something_to_play() -> None:
    """The folder is where it is looked for."""
    assert FOUND
