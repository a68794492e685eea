"""Campaigns begun under older code run on under this code, value for value. No server is needed."""

import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any, get_type_hints

import pytest
from temporalio import workflow
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory
from temporalio.exceptions import ApplicationError
from temporalio.worker import (
    ExecuteWorkflowInput,
    Interceptor,
    Replayer,
    StartActivityInput,
    UnsandboxedWorkflowRunner,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

from activities.publish.activity import PublishActivities
from contracts import WORKFLOW_TYPE, CampaignPayload
from runtime.temporal.converter import with_contracts
from runtime.temporal.plugin import PhoenixPlugin
from tests.replay.recorded import RECORDED, read_history
from tests.replay.scenarios import CONTINUED, SCENARIOS
from tests.support.paths import ROOT
from tests.support.releases.later_release import LaterResult
from tests.support.workflow_logic import UNDER_BOTH
from workflows import attempts
from workflows.campaign import CampaignWorkflow

pytestmark = UNDER_BOTH

CONVERTER = with_contracts()

_FORGED = """
import asyncio, sys
from pathlib import Path
from temporalio.worker import Replayer
from runtime.process_exit import leave
from runtime.temporal.plugin import PhoenixPlugin
from tests.replay.recorded import RECORDED, read_history

(path,) = [path for path in RECORDED if path.stem == "finished"]
history = read_history(path)
for event in history.events:
    for payload in event.activity_task_completed_event_attributes.result.payloads:
        payload.data = payload.data.replace(b"contrast_ratio_check", b"another_check")
replayer = Replayer(workflows=[], plugins=[PhoenixPlugin()])
result = asyncio.run(replayer.replay_workflow(history, raise_on_replay_failure=False))
print(type(result.replay_failure).__name__)
leave(0)
"""


@dataclass
class Seen:
    """What a replayed workflow asked for and answered, as it would travel."""

    orders: list[bytes] = field(default_factory=list)
    outcome: bytes | None = None


class Watching(Interceptor):
    """Writes down what a replayed workflow does."""

    seen = Seen()

    def workflow_interceptor_class(
        self,
        input: WorkflowInterceptorClassInput,  # noqa: A002 - the SDK's name
    ) -> type[WorkflowInboundInterceptor]:
        """See base class."""
        del input
        return _Inbound


class _Inbound(WorkflowInboundInterceptor):
    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        super().init(_Outbound(outbound))

    async def execute_workflow(self, input: ExecuteWorkflowInput) -> Any:  # noqa: A002 - as above
        try:
            result = await super().execute_workflow(input)
        except ApplicationError as error:
            Watching.seen.outcome = _encoded(*error.details)
            raise
        Watching.seen.outcome = _encoded(result)
        return result


class _Outbound(WorkflowOutboundInterceptor):
    def start_activity(
        self,
        input: StartActivityInput,  # noqa: A002 - as above
    ) -> workflow.ActivityHandle[Any]:
        Watching.seen.orders.append(_encoded(*input.args))
        return super().start_activity(input)


def _encoded(*values: Any) -> bytes:
    return b"".join(p.data for p in CONVERTER.payload_converter.to_payloads(values))


def _data(payloads: list[Payload]) -> bytes:
    return b"".join(payload.data for payload in payloads)


def recorded_orders(history: WorkflowHistory) -> list[bytes]:
    """Return the input of every activity that the history holds, in order."""
    return [
        _data(list(event.activity_task_scheduled_event_attributes.input.payloads))
        for event in history.events
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
    ]


def recorded_outcome(history: WorkflowHistory) -> bytes | None:
    """Return the payload with which the history ends, if its end carries one."""
    last = history.events[-1]
    completed = last.workflow_execution_completed_event_attributes.result.payloads
    failure = last.workflow_execution_failed_event_attributes.failure
    details = failure.application_failure_info.details.payloads
    return _data(list(completed)) or _data(list(details)) or None


@pytest.fixture(params=RECORDED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def history(request: pytest.FixtureRequest) -> WorkflowHistory:
    """Give each recorded history in turn."""
    Watching.seen = Seen()
    return read_history(request.param)


def test_every_path_has_a_history() -> None:
    """No path of a campaign is without a recorded history."""
    assert {path.stem for path in RECORDED} == {*SCENARIOS, *CONTINUED}


async def test_a_replayed_campaign_is_the_same_to_the_byte(history: WorkflowHistory) -> None:
    """The commands are the same, and every order and the final payload to the byte."""
    replayer = Replayer(workflows=[], plugins=[PhoenixPlugin()], interceptors=[Watching()])

    await replayer.replay_workflow(history)

    assert Watching.seen.orders == recorded_orders(history)
    if recorded_outcome(history) is not None:
        assert Watching.seen.outcome == recorded_outcome(history)


@workflow.defn(name=WORKFLOW_TYPE, sandboxed=False)
class HastyWorkflow:
    """A campaign that forgets to do anything."""

    @workflow.run
    async def run(self, *_: Any) -> CampaignPayload:
        """End at once."""
        raise ApplicationError("there is nothing to do")


async def test_the_alarm_rings(history: WorkflowHistory) -> None:
    """A workflow that behaves otherwise is caught, so a pass above means something."""
    replayer = Replayer(workflows=[HastyWorkflow], data_converter=CONVERTER)

    with pytest.raises(workflow.NondeterminismError):
        await replayer.replay_workflow(history)


async def test_a_release_that_can_read_goes_the_way_of_one_that_could_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A campaign that met an unreadable result goes on under any release as it began."""

    def readable(method: Any) -> Any:
        is_later = method.__name__ == PublishActivities.publish_channel.__name__
        return LaterResult if is_later else get_type_hints(method)["return"]

    monkeypatch.setattr(attempts, "_result_of", readable)
    replayer = Replayer(
        workflows=[CampaignWorkflow],
        workflow_runner=UnsandboxedWorkflowRunner(),
        data_converter=CONVERTER,
    )

    histories = {path.stem: read_history(path) for path in RECORDED}
    met, never_met = histories["unreadable"], histories["finished"]

    await replayer.replay_workflow(met)
    with pytest.raises(workflow.NondeterminismError):
        await replayer.replay_workflow(never_met)  # this one cannot read what it could then


def test_a_wrong_signature_ends_no_process() -> None:
    """The first report that is not what was signed is refused, and its worker works on."""
    told = subprocess.run(
        [sys.executable, "-c", _FORGED], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines()[-1] == "NondeterminismError"
