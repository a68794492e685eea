"""A time-skipping server and a worker with fakes at its ports, new for every test."""

import sysconfig
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client, WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from contracts import (
    TASK_QUEUE,
    WORKFLOW_TYPE,
    CampaignPayload,
    CampaignRequest,
    CampaignStatus,
    workflow_id,
)
from contracts.base import utc_now
from runtime.converter import data_converter
from runtime.settings import Settings
from activities.stages import Stages
from tests.fakes import FakeLedger, FakePlatform, FakePolicies, FakeStore, FakeStudio, Faults
from worker import build_worker
from workflows.visibility import SEARCH_ATTRIBUTES

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
        self.studio = FakeStudio(self.faults, self.store)
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
            store=self.store,
            radar=self.studio,
            strategy=self.studio,
            content=self.studio,
            auditor=self.studio,
            publisher=self.platform,
            learner=self.studio,
            clock=utc_now,
        )

    async def start(self, request: CampaignRequest) -> "Campaign":
        """Start a campaign as any client does: by the wire names."""
        handle = await self.client.start_workflow(
            WORKFLOW_TYPE,
            request,
            id=workflow_id(request.execution_id),
            task_queue=TASK_QUEUE,
            result_type=CampaignPayload,
        )
        return Campaign(handle)


@dataclass
class Campaign:
    """A campaign that was started."""

    handle: WorkflowHandle[Any, CampaignPayload]

    async def status(self) -> CampaignStatus:
        """Ask where it is."""
        return await self.handle.query("status", result_type=CampaignStatus)

    async def payload(self) -> CampaignPayload:
        """Ask for everything."""
        return await self.handle.query("payload", result_type=CampaignPayload)

    async def order(self, message: str, order: Any) -> CampaignStatus:
        """Send an order as an update."""
        return await self.handle.execute_update(message, order, result_type=CampaignStatus)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """Give a test a world of its own: the server's clock is global, so nothing is shared."""
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(SCRIPTS / "temporal-test-server"),
        data_converter=data_converter,
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
        world = World(env)
        async with build_worker(env.client, world.stages(), Settings()):
            yield world
