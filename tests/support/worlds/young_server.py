"""A server that has just begun: it answers before every part of it knows its namespace."""

from temporalio.client import Client
from temporalio.service import RPCError

from tests.support.eventually import eventually


async def knows_namespace(client: Client) -> bool:
    """Tell whether what begins a run would be let in, by the way that it takes."""
    try:
        await client.get_workflow_handle("nobody").describe()
    except RPCError as error:
        return "amespace" not in error.message
    return True


async def grown_up(client: Client) -> None:
    """Return when the server's namespace is known to all of it."""
    await eventually(lambda: knows_namespace(client), bool)
