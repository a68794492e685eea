"""Phoenix in one object, for the clients, workers, replayers and test servers of Temporal's SDK."""

# ruff: noqa: PLC0415 - a client does without what only workers and replayers need

import os
import socket
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from temporalio import activity
from temporalio.client import Client
from temporalio.converter import DataConverter, PayloadCodec
from temporalio.plugin import SimplePlugin
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
    WorkerConfig,
    WorkflowRunner,
)
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from runtime.temporal.converter import with_contracts

if TYPE_CHECKING:
    from activities.stages import Stages

NAME: Final = "leadboost.phoenix"

FAILURE_TYPES: Final[Sequence[type[BaseException]]] = ()
"""Errors other than `ApplicationError` by which a campaign ends: none. An error that the workflow
has not classified is a mistake of ours: it suspends the run until the code is put right."""

_PASSED_THROUGH: Final = ("activities", "contracts", "domain", "opentelemetry", "runtime")
"""What a workflow's sandbox does not load anew: where a campaign is traced, the present span is
the same inside and outside. `workflows` is not among them: what is passed
through is not guarded, and what `runtime` brings with it cannot be loaded twice at all."""

_HEARTBEATS: Final = timedelta(seconds=1)
"""The SDK would keep heartbeats back for 80 % of their time-out."""


def client_identity(place: str) -> str:
    """Return the name of this process as a client of Temporal's.

    It stands in clear text in every history, whatever a codec does to payloads, so that the name
    of whoever sends a message is a part of the message alone.

    Args:
        place: Where it runs, in the words of whoever runs it.
    """
    return f"phoenix@{place}:{os.getpid()}"


def worker_identity(place: str) -> str:
    """Return the name of this process as a worker, in Temporal and in the ledger.

    Args:
        place: As for `client_identity`.
    """
    return f"phoenix-worker@{place}:{os.getpid()}"


class PhoenixPlugin(SimplePlugin):
    """What a client needs to speak with campaigns, and, given stages, a worker to carry them out.

    Give it to `Client.connect`: workers that are made from the client have it from there. A worker
    needs a task queue and no more; without stages, nothing is added to it. Give it to a `Replayer`
    to replay campaigns' histories, and to a `WorkflowEnvironment` to test against campaigns.

    It goes together with other plugins, and with workflows and activities of one's own.
    """

    def __init__(
        self,
        stages: "Stages | None" = None,
        *,
        codec: PayloadCodec | None = None,
        place: str | None = None,
        has_campaigns: bool = True,
    ) -> None:
        """Take what stands behind the ports.

        Args:
            stages: What carries the campaigns' stages out; they stay the caller's, who closes them.
            codec: What is done to the bytes of every payload on their way, such as encryption.
                All clients and workers of a namespace have the same.
            place: Where a worker runs, as the ledger is to call it; the machine's name by default.
            has_campaigns: Whether workers take campaigns themselves, and not activities alone.
        """
        self._stages = stages
        self._codec = codec
        self._place = place or socket.gethostname()
        super().__init__(
            NAME,
            data_converter=lambda existing: with_contracts(
                existing or DataConverter.default, codec
            ),
            interceptors=[] if stages is None else [_interceptor(stages, self._place)],
            activities=None if stages is None else stages.activities,
            workflows=_with_campaigns if has_campaigns else None,
            workflow_runner=_passing_through,
            workflow_failure_exception_types=FAILURE_TYPES,
        )

    def configure_worker(self, config: WorkerConfig) -> WorkerConfig:
        """See base class."""
        if self._stages is None:
            return config
        config = super().configure_worker(config)
        config["max_heartbeat_throttle_interval"] = _HEARTBEATS
        config["default_heartbeat_throttle_interval"] = _HEARTBEATS
        return config

    def with_stages(
        self, stages: "Stages", place: str | None = None, *, has_campaigns: bool = True
    ) -> "PhoenixPlugin":
        """Return the same plugin for workers that carry campaigns out, or activities alone."""
        return PhoenixPlugin(
            stages, codec=self._codec, place=place or self._place, has_campaigns=has_campaigns
        )


def with_stages(
    client: Client, stages: "Stages", place: str | None = None, *, has_campaigns: bool = True
) -> Client:
    """Return a client of the same connection whose workers carry campaigns out.

    The client itself stays as it is: its own workers do other work.

    Args:
        client: A client with a `PhoenixPlugin`.
        stages: What carries the campaigns' stages out.
        place: Where the workers run; as the plugin says by default.
        has_campaigns: Whether they take campaigns themselves, and not activities alone.

    Raises:
        ValueError: The client was not connected with a `PhoenixPlugin`.
    """
    config = client.config()
    plugins = config["plugins"]
    if not any(isinstance(plugin, PhoenixPlugin) for plugin in plugins):
        raise ValueError("the client must be connected with a PhoenixPlugin")
    config["plugins"] = [
        plugin.with_stages(stages, place, has_campaigns=has_campaigns)
        if isinstance(plugin, PhoenixPlugin)
        else plugin
        for plugin in plugins
    ]
    return Client(**config)


def _with_campaigns(existing: Sequence[type] | None) -> Sequence[type]:
    from workflows.campaign import CampaignWorkflow
    from workflows.slot import SlotWorkflow

    return [*(existing or ()), CampaignWorkflow, SlotWorkflow]


def _passing_through(existing: WorkflowRunner | None) -> WorkflowRunner:
    runner = existing or SandboxedWorkflowRunner()
    if not isinstance(runner, SandboxedWorkflowRunner):
        return runner  # whoever replaced the sandbox answers for it
    return replace(
        runner, restrictions=runner.restrictions.with_passthrough_modules(*_PASSED_THROUGH)
    )


def _interceptor(stages: "Stages", place: str) -> Interceptor:
    from activities.interceptor import StageInterceptor

    kinds = {function.__name__ for function in stages.activities}
    return _OnlyFor(kinds, StageInterceptor(stages.ledger.steps, worker_identity(place)))


class _OnlyFor(Interceptor):
    """Leaves activities alone that are not Phoenix's."""

    def __init__(self, kinds: Collection[str], interceptor: Interceptor) -> None:
        self._kinds = kinds
        self._interceptor = interceptor

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 - the SDK's name
        """See base class."""
        ours = self._interceptor.intercept_activity(next)
        return _Choice(self._kinds, ours, next)


class _Choice(ActivityInboundInterceptor):
    def __init__(
        self,
        kinds: Collection[str],
        ours: ActivityInboundInterceptor,
        next: ActivityInboundInterceptor,  # noqa: A002 - the SDK's name
    ) -> None:
        super().__init__(next)
        self._kinds = kinds
        self._ours = ours

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - the SDK's name
        is_ours = activity.info().activity_type in self._kinds
        return await (self._ours if is_ours else self.next).execute_activity(input)
