"""A time-skipping server and a worker with fakes at its ports."""

import json
import sysconfig
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from temporalio.api.enums.v1 import EventType, IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import (
    Client,
    WorkflowFailureError,
    WorkflowHandle,
    WorkflowHistory,
    WorkflowUpdateFailedError,
)
from temporalio.common import SearchAttributeKey
from temporalio.exceptions import ApplicationError, CancelledError
from temporalio.runtime import Runtime
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.compute import ThreadCompute
from activities.stages import Stages
from contracts import (
    TASK_QUEUE,
    WORKFLOW_TYPE,
    CampaignPayload,
    CampaignRequest,
    CampaignStatus,
    WaitingFor,
    workflow_id,
)
from contracts.base import utc_now
from runtime.settings import Settings
from runtime.temporal.plugin import PhoenixPlugin
from runtime.temporal.worker import build_worker
from tests.support.builders import TENANT
from tests.support.eventually import eventually
from tests.support.fakes import FakePolicies, FakeStore, FakeStores
from tests.support.fakes.faults import Faults
from tests.support.fakes.ledger import FakeLedger
from tests.support.fakes.platform import FakePlatform
from tests.support.fakes.providers import FakeProviders
from tests.support.worlds.young_server import young_server
from workflows.visibility import SEARCH_ATTRIBUTES

T = TypeVar("T")

SCRIPTS = Path(sysconfig.get_path("scripts"))


@dataclass
class World:
    """A server with a worker, and the fakes behind it."""

    env: WorkflowEnvironment
    faults: Faults = field(default_factory=Faults)
    store: FakeStore = field(default_factory=FakeStore)
    policies: FakePolicies = field(default_factory=FakePolicies)

    def __post_init__(self) -> None:
        self.ledger = FakeLedger(self.faults)
        self.stores = FakeStores({TENANT: self.store})
        self.providers = FakeProviders(self.faults, self.stores)
        self.platform = FakePlatform(self.faults)

    @property
    def client(self) -> Client:
        """The client of the server."""
        return self.env.client

    def stages(self) -> Stages:
        """Return the fakes as a worker takes them."""
        return Stages(
            ledger=self.ledger,
            policies=self.policies,
            stores=self.stores,
            radar=self.providers,
            strategy=self.providers,
            content=self.providers,
            auditor=self.providers,
            publishers=self.platform,
            learner=self.providers,
            clock=utc_now,
            compute=ThreadCompute(),
        )

    def worker(self, stages: Stages | None = None, queue: str = TASK_QUEUE) -> Worker:
        """Return a worker with the fakes at its ports, or with other stages."""
        settings = Settings(graceful_shutdown_seconds=0.1)
        return build_worker(self.env.client, stages or self.stages(), settings, queue)

    async def start(
        self,
        request: CampaignRequest,
        *,
        task_timeout: timedelta | None = None,
        queue: str = TASK_QUEUE,
    ) -> "Campaign":
        """Start a campaign as any client does: by the wire names."""
        handle = await self.client.start_workflow(
            WORKFLOW_TYPE,
            request,
            id=workflow_id(request.execution_id),
            task_queue=queue,
            result_type=CampaignPayload,
            task_timeout=task_timeout,
        )
        return Campaign(handle)


