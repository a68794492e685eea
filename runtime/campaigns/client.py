"""The campaigns on one Temporal: everything that an operator can ask of them and tell them.

Longer than 250 lines because it has one method for each thing that an operator asks or tells.
Rule 1: what is not carried out raises `Refused` or `WrongUse`, never the SDK's errors.
Rule 2: nothing waits without bound for a worker, but for `result`, which waits for the end.
"""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from temporalio.client import Client, WorkflowExecutionStatus

from contracts import (
    QUERY_PAYLOAD,
    QUERY_STATUS,
    CampaignPayload,
    CampaignRequest,
    CampaignState,
    CampaignStatus,
    Contract,
    execution_id_of,
    retry_id,
)
from contracts.base import utc_now
from runtime.campaigns import limits, listing, reading, retrying, sending
from runtime.campaigns import start as starting
from runtime.campaigns.endings import (
    EndedWithoutPayload,
    Handle,
    Proofs,
    as_it_ended,
    final_payload,
    nothing_proven,
    status_from,
    status_of_cut_off,
)
from runtime.campaigns.listening import Changed, listening
from runtime.campaigns.messages import operator
from runtime.campaigns.names import CampaignName
from runtime.campaigns.pending import with_reports
from runtime.campaigns.replies import CampaignList, StartedCampaign
from runtime.campaigns.sending import Message
from runtime.campaigns.stuck import why_stuck
from runtime.refusals import NotCarriedOut, Refused, Unknown
from runtime.temporal import attributes
from runtime.temporal.errors import ANSWER_TIMEOUT, CannotGoOn, NoWorker, translated_errors

if TYPE_CHECKING:
    from runtime.erasure.runs import TenantRuns
    from runtime.report.replies import TracedActivity
    from runtime.schedule.schedules import Schedules

C = TypeVar("C", bound=Contract)


