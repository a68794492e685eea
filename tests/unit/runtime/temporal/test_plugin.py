"""One plugin brings what campaigns need, and leaves in place what others have brought."""

from collections.abc import Sequence
from typing import Any, cast

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import (
    DataConverter,
    DefaultFailureConverter,
    DefaultFailureConverterWithEncodedAttributes,
    PayloadCodec,
)
from temporalio.worker import UnsandboxedWorkflowRunner, WorkerConfig
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from runtime.temporal.converter import ContractPayloadConverter, with_contracts
from runtime.temporal.plugin import PhoenixPlugin, with_stages
from tests.support.faults import Faults
from tests.support.world import World


class Plain(PayloadCodec):
    """A codec that changes nothing."""

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """See base class."""
        return list(payloads)

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """See base class."""
        return list(payloads)


async def client(**settings: Any) -> Client:
    """Return a client that does not connect before it is used."""
    return await Client.connect("127.0.0.1:1", lazy=True, **settings)


async def test_a_client_with_the_plugin_speaks_in_contracts() -> None:
    """Nobody has to know of the converter, or can forget it."""
    connected = await client(plugins=[PhoenixPlugin()])

    assert connected.data_converter.payload_converter_class is ContractPayloadConverter
    assert connected.data_converter.payload_codec is None


async def test_somebody_elses_codec_stays() -> None:
    """An installation that encrypts its payloads goes on to do so."""
    codec = Plain()
    converter = DataConverter(payload_codec=codec)

    connected = await client(plugins=[PhoenixPlugin()], data_converter=converter)

    assert connected.data_converter.payload_codec is codec
    assert connected.data_converter.payload_converter_class is ContractPayloadConverter


async def test_errors_travel_as_payloads_where_there_is_a_codec() -> None:
    """What an error quotes of a campaign is hidden with it; another's way with errors stays."""

    class Own(DefaultFailureConverter):
        pass

    plain = await client(plugins=[PhoenixPlugin()])
    hidden = await client(plugins=[PhoenixPlugin(codec=Plain())])
    own = DataConverter(payload_codec=Plain(), failure_converter_class=Own)
    theirs = await client(plugins=[PhoenixPlugin()], data_converter=own)

    assert [one.data_converter.failure_converter_class for one in (plain, hidden, theirs)] == [
        DefaultFailureConverter,
        DefaultFailureConverterWithEncodedAttributes,
        Own,
    ]


async def test_a_codec_is_kept_for_those_who_carry_campaigns_out() -> None:
    """Workers read what clients of the same installation have written."""
    codec = Plain()
    connected = await client(plugins=[PhoenixPlugin(codec=codec)])

    working = with_stages(connected, _stages())

    assert working.data_converter.payload_codec is codec
    assert working.service_client is connected.service_client


async def test_stages_are_given_to_a_client_that_speaks_in_contracts() -> None:
    """A client without the plugin could not read what its workers are sent."""
    foreign = await client(data_converter=pydantic_data_converter)

    with pytest.raises(ValueError, match="connected with a PhoenixPlugin"):
        with_stages(foreign, _stages())


def test_without_stages_a_worker_is_left_as_it_is() -> None:
    """A process that only talks to campaigns does not begin to carry them out."""
    config = cast("WorkerConfig", {"workflows": [], "activities": []})

    assert PhoenixPlugin().configure_worker(config) == {"workflows": [], "activities": []}


def test_the_sandbox_stays_on_and_loads_no_type_anew() -> None:
    """Contracts are cheap to use in a workflow, and workflows are still guarded."""
    runner = _runner_of(SandboxedWorkflowRunner())

    assert isinstance(runner, SandboxedWorkflowRunner)
    passed = runner.restrictions.passthrough_modules
    assert {"contracts", "domain", "temporalio"} <= passed
    assert "workflows" not in passed
    assert not runner.restrictions.passthrough_all_modules


def test_another_way_to_run_workflows_is_respected() -> None:
    """Whoever runs workflows without the sandbox has decided that."""
    runner = UnsandboxedWorkflowRunner()

    assert _runner_of(runner) is runner
    assert isinstance(_runner_of(None), SandboxedWorkflowRunner)


def test_the_converter_can_be_had_alone() -> None:
    """Tools that only read payloads need no plugin."""
    assert with_contracts().payload_converter_class is ContractPayloadConverter


def _runner_of(existing: Any) -> Any:
    wanted: Any = PhoenixPlugin().workflow_runner
    return wanted(existing)


def _stages() -> Any:
    return World(cast("Any", None), Faults()).stages()
