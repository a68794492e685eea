"""The campaign workflow: what callers see of it. What happens in it is in `run.py`.

Longer than 250 lines because the SDK wants a method for each way in: an update, its
validator and a signal.
"""

from collections.abc import Sequence
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from rfc8785 import CanonicalizationError

    from contracts import (
        MESSAGE_CANCEL,
        MESSAGE_PAUSE,
        MESSAGE_RECORD_METRICS,
        MESSAGE_RESOLVE_PUBLICATION,
        MESSAGE_RESUME,
        MESSAGE_REVIEW,
        QUERY_PAYLOAD,
        QUERY_STATUS,
        SIGNAL_DUPLICATE,
        WORKFLOW_TYPE,
        CampaignPayload,
        CampaignRequest,
        CampaignStatus,
        CancelMessage,
        Continuation,
        ContractInvalid,
        DuplicateStart,
        FailureReason,
        MessageRefused,
        MetricsRecord,
        PauseMessage,
        PublicationResolution,
        ResumeMessage,
        ReviewDecision,
        workflow_id,
    )
    from workflows.continuation import take_over
    from workflows.failures import CannotBeDecrypted
    from workflows.inputs import Inputs
    from workflows.measures import Measures
    from workflows.messages import Message, Messages
    from workflows.reading import read
    from workflows.record import Record
    from workflows.visibility import refused_attributes

from workflows.run import CampaignRun

REFUSED = "REFUSED"
"""Error type of a message that was refused, and of a query to a run that is no campaign."""