class Campaigns:
    """The operator's side of every campaign in one namespace."""

    def __init__(
        self,
        client: Client,
        proofs: Proofs = nothing_proven,
        policies: limits.Policies = limits.no_policy,
    ) -> None:
        """Take the connection.

        Args:
            client: It, with `PhoenixPlugin`.
            proofs: Says what was published of a campaign whose run can no longer say it.
            policies: Say how many campaigns a tenant may have open.
        """
        self._client = client
        self._proofs = proofs
        self._policies = policies

    async def start(self, request: CampaignRequest, by: str) -> StartedCampaign:
        """Start a campaign, or attach to the run of the same request.

        Raises:
            Refused: The execution id is taken by a different request.
            WrongUse: Temporal does not accept the request as it is.
        """
        return await starting.start(self._client, request, by)

    async def retry(self, execution: UUID) -> StartedCampaign:
        """Run a failed campaign again from the stage at which it failed; twice is once.

        Raises:
            Unknown: There is no such campaign.
            Refused: Nobody can tell how it ended, or its tenant has as
                many open campaigns as it may.
            WrongUse: It has not failed, or a retry of it is not possible.
        """
        again = await retrying.request_of_retry(self._client, self._handle(execution))
        await self.refuse_beyond_limit(again)
        return await self.start(again, operator())

    async def resolve(self, name: CampaignName) -> UUID:
        """Return the execution that a name means.

        Raises:
            Unknown: It means none, or several.
        """
        return await listing.find(self._client, name)

    async def status(self, execution: UUID) -> CampaignStatus:
        """Return where a campaign is, why, and what it waits for; also when it has ended.

        Raises:
            Unknown: There is no such campaign.
            Refused: Nobody can tell.
        """
        handle = self._handle(execution)
        with translated_errors(str(execution)):
            run = await handle.describe(rpc_timeout=ANSWER_TIMEOUT)
        known: CampaignStatus | None = None
        untold: NotCarriedOut | None = None
        try:
            known = await self._ask(handle, QUERY_STATUS, CampaignStatus)
        except (Refused, Unknown) as error:
            if run.status is WorkflowExecutionStatus.RUNNING:
                raise
            untold = error
        if run.status is WorkflowExecutionStatus.RUNNING and known is not None:
            with translated_errors(str(execution)):
                return await with_reports(self._client, known, run)
        if known is None or not known.finished:
            known = await self._ended(handle, known, untold)
        if known.state is not CampaignState.FAILED:
            return known
        is_retried = await retrying.is_retried(self._client, execution)
        return known.model_copy(update={"retried_as": retry_id(execution) if is_retried else None})

    async def _ended(
        self, handle: Handle, known: CampaignStatus | None, untold: NotCarriedOut | None
    ) -> CampaignStatus:
        with translated_errors(handle.id):
            try:
                payload = await final_payload(handle)
            except EndedWithoutPayload as error:
                request = await starting.request_of(self._client, handle)
                if request is None:
                    raise
                return status_of_cut_off(request, known, error, await self._proofs(request))
        if payload is not None:
            return status_from(payload)
        if known is None:
            why = "no worker is there to tell" if isinstance(untold, NoWorker) else str(untold)
            raise Refused(f"{handle.id} was cancelled, and how far it had come is not known: {why}")
        return known.model_copy(update={"finished": True, "cancelled": True, "wait": None})

    async def payload(self, execution: UUID) -> CampaignPayload:
        """Return everything that a campaign has made and met so far."""
        with translated_errors(str(execution)):
            return await self._ask(self._handle(execution), QUERY_PAYLOAD, CampaignPayload)

    async def result(self, execution: UUID) -> CampaignPayload:
        """Wait for the end and return the final payload: finished, failed or cancelled.

        Raises:
            Unknown: There is no such campaign.
            Refused: It ended without one.
        """
        handle = self._handle(execution)
        with translated_errors(str(execution)):
            payload = await final_payload(handle)
            return payload or await self._ask(handle, QUERY_PAYLOAD, CampaignPayload)

    async def list(
        self, state: CampaignState | None = None, tenant: UUID | None = None, limit: int = 50
    ) -> CampaignList:
        """Return the campaigns that Temporal remembers, youngest first."""
        return await listing.youngest(self._client, state, tenant, limit)

    async def running(self) -> Sequence[UUID]:
        """Return every campaign that has not ended, however many there are.

        A run that began within the last seconds may be left out.
        """
        return await listing.running(self._client)

    @property
    def schedules(self) -> "Schedules":
        """The schedules that start campaigns."""
        from runtime.schedule.schedules import Schedules  # noqa: PLC0415 - few commands ask

        return Schedules(self._client)

    def runs_of(self, tenant_id: UUID) -> "TenantRuns":
        """Return what Temporal keeps of a tenant."""
        from runtime.erasure.runs import TenantRuns  # noqa: PLC0415 - one command asks

        return TenantRuns(self._client, tenant_id)

    async def scheduled(self) -> Sequence[CampaignRequest]:
        """Return what every schedule runs at its slots."""
        return await self.schedules.requests()

    async def refuse_beside(self, request: CampaignRequest) -> None:
        """Refuse a corrected request while its former text is still to be published.

        Raises:
            Refused: A run of the campaign with other content has not published yet.
        """
        known = await listing.to_publish(self._client, request.campaign_id, request.tenant_id)
        others = [execution for execution in known if execution != request.execution_id]
        if others:
            first = others[0]
            raise Refused(
                f"{request.name!r} is to be published already, with other content: execution "
                f"{first}; nothing was started. 'starter.py cancel {first}' ends that one, and "
                "--new-execution starts this one beside it"
            )

    async def refuse_beyond_limit(self, request: CampaignRequest) -> None:
        """Refuse to begin a campaign of a tenant that has as many open ones as it may.

        Raises:
            Refused: It would be one too many, and nothing of it is there yet.
            WrongUse: The tenant's policy cannot be used.
        """
        await limits.refuse_beyond(self._client, request, self._policies)

    async def request(self, execution: UUID) -> CampaignRequest:
        """Return what a campaign was started with.

        Raises:
            Unknown: There is no such campaign.
            Refused: What it was started with is no request.
        """
        with translated_errors(str(execution)):
            request = await starting.request_of(self._client, self._handle(execution))
        if request is None:
            raise Refused(f"what campaign {execution} was started with is no request")
        return request

    async def run_id(self, execution: UUID) -> str:
        """Return the id that Temporal gave to the campaign's run."""
        with translated_errors(str(execution)):
            run = await self._handle(execution).describe(rpc_timeout=ANSWER_TIMEOUT)
        return run.run_id

    async def activities(self, execution: UUID) -> "Sequence[TracedActivity]":
        """Return the activities of the campaign's latest run, as its history tells them."""
        from runtime.report.history import activities_in  # noqa: PLC0415 - few commands look

        with translated_errors(str(execution)):
            history = await self._handle(execution).fetch_history()
            return await activities_in(history.events, self._client.data_converter)

    async def send(self, execution: UUID, message: Message) -> None:
        """Send a message and return when the campaign has taken it.

        A cancellation is taken at once; what is in flight is settled before the campaign ends.

        Raises:
            NotConfirmed: No answer came in time; sending the same message again does no harm.
            Refused: The campaign refuses it, has ended, or does not exist.
            Sealed: The campaign is encrypted under a key that this process does not have.
        """
        handle = self._handle(execution)
        # A message under a key that no worker has would stand in the campaign's way for good.
        with translated_errors(str(execution)):
            await starting.request_of(self._client, handle)
        await sending.send(handle, execution, message)

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
                return status, as_it_ended(await self.payload(execution), status, utc_now())
            except NoWorker:
                if not status.finished:
                    raise
                return status, await self.result(execution)
        except NoWorker:
            return None

    async def why_unread(self) -> str | None:
        """Return why open campaigns or slots cannot be read with the keys that are set, if so."""
        return await reading.why_unread(self._client)

    async def why_attributes_refused(self) -> str | None:
        """Return what is wrong with the namespace's search attributes, if it is known."""
        return await attributes.why_refused(self._client)

    async def why_not_found(self) -> str | None:
        """Return why campaigns that begin now would not be found, if Temporal lets anybody know."""
        return await attributes.why_lacking(self._client)

    async def why_silent(self, execution: UUID) -> str:
        """Return why nobody answers for a campaign, as far as Temporal has seen it."""
        return await reading.why_silent(self._client, execution)

    def listening(self, execution: UUID) -> AbstractAsyncContextManager[Changed]:
        """Listen to a campaign while a block runs: it hears when a look may be worth it."""
        return listening(lambda: self._handle(execution))

    async def _ask(self, handle: Handle, query: str, answer: type[C]) -> C:
        try:
            with translated_errors(handle.id):
                found: C = await handle.query(query, result_type=answer, rpc_timeout=ANSWER_TIMEOUT)
                return found
        except CannotGoOn as error:
            known = execution_id_of(handle.id)
            raise CannotGoOn(str(known), await why_stuck(self._client, handle.id)) from error

    def _handle(self, execution: UUID) -> Handle:
        return starting.handle_of(self._client, execution)
