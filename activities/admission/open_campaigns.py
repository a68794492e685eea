"""How many campaigns Temporal has open: they are open from their start to their end there.

Temporal lists a run a moment after it began and a moment after it ended, so every count is of a
moment ago.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from temporalio import activity
from temporalio.client import Client

from activities.retrying import Pauses, retry
from contracts import ATTRIBUTE_TENANT, WORKFLOW_TYPE, Infrastructure

ARE_OPEN: Final = f'WorkflowType = "{WORKFLOW_TYPE}" AND ExecutionStatus = "Running"'
"""What Temporal is asked for: the campaigns that have not ended."""

_IS_LISTED: Final = Pauses(first=0.02, longest=0.2, within=1.2)
"""While a run that has just begun is not listed yet. Elasticsearch lists what began within the last
second, and the admission, which waits for it, may take three."""


class _NotListed(Exception):
    """A run is not listed yet."""


async def count_open(
    client: Client, tenant_id: UUID, before: datetime | None = None, but: str | None = None
) -> int:
    """Return how many campaigns of a tenant are open.

    Args:
        client: Its namespace is looked at, and nothing else.
        tenant_id: Whose campaigns are counted.
        before: Those that began then or later are left out.
        but: A workflow id that is left out.

    Raises:
        RPCError: Temporal does not answer, or not to this client.
    """
    query = f'{ARE_OPEN} AND {ATTRIBUTE_TENANT} = "{tenant_id}"'
    if before is not None:
        query += f' AND StartTime < "{before.isoformat()}"'
    if but is not None:
        query += f' AND WorkflowId != "{but}"'
    return (await client.count_workflows(query)).count


class OpenInTemporal:
    """Counts the open campaigns with the client of the worker whose activity asks."""

    async def before_own(self, tenant_id: UUID) -> int:
        """Return how many began before the one whose activity asks; see the port.

        It is asked for once that one is listed, since those that began before it are listed then,
        too. Of many that begin at once, the earliest are so let in, and not none of them.
        """
        try:
            own = activity.info().workflow_id
            return await count_open(activity.client(), tenant_id, await _own_start(), own)
        except Exception as error:  # whatever stands in the way: it is waited for
            raise Infrastructure(
                f"Temporal does not say how many campaigns of tenant {tenant_id} are open: {error}"
            ) from error


async def _own_start() -> datetime | None:
    """Return when the run began whose activity asks; `None` if it is not listed in time."""
    info, client = activity.info(), activity.client()
    own = f'WorkflowId = "{info.workflow_id}" AND RunId = "{info.workflow_run_id}"'

    async def listed() -> datetime:
        async for run in client.list_workflows(own, limit=1):
            return run.start_time
        raise _NotListed

    try:
        return await retry(listed, _NotListed, _IS_LISTED)
    except _NotListed:
        return None
