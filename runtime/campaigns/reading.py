"""Whether what Temporal keeps is read with the keys that are set, and why nobody answers."""

from typing import Final
from uuid import UUID

from temporalio.client import Client
from temporalio.service import RPCError

from contracts import WORKFLOW_TYPE, workflow_id
from runtime.campaigns.start import request_of
from runtime.campaigns.stuck import tried_in_vain
from runtime.refusals import NotCarriedOut, Sealed
from runtime.schedule import calls, looking

_LOOKED_AT: Final = 20
"""Campaigns or schedules whose beginning is read. Of campaigns the youngest ones: they have the
keys of late."""
_OURS: Final = f'WorkflowType="{WORKFLOW_TYPE}" AND ExecutionStatus'

_NOBODY: Final = "no worker answers at the moment; the campaign is safe and goes on with one"


async def why_unread(client: Client) -> str | None:
    """Return why a worker with this client's keys could not go on with what is there.

    That is an open campaign, or a schedule whose slots it would begin. Returns `None` where nothing
    speaks against it, or nobody can tell.
    """
    return await _unread_run(client, "=", "is open") or await _unread_schedule(client)


async def why_past_unread(client: Client) -> str | None:
    """Return why campaigns that have ended cannot be shown with this client's keys."""
    return await _unread_run(client, "!=", "has ended")


async def _unread_run(client: Client, comparison: str, how_it_is: str) -> str | None:
    try:
        found = client.list_workflows(f'{_OURS}{comparison}"Running"', limit=_LOOKED_AT)
        async for run in found:
            try:
                await request_of(client, client.get_workflow_handle(run.id, run_id=run.run_id))
            except Sealed as error:
                return f"{run.id} {how_it_is}, and {error}"
    except RPCError:
        pass  # whoever needs Temporal next is told
    return None


async def _unread_schedule(client: Client) -> str | None:
    try:
        names = await looking.names(client)
    except NotCarriedOut:
        return None  # as above
    for name in names[:_LOOKED_AT]:
        try:
            await calls.described(client, name)
        except Sealed as error:
            return f"schedule {name} has slots to come, and {error}"
        except NotCarriedOut:
            continue  # it has just been deleted
    return None


async def why_silent(client: Client, execution: UUID) -> str:
    """Return why nobody answers for a campaign, as far as Temporal has seen it."""
    tried = await tried_in_vain(client, workflow_id(execution))
    if tried is None:
        return _NOBODY
    return (
        f"no worker can carry the campaign on at the moment, {tried}; the campaign is safe and "
        "goes on with one that can"
    )
