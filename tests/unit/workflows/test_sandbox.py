"""Workflow code is deterministic, and the sandbox that sees to it costs little."""

import ast
import asyncio
import re
import warnings
from pathlib import Path
from typing import ClassVar

import pytest
from temporalio import workflow
from temporalio.bridge.proto.workflow_activation import WorkflowActivation
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails
from temporalio.worker.workflow_sandbox import (
    SandboxedWorkflowRunner,
    SandboxRestrictions,
)
from temporalio.workflow import SandboxImportNotificationPolicy

import workflows
from tests.support.builders import MOMENT
from tests.support.worlds.probe_workflow import CampaignTimeWorkflow, MachineTimeWorkflow
from workflows.campaign import CampaignWorkflow

FOLDER = Path(str(workflows.__file__)).parent
SANDBOXED = (
    "campaign",
    "run",
    "stages",
    "foresight",
    "publication",
    "steps",
    "attempts",
    "waits",
)
"""Modules that every campaign loads anew; the first is the workflow's own."""

FORBIDDEN_MODULES = {"os", "random", "secrets", "socket", "subprocess", "threading", "time", "uuid"}
FORBIDDEN_CALLS = {"now", "utcnow", "today", "utc_now", "uuid1", "uuid4", "getenv", "open", "input"}
ALLOWED_CALLS = {"workflow.now"}


def tree(module: str) -> ast.Module:
    """Return a workflow module's syntax tree."""
    return ast.parse((FOLDER / f"{module}.py").read_text(encoding="utf-8"))


async def test_a_campaign_loads_only_the_modules_that_are_its_own() -> None:
    """Starting a campaign is cheap: no contract and no library is loaded again for it."""
    policy = SandboxImportNotificationPolicy.WARN_ON_UNINTENTIONAL_PASSTHROUGH
    runner = SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_import_notification_policy(policy)
    )

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        runner.prepare_workflow(workflow._Definition.must_from_class(CampaignWorkflow))

    said = [str(warning.message) for warning in caught]
    reloaded = {name for line in said for name in re.findall(r"Module (\S+) was", line)}
    assert len(said) == len(reloaded)
    assert reloaded == {f"workflows.{module}" for module in SANDBOXED[1:]}


class KeepingRunner(SandboxedWorkflowRunner):
    """The SDK's own runner with its own restrictions; it keeps what it made."""

    made: ClassVar[list[WorkflowInstance]] = []

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """See base class."""
        self.made.append(super().create_instance(det))
        return self.made[-1]


async def begun(kind: type) -> WorkflowActivationCompletion:
    """Return what a workflow of this kind does first, in the default sandbox."""
    definition = workflow._Definition.must_from_class(kind)
    runner = KeepingRunner()
    runner.prepare_workflow(definition)
    activation = WorkflowActivation(run_id="run")
    activation.timestamp.FromDatetime(MOMENT)
    activation.jobs.add().initialize_workflow.workflow_type = str(definition.name)
    return await asyncio.to_thread(runner.made[-1].activate, activation)


async def test_a_workflow_that_reads_the_clock_is_refused() -> None:
    """The guard is on: code that a replay would contradict does not get to run."""
    refused = await begun(MachineTimeWorkflow)

    allowed = await begun(CampaignTimeWorkflow)

    assert "datetime.datetime.now" in refused.failed.failure.message
    assert refused.failed.failure.application_failure_info.type == "RestrictedWorkflowAccessError"
    (command,) = allowed.successful.commands
    assert command.complete_workflow_execution.result.data == b'"2026-03-02T09:00:00+00:00"'


def test_the_guard_stays_on_for_the_campaign() -> None:
    """Nobody has taken the campaign out of the sandbox."""
    definition = workflow._Definition.must_from_class(CampaignWorkflow)

    assert definition.sandboxed
    assert definition.failure_exception_types == []


@pytest.mark.parametrize("module", SANDBOXED)
def test_workflow_code_asks_nothing_that_a_replay_could_answer_differently(module: str) -> None:
    """No clock, no randomness, no environment and no thread of the machine's."""
    nodes = list(ast.walk(tree(module)))

    imported = {
        alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
    called = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}

    assert {name.partition(".")[0] for name in imported} & FORBIDDEN_MODULES == set()
    assert {
        name
        for name in called - ALLOWED_CALLS
        if name.rpartition(".")[2] in FORBIDDEN_CALLS or name.startswith("os.")
    } == set()


@pytest.mark.parametrize("module", SANDBOXED)
def test_workflow_code_walks_through_no_set(module: str) -> None:
    """The order of a set differs between processes, so nothing follows it."""
    walked = [
        node.iter
        for node in ast.walk(tree(module))
        if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension)
    ]

    unordered = [
        ast.unparse(walk)
        for walk in walked
        if isinstance(walk, ast.Set | ast.SetComp)
        or (isinstance(walk, ast.Call) and ast.unparse(walk.func) in {"set", "frozenset"})
    ]

    assert unordered == []