@workflow.defn(name=WORKFLOW_TYPE)
class CampaignWorkflow:
    """One campaign.

    It takes one argument, a `CampaignRequest`, and runs under the id that is keyed on the
    request's `execution_id`. When its history becomes long during a wait, it goes on in a new run,
    which is handed a `Continuation` besides. It ends *Completed* with its payload when it is at
    rest again, *Failed* with an error whose type is the `FailureReason` and whose details carry the
    payload, or *Canceled*.

    Every message is an update, which answers with the new status or is refused without a trace,
    and a signal of the same name for senders that can only signal; what is wrong with a signal
    is written into the campaign's log. Arguments are taken untyped and read by hand: a type
    error in the SDK's hands would repeat the workflow task for ever and tell nobody.
    """

    @workflow.init
    def __init__(self, *arguments: Any) -> None:
        self._refusal = ""
        self._unreadable: CannotBeDecrypted | None = None
        self._record: Record | None = None
        try:
            # Only the server can say that a run goes on from another one: nobody starts so.
            follows = 1 if workflow.info().continued_run_id else len(arguments)
            request = read(CampaignRequest, arguments[:follows])
            continued = read(Continuation, arguments[follows:]) if arguments[follows:] else None
            inputs = Inputs(request)
        except (ContractInvalid, CanonicalizationError) as error:
            self._refusal = str(error)
            return
        except CannotBeDecrypted as error:
            # The SDK has begun the run already: it is the place to leave the task to others.
            self._unreadable = error
            return
        self._record = Record(request, workflow.now, Measures(workflow.metric_meter()))
        if continued is not None:
            take_over(self._record, continued)
        self._messages = Messages(self._record)
        self._run = CampaignRun(self._record, inputs)

    @workflow.run
    async def run(self, *_: Any) -> CampaignPayload:
        """Carry the campaign from its request to its measured result."""
        if self._unreadable is not None:
            raise self._unreadable
        if self._record is None:
            reason = FailureReason.CONTRACT_INVALID.value
            workflow.upsert_search_attributes(refused_attributes())
            Measures(workflow.metric_meter()).ended(FailureReason.CONTRACT_INVALID)
            raise ApplicationError(self._refusal, type=reason, non_retryable=True)
        misnamed = _misnamed(self._record.request)
        payload = self._run.refuse(misnamed) if misnamed else await self._run.carry_out()
        if payload.terminal_reason is not None:
            raise ApplicationError(
                payload.terminal_details or payload.terminal_reason,
                payload,
                type=payload.terminal_reason.value,
                non_retryable=True,
            )
        return payload

    @workflow.query(name=QUERY_PAYLOAD, description="The campaign with all that it has made")
    def payload(self) -> CampaignPayload:
        """Return everything that the campaign has made and met so far."""
        return self._open().payload()

    @workflow.query(name=QUERY_STATUS, description="Where it is, why, and what it waits for")
    def status(self) -> CampaignStatus:
        """Return where the campaign is, why, and what it waits for."""
        return self._open().status()

    @workflow.update(
        name=MESSAGE_REVIEW,
        description="Decide about the report that awaits it",
        unfinished_policy=workflow.HandlerUnfinishedPolicy.ABANDON,
    )
    async def review(self, *arguments: Any) -> CampaignStatus:
        """Decide about the report that awaits a review; the decision names that report.

        A request for changes that would change nothing is refused, and no revision is spent.
        """
        await self._until_accepted(ReviewDecision, arguments)
        try:
            await self._run.foresee(read(ReviewDecision, arguments))
        except MessageRefused as error:
            raise ApplicationError(str(error), type=REFUSED, non_retryable=True) from error
        return self._follow(ReviewDecision, arguments)

    @review.validator
    def _check_review(self, *arguments: Any) -> None:
        self._check(ReviewDecision, arguments)

    @workflow.signal(
        name=MESSAGE_REVIEW, unfinished_policy=workflow.HandlerUnfinishedPolicy.ABANDON
    )
    async def review_signal(self, *arguments: Any) -> None:
        """Decide without hearing whether the decision was taken."""
        if self._record is None:
            return
        try:
            decision = read(ReviewDecision, arguments)
            self._messages.check(decision)
            await self._run.foresee(decision)
        except (ContractInvalid, MessageRefused) as error:
            self._messages.note_refused(MESSAGE_REVIEW, str(error))
            self._run.show()
            return
        self._hear(MESSAGE_REVIEW, ReviewDecision, arguments)

    @workflow.update(name=MESSAGE_PAUSE, description="Start no further stage")
    async def pause(self, *arguments: Any) -> CampaignStatus:
        """Start no further stage; one that is at work ends and is recorded."""
        await self._until_accepted(PauseMessage, arguments)
        return self._follow(PauseMessage, arguments)

    @pause.validator
    def _check_pause(self, *arguments: Any) -> None:
        self._check(PauseMessage, arguments)

    @workflow.signal(name=MESSAGE_PAUSE)
    def pause_signal(self, *arguments: Any) -> None:
        """Pause without hearing whether the message was taken."""
        self._hear(MESSAGE_PAUSE, PauseMessage, arguments)

    @workflow.update(name=MESSAGE_RESUME, description="Go on after a pause")
    async def resume(self, *arguments: Any) -> CampaignStatus:
        """Go on after a pause."""
        await self._until_accepted(ResumeMessage, arguments)
        return self._follow(ResumeMessage, arguments)

    @resume.validator
    def _check_resume(self, *arguments: Any) -> None:
        self._check(ResumeMessage, arguments)

    @workflow.signal(name=MESSAGE_RESUME)
    def resume_signal(self, *arguments: Any) -> None:
        """Resume without hearing whether the message was taken."""
        self._hear(MESSAGE_RESUME, ResumeMessage, arguments)

    @workflow.update(
        name=MESSAGE_RESOLVE_PUBLICATION, description="Say whether an unknown publication is out"
    )
    async def resolve_publication(self, *arguments: Any) -> CampaignStatus:
        """Say whether a publication with an unknown outcome is out."""
        await self._until_accepted(PublicationResolution, arguments)
        return self._follow(PublicationResolution, arguments)

    @resolve_publication.validator
    def _check_resolution(self, *arguments: Any) -> None:
        self._check(PublicationResolution, arguments)

    @workflow.signal(name=MESSAGE_RESOLVE_PUBLICATION)
    def resolve_publication_signal(self, *arguments: Any) -> None:
        """Resolve without hearing whether the resolution was taken."""
        self._hear(MESSAGE_RESOLVE_PUBLICATION, PublicationResolution, arguments)

    @workflow.update(name=MESSAGE_RECORD_METRICS, description="Report what channels counted")
    async def record_metrics(self, *arguments: Any) -> CampaignStatus:
        """Report what channels counted since publication."""
        await self._until_accepted(MetricsRecord, arguments)
        return self._follow(MetricsRecord, arguments)

    @record_metrics.validator
    def _check_metrics(self, *arguments: Any) -> None:
        self._check(MetricsRecord, arguments)

    @workflow.signal(name=MESSAGE_RECORD_METRICS)
    def record_metrics_signal(self, *arguments: Any) -> None:
        """Report metrics without hearing whether they were taken."""
        self._hear(MESSAGE_RECORD_METRICS, MetricsRecord, arguments)

    @workflow.update(name=MESSAGE_CANCEL, description="Say how it is being cancelled, once more")
    async def cancel(self, *arguments: Any) -> CampaignStatus:
        """Change how the campaign is being cancelled, as long as that is not settled."""
        await self._until_accepted(CancelMessage, arguments)
        return self._follow(CancelMessage, arguments)

    @cancel.validator
    def _check_cancel(self, *arguments: Any) -> None:
        self._check(CancelMessage, arguments)

    @workflow.signal(name=MESSAGE_CANCEL)
    def cancel_signal(self, *arguments: Any) -> None:
        """Say how the campaign is to be cancelled; the cancellation itself comes after it."""
        if self._record is None:
            return
        try:
            self._messages.announce(read(CancelMessage, arguments))
        except ContractInvalid as error:
            self._messages.note_refused(MESSAGE_CANCEL, str(error))

    @workflow.signal(name=SIGNAL_DUPLICATE)
    def duplicate(self, *arguments: Any) -> None:
        """Count a start of the same request that was answered with this run."""
        if self._record is None:
            return
        try:
            duplicate = read(DuplicateStart, arguments)
        except ContractInvalid as error:
            self._messages.note_refused(SIGNAL_DUPLICATE, str(error))
            return
        self._messages.suppress(duplicate)

    def _open(self) -> Record:
        if self._record is None:
            raise ApplicationError(self._refusal, type=REFUSED, non_retryable=True)
        return self._record

    def _check(self, contract: type[Message], arguments: Sequence[Any]) -> Message:
        self._open()
        try:
            message = read(contract, arguments)
            self._messages.check(message)
        except (ContractInvalid, MessageRefused) as error:
            raise ApplicationError(str(error), type=REFUSED, non_retryable=True) from error
        return message

    async def _until_accepted(self, contract: type[Message], arguments: Sequence[Any]) -> None:
        """Wait until that is played by which a message was accepted; it costs no event.

        Its validator has just let it in, so nothing is waited for. A replay asks no validator, and
        hands a message over before the results that came with it, although a query may have had
        them played before the message came.
        """

        def is_accepted() -> bool:
            try:
                self._check(contract, arguments)
            except ApplicationError:
                return False
            return True

        if not is_accepted():
            await workflow.wait_condition(is_accepted)

    def _follow(self, contract: type[Message], arguments: Sequence[Any]) -> CampaignStatus:
        self._messages.take(self._check(contract, arguments))
        self._run.show()
        return self._open().status()

    def _hear(self, name: str, contract: type[Message], arguments: Sequence[Any]) -> None:
        if self._record is None:
            return
        try:
            self._messages.take(read(contract, arguments))
        except (ContractInvalid, MessageRefused) as error:
            self._messages.note_refused(name, str(error))
        self._run.show()


def _misnamed(request: CampaignRequest) -> str | None:
    expected, actual = workflow_id(request.execution_id), workflow.info().workflow_id
    if actual == expected:
        return None
    return f"the workflow id must be {expected}, keyed on the execution_id, and not {actual}"