@dataclass
class Campaign:
    """A campaign that was started."""

    handle: WorkflowHandle[Any, CampaignPayload]

    async def status(self) -> CampaignStatus:
        """Ask where it is."""
        status: CampaignStatus = await self.handle.query("status", result_type=CampaignStatus)
        return status

    async def payload(self) -> CampaignPayload:
        """Ask for everything."""
        payload: CampaignPayload = await self.handle.query("payload", result_type=CampaignPayload)
        return payload

    async def send(self, name: str, message: Any) -> CampaignStatus:
        """Send a message as an update."""
        status: CampaignStatus = await self.handle.execute_update(
            name, message, result_type=CampaignStatus
        )
        return status

    async def refusal(self, name: str, message: Any) -> str:
        """Send a message that is refused, and return why."""
        with pytest.raises(WorkflowUpdateFailedError) as caught:
            await self.send(name, message)
        assert isinstance(caught.value.cause, ApplicationError)
        return caught.value.cause.message

    async def until(self, holds: Callable[[CampaignStatus], bool]) -> CampaignStatus:
        """Ask for the status until a condition holds, for a minute at most."""
        return await eventually(self.status, holds)

    async def waits_for(self, waiting: WaitingFor) -> CampaignStatus:
        """Return the status once the campaign waits for this."""
        return await self.until(
            lambda status: status.wait is not None and status.wait.on is waiting
        )

    async def has_event(self, event_type: EventType.ValueType) -> None:
        """Wait until the history holds an event of this type, for a minute at most."""
        await eventually(
            self.history,
            lambda history: event_type in [event.event_type for event in history.events],
        )

    async def history(self) -> WorkflowHistory:
        """Return the history as it stands."""
        return await self.handle.fetch_history()

    async def failure(self) -> ApplicationError:
        """Wait for the end, which has to be a failure, and return its error."""
        with pytest.raises(WorkflowFailureError) as caught:
            await self.handle.result()
        assert isinstance(caught.value.cause, ApplicationError), caught.value.cause
        return caught.value.cause

    async def failed_payload(self) -> CampaignPayload:
        """Wait for a failure and return the final payload that its error carries."""
        error = await self.failure()
        payload = CampaignPayload.model_validate_json(json.dumps(error.details[0]))
        assert payload.terminal_reason is not None
        assert error.type == payload.terminal_reason.value
        return payload

    async def cancelled_payload(self) -> CampaignPayload:
        """Wait for the end, which has to be a cancellation, and return the final payload."""
        with pytest.raises(WorkflowFailureError) as caught:
            await self.handle.result()
        assert isinstance(caught.value.cause, CancelledError), caught.value.cause
        return await self.payload()


@asynccontextmanager
async def open_world() -> AsyncGenerator[World]:
    """Open a world of one's own: the server's clock is global, so nothing is shared."""
    async with open_idle_world(PhoenixPlugin()) as world, world.worker():
        yield world
        world.faults.release_all()


@asynccontextmanager
async def open_idle_world(
    plugin: PhoenixPlugin, runtime: Runtime | None = None
) -> AsyncGenerator[World]:
    """Open a world whose client has this plugin, and this runtime of the SDK, without a worker."""
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(SCRIPTS / "temporal-test-server"),
        plugins=[plugin],
        runtime=runtime,
    ) as env:
        await env.client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(
                namespace=env.client.namespace,
                search_attributes={
                    key.name: IndexedValueType.ValueType(key.indexed_value_type)
                    for key in SEARCH_ATTRIBUTES
                },
            )
        )
        yield World(env)


@asynccontextmanager
async def open_real_world(
    *dynamic_config: str,
    runtime: Runtime | None = None,
    database: Path | None = None,
    keys: Sequence[SearchAttributeKey[Any]] = SEARCH_ATTRIBUTES,
) -> AsyncGenerator[World]:
    """Open a world on the real server, where time passes, and without a worker.

    Args:
        dynamic_config: What the server is told, as `key=value`.
        runtime: The SDK's runtime of its client.
        database: The file in which the server keeps everything; none keeps it in memory.
        keys: The search attributes that it has.
    """
    async with await young_server(
        dev_server_existing_path=str(SCRIPTS / "temporal"),
        dev_server_log_level="error",
        dev_server_database_filename=None if database is None else str(database),
        dev_server_extra_args=[
            flag for value in dynamic_config for flag in ("--dynamic-config-value", value)
        ],
        search_attributes=keys,
        plugins=[PhoenixPlugin()],
        runtime=runtime,
    ) as env:
        yield World(env)
