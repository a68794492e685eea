"""The campaigns on one Temporal: everything that an operator can ask of them and tell them.

Rule 1: an order that is not carried out raises `Refused` or `WrongUse`, never the SDK's errors.
Rule 2: nothing waits without bound for a worker, but for `result`, which waits for the end.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4

from temporalio.client import Client, WorkflowExecution, WorkflowExecutionStatus

from contracts import (
    MESSAGE_PAUSE,
    MESSAGE_RECORD_METRICS,
    MESSAGE_RESOLVE_PUBLICATION,
    MESSAGE_RESUME,
    MESSAGE_REVIEW,
    QUERY_PAYLOAD,
    QUERY_STATUS,
    WORKFLOW_TYPE,
    CampaignPayload,
    CampaignRequest,
    CampaignState,
    CampaignStatus,
    CancelOrder,
    Contract,
    MetricsRecord,
    PauseOrder,
    PublicationResolution,
    ResumeOrder,
    ReviewDecision,
    execution_id_of,
    workflow_id,
)
from domain.signing import derived_id
from runtime.campaigns import start as starts
from runtime.campaigns.endings import EndedWithoutPayload, Handle, final_payload, status_from
from runtime.campaigns.names import CampaignName
from runtime.refusals import Refused
from runtime.replies import CampaignList, CampaignRow, StartedCampaign
from runtime.temporal.errors import ANSWER_TIMEOUT, HasEnded, NoWorker, order_understood, understood
from workflows.visibility import AWAITING_REVIEW, REASON, STATE, TENANT

MAX_LISTED: Final = 1000

_VISIBLE_AFTER_TRIES: Final = 8
_VISIBLE_AFTER_PAUSE: Final = 0.3

_UPDATES: Final = {
    ReviewDecision: MESSAGE_REVIEW,
    PauseOrder: MESSAGE_PAUSE,
    ResumeOrder: MESSAGE_RESUME,
    PublicationResolution: MESSAGE_RESOLVE_PUBLICATION,
    MetricsRecord: MESSAGE_RECORD_METRICS,
}

Order = (
    ReviewDecision | PauseOrder | ResumeOrder | PublicationResolution | MetricsRecord | CancelOrder
)
"""What can be asked of a running campaign."""

C = TypeVar("C", bound=Contract)


class Campaigns:
    """The operator's side of every campaign in one namespace."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def start(self, request: CampaignRequest, by: str) -> StartedCampaign:
        """Start a campaign, or attach to the run of the same request.

        Raises:
            Refused: The execution id is taken by a different request.
            WrongUse: Temporal does not accept the request as it is.
        """
        return await starts.start(self._client, request, by)

    async def resolve(self, name: CampaignName) -> UUID:
        """Return the execution that a name means.

        Raises:
            Refused: It means none, or several.
        """
        if name.execution is not None:
            return name.execution
        text = name.typed
        query = (
            f'WorkflowType="{WORKFLOW_TYPE}" AND WorkflowId STARTS_WITH "campaign-{name.beginning}"'
        )
        found: list[UUID] = []
        for attempt in range(_VISIBLE_AFTER_TRIES):
            # Temporal lists a run a moment after its start.
            await asyncio.sleep(_VISIBLE_AFTER_PAUSE if attempt else 0)
            with understood(text):
                runs = [run async for run in self._client.list_workflows(query, limit=5)]
            found = sorted({known for run in runs if (known := execution_id_of(run.id))})
            if found:
                break
        if len(found) > 1:
            shown = len(name.beginning) + 4
            some = ", ".join(str(execution)[:shown] for execution in found)
            raise Refused(f"{text!r} begins several executions ({some}, …); give more of it")
        if not found:
            raise Refused(f"no campaign's execution id begins with {text!r}; see 'starter.py list'")
        return found[0]

    async def status(self, execution: UUID) -> CampaignStatus:
        """Return where a campaign is, why, and what it waits for; also when it has ended.

        Raises:
            Refused: There is no such campaign, or nobody can tell.
        """
        handle = self._handle(execution)
        with understood(str(execution)):
            run = await handle.describe(rpc_timeout=ANSWER_TIMEOUT)
        known: CampaignStatus | None = None
        try:
            known = await self._ask(handle, QUERY_STATUS, CampaignStatus)
        except Refused:
            if run.status is WorkflowExecutionStatus.RUNNING:
                raise
        if run.status is WorkflowExecutionStatus.RUNNING or (known is not None and known.finished):
            return known if known is not None else await self._ended(handle, None)
        return await self._ended(handle, known)

    async def _ended(self, handle: Handle, known: CampaignStatus | None) -> CampaignStatus:
        with understood(handle.id):
            try:
                payload = await final_payload(handle)
            except EndedWithoutPayload as error:
                if known is None:
                    raise
                return known.model_copy(
                    update={
                        "state": CampaignState.FAILED,
                        "finished": True,
                        "wait": None,
                        "awaiting_review": False,
                        "terminal_reason": error.reason,
                        "terminal_details": error.details,
                    }
                )
        if payload is not None:
            return status_from(payload)
        if known is None:
            raise NoWorker(f"{handle.id} was cancelled, and no worker is there to tell how far")
        return known.model_copy(update={"finished": True, "cancelled": True, "wait": None})

    async def payload(self, execution: UUID) -> CampaignPayload:
        """Return everything that a campaign has made and met so far."""
        with understood(str(execution)):
            return await self._ask(self._handle(execution), QUERY_PAYLOAD, CampaignPayload)

    async def result(self, execution: UUID) -> CampaignPayload:
        """Wait for the end and return the final payload: finished, failed or cancelled.

        Raises:
            Refused: There is no such campaign, or it ended without one.
        """
        handle = self._handle(execution)
        with understood(str(execution)):
            payload = await final_payload(handle)
            return payload or await self._ask(handle, QUERY_PAYLOAD, CampaignPayload)

    async def list(
        self, state: CampaignState | None = None, tenant: UUID | None = None, limit: int = 50
    ) -> CampaignList:
        """Return the campaigns that Temporal remembers, youngest first."""
        query = f'WorkflowType="{WORKFLOW_TYPE}"'
        if state is not None:
            query += f' AND {STATE.name}="{state.value}"'
        if tenant is not None:
            query += f' AND {TENANT.name}="{tenant}"'
        rows: list[CampaignRow] = []
        with understood("list"):
            async for run in self._client.list_workflows(query, limit=min(limit, MAX_LISTED)):
                execution = execution_id_of(run.id)
                if execution is not None:
                    rows.append(await _row(execution, run))
        return CampaignList(campaigns=rows)

    async def running(self) -> Sequence[UUID]:
        """Return every campaign that has not ended, however many there are.

        A run that began within the last seconds may be left out.
        """
        query = f'WorkflowType="{WORKFLOW_TYPE}" AND ExecutionStatus="Running"'
        with understood("list"):
            ids = [execution_id_of(run.id) async for run in self._client.list_workflows(query)]
        return [execution for execution in ids if execution is not None]

    async def request(self, execution: UUID) -> CampaignRequest:
        """Return what a campaign was started with.

        Raises:
            Refused: There is no such campaign, or what it was started with is no request.
        """
        with understood(str(execution)):
            request = await starts.request_of(self._client, self._handle(execution))
        if request is None:
            raise Refused(f"what campaign {execution} was started with is no request")
        return request

    async def run_id(self, execution: UUID) -> str:
        """Return the id that Temporal gave to the campaign's run."""
        with understood(str(execution)):
            run = await self._handle(execution).describe(rpc_timeout=ANSWER_TIMEOUT)
        return run.run_id

    async def give(self, execution: UUID, order: Order) -> None:
        """Give an order and return when the campaign has taken it.

        A cancellation is taken at once; what is in flight is settled before the campaign ends.

        Raises:
            NotKnown: No answer came in time; giving the same order again does no harm.
            Refused: The campaign refuses it, has ended, or does not exist.
        """
        handle = self._handle(execution)
        if not isinstance(order, CancelOrder):
            with order_understood(str(execution)):
                await handle.execute_update(
                    _UPDATES[type(order)],
                    order,
                    id=update_id(execution, order),
                    rpc_timeout=ANSWER_TIMEOUT,
                )
            return
        with understood(str(execution)):
            run = await handle.describe(rpc_timeout=ANSWER_TIMEOUT)
        if run.status is not WorkflowExecutionStatus.RUNNING:
            raise HasEnded(f"campaign {execution} has ended and takes no orders")
        with order_understood(str(execution)):
            await handle.cancel(reason=order.model_dump_json(), rpc_timeout=ANSWER_TIMEOUT)

    async def report_to_review(self, execution: UUID, beginning: str = "") -> str:
        """Return the digest of the report that a reviewer reads at the moment, or has read.

        Args:
            execution: The campaign.
            beginning: How the digest of the report that was read begins.

        Raises:
            Refused: There is none, or it is not the one that was read.
        """
        known = await self.status(execution)
        if known.report_digest is None:
            # A decision that was taken without an answer is given again, about the same report.
            audited = (await self.payload(execution)).audit_digests if beginning else []
            for digest in reversed(audited):
                if digest.startswith(beginning):
                    return digest
            raise Refused(f"campaign {execution} has no report to review: it is in {known.state}")
        if not known.report_digest.startswith(beginning):
            raise Refused(
                f"the report of campaign {execution} to review is {known.report_digest}, and none "
                f"that begins with {beginning}: read it with 'starter.py status {execution}' and "
                "decide again"
            )
        return known.report_digest

    async def look(self, execution: UUID) -> tuple[CampaignStatus, CampaignPayload] | None:
        """Return status and payload together, or `None` while no worker can tell."""
        try:
            status = await self.status(execution)
            try:
                return status, await self.payload(execution)
            except NoWorker:
                if not status.finished:
                    raise
                return status, await self.result(execution)
        except NoWorker:
            return None

    async def _ask(self, handle: Handle, query: str, answer: type[C]) -> C:
        with understood(handle.id.removeprefix("campaign-")):
            found: C = await handle.query(query, result_type=answer, rpc_timeout=ANSWER_TIMEOUT)
            return found

    def _handle(self, execution: UUID) -> Handle:
        return self._client.get_workflow_handle(workflow_id(execution), result_type=CampaignPayload)


def update_id(execution: UUID, order: Order) -> str:
    """Return the id under which Temporal takes the same order once, however often it is given.

    Pausing and resuming are told apart each time: the same words mean a new order after the other,
    and the campaign itself refuses to be paused twice.
    """
    if isinstance(order, PauseOrder | ResumeOrder):
        return str(uuid4())
    return str(derived_id(execution, order))


async def _row(execution: UUID, run: WorkflowExecution) -> CampaignRow:
    memo = await run.memo()
    known: Any = run.typed_search_attributes
    return CampaignRow(
        execution_id=execution,
        tenant_id=known.get(TENANT),
        name=memo.get(starts.MEMO_NAME),
        state=known.get(STATE),
        status=run.status.name if run.status else "UNKNOWN",
        reason=known.get(REASON),
        awaiting_review=bool(known.get(AWAITING_REVIEW)),
        started=run.start_time,
        ended=run.close_time,
    )
