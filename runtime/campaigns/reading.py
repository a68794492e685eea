"""Whether open campaigns are read with the keys that are set, and why nobody answers for one."""

from typing import Final

from temporalio.client import Client
from temporalio.service import RPCError

from contracts import WORKFLOW_TYPE
from runtime.campaigns.endings import Handle
from runtime.campaigns.start import request_of
from runtime.payloads.codec import Tampered
from runtime.payloads.keys import KeyUnknown
from runtime.temporal.converter import Encrypted
from runtime.temporal.errors import ANSWER_TIMEOUT

_LOOKED_AT: Final = 20
"""Open campaigns whose beginning is read, the youngest ones: they have the keys of late."""
_OPEN: Final = f'WorkflowType="{WORKFLOW_TYPE}" AND ExecutionStatus="Running"'

_NOBODY: Final = "no worker answers at the moment; the campaign is safe and goes on with one"


async def why_unread(client: Client) -> str | None:
    """Return why a worker with this client's keys could not carry an open campaign on.

    Returns `None` where nothing speaks against it, or nobody can tell.
    """
    try:
        async for run in client.list_workflows(_OPEN, limit=_LOOKED_AT):
            try:
                await request_of(client, client.get_workflow_handle(run.id, run_id=run.run_id))
            except (Encrypted, KeyUnknown, Tampered) as error:
                return f"{run.id} is open, and {error}"
    except RPCError:
        pass  # whoever needs Temporal next is told
    return None


async def why_silent(handle: Handle) -> str:
    """Return why nobody answers for a campaign, as far as Temporal has seen it."""
    try:
        run = await handle.describe(rpc_timeout=ANSWER_TIMEOUT)
    except RPCError:
        return _NOBODY
    attempt = run.raw_description.pending_workflow_task.attempt
    if attempt <= 1:
        return _NOBODY
    return (
        f"no worker can carry the campaign on at the moment, after {attempt} attempts: its log "
        "says why, such as a key that its PHOENIX_PAYLOAD_KEYS does not name; the campaign is safe "
        "and goes on with one that can"
    )
