"""What Temporal keeps of a tenant: campaigns, slots, schedules and their own runs."""

import asyncio
import time
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.client import WorkflowExecution as ListedRun
from temporalio.service import RPCError, RPCStatusCode

from contracts import CampaignRequest
from runtime.campaigns.start import handle_of, request_of
from runtime.progress import Say
from runtime.temporal.errors import ANSWER_TIMEOUT, UnknownCampaign, translated_errors
from workflows.visibility import TENANT

_OF_SCHEDULES: Final = ' AND TemporalNamespaceDivision = "TemporalScheduler"'
"""Temporal runs each schedule as a workflow of its own, which outlives the schedule with its
request; it is listed only where it is asked for by this."""
_LONGEST: Final = 120.0
"""Seconds for which Temporal may be at a deletion; it looks again every half a minute."""
_LOOK_EVERY: Final = 0.5
_AT_ONCE: Final = 8


class TenantRuns:
    """The runs of one tenant."""

    def __init__(self, client: Client, tenant_id: UUID) -> None:
        self._client = client
        self._of_tenant = f'{TENANT.name}="{tenant_id}"'

    async def open(self) -> Sequence[ListedRun]:
        """Return the campaigns and slots that have not ended; one may be missing for a second."""
        return await self._listed(f'{self._of_tenant} AND ExecutionStatus="Running"')

    async def closed(self) -> Sequence[ListedRun]:
        """Return everything that has ended, the runs of deleted schedules included."""
        listed = [*await self._listed(self._of_tenant), *await self._of_schedules()]
        return [run for run in listed if _has_ended(run)]

    async def _deletable(self) -> Sequence[ListedRun]:
        ended = filter(_has_ended, await self._listed(self._of_tenant))
        return [*ended, *await self._of_schedules()]

    async def _of_schedules(self) -> Sequence[ListedRun]:
        return await self._listed(f"{self._of_tenant}{_OF_SCHEDULES}")

    async def request(self, execution: UUID) -> CampaignRequest | None:
        """Return what an execution was started with; `None` when that is none, or forgotten.

        Raises:
            NotCarriedOut: Temporal refuses, gives no answer, or keeps it under a key that is not
                here.
        """
        try:
            with translated_errors(str(execution)):
                return await request_of(self._client, handle_of(self._client, execution))
        except UnknownCampaign:
            return None

    async def delete(self, say: Say) -> None:
        """Have everything that has ended deleted, and wait until nothing of it is listed, or long.

        Schedules have to be deleted before: their own runs may still be listed as open.
        """
        ordered: set[str] = set()
        until = time.monotonic() + _LONGEST
        while runs := await self._deletable():
            new = [run for run in runs if run.run_id not in ordered]
            for start in range(0, len(new), _AT_ONCE):
                await asyncio.gather(*map(self._order, new[start : start + _AT_ONCE]))
            ordered |= {run.run_id for run in new}
            if new:
                say(f"Temporal is deleting {len(runs):,} runs, which may take it a minute")
            if time.monotonic() > until:
                return  # what is left is counted, and told
            await asyncio.sleep(_LOOK_EVERY)

    async def _order(self, run: ListedRun) -> None:
        which = WorkflowExecution(workflow_id=run.id, run_id=run.run_id)
        order = DeleteWorkflowExecutionRequest(
            namespace=self._client.namespace, workflow_execution=which
        )
        with translated_errors(run.id):
            try:
                await self._client.workflow_service.delete_workflow_execution(
                    order, timeout=ANSWER_TIMEOUT
                )
            except RPCError as error:
                if error.status is not RPCStatusCode.NOT_FOUND:  # deleted by now, and still listed
                    raise

    async def _listed(self, query: str) -> Sequence[ListedRun]:
        with translated_errors("list"):
            return [run async for run in self._client.list_workflows(query)]


def _has_ended(run: ListedRun) -> bool:
    return run.status is not WorkflowExecutionStatus.RUNNING
