"""A server that has just begun: it answers before every part of it knows its namespace."""

from typing import Any, Final

from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment

from tests.support.eventually import eventually

_TRIES: Final = 5
"""Starts of a server, for each of which the SDK waits five seconds: too few on a busy machine."""


async def young_server(**arguments: Any) -> WorkflowEnvironment:
    """Start a development server, and return when its namespace is known to all of it.

    Args:
        arguments: As for the SDK's `WorkflowEnvironment.start_local`.

    Raises:
        RuntimeError: It does not start.
    """
    env = await _started(arguments)
    await eventually(lambda: knows_namespace(env.client), bool)
    return env


async def _started(arguments: dict[str, Any]) -> WorkflowEnvironment:
    for _ in range(_TRIES - 1):
        try:
            return await WorkflowEnvironment.start_local(**arguments)
        except RuntimeError as error:
            if "did not start within" not in str(error):
                raise
    return await WorkflowEnvironment.start_local(**arguments)


async def knows_namespace(client: Client) -> bool:
    """Tell whether what begins a run would be let in, by the way that it takes."""
    try:
        await client.get_workflow_handle("nobody").describe()
    except RPCError as error:
        return "amespace" not in error.message
    return True
