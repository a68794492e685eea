"""The run of one campaign: its stages in their order, and how it ends."""

import asyncio
from contextlib import suppress
from typing import cast

from temporalio import workflow
from temporalio.exceptions import FailureError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from activities.admission.activity import AdmissionActivities
    from contracts import (
        MEMO_RAN_BEFORE,
        Admission,
        AdmissionInput,
        CampaignPayload,
        CampaignRequest,
        CampaignState,
        Conclusion,
        FailureReason,
        LogAction,
        OutcomeInput,
        ReviewDecision,
    )
    from workflows.failures import CannotBeDecrypted, Failure, classify, is_turned_away
    from workflows.inputs import Inputs
    from workflows.lifecycle import CampaignEvent
    from workflows.reading import read_cancellation
    from workflows.record import ORCHESTRATOR, Record

from workflows.foresight import refuse_idle
from workflows.publication import PublicationRound
from workflows.stages import CampaignStages
from workflows.steps import Steps, uninterrupted
from workflows.waits import Waits


class CampaignRun:
    """What happens to one campaign. The record remembers it."""

    def __init__(self, record: Record, inputs: Inputs) -> None:
        self._record = record
        self._request: CampaignRequest = record.request
        self._inputs = inputs
        self._is_turned_away = False
        self._waits = Waits(record)
        self._steps = Steps(record, self._waits)
        self._publications = PublicationRound(record, self._waits, self._steps, inputs)
        self._stages = CampaignStages(record, inputs, self._waits, self._steps, self._publications)

    async def carry_out(self) -> CampaignPayload:
        """Carry the campaign through its stages and return how it ended.

        Raises:
            CancelledError: The campaign was cancelled; every effect has been settled before.
        """
        record = self._record
        self._waits.show()
        try:
            if record.admission is None:
                received = {"request_sha256": self._inputs.request_sha256}
                if self._request.retry_of:
                    received["retry_of"] = str(self._request.retry_of[-1])
                record.trace(ORCHESTRATOR, LogAction.RECEIVED, **received)
                admission = await self._admit()
                if admission.concluded is not None:
                    return self._repeat(admission.concluded)
                record.admit(admission)
            admitted = cast("Admission", record.admission)
            self._inputs.admitted_by(admitted.ledger)
            await self._stages.go_through(admitted)
        except (workflow.NondeterminismError, CannotBeDecrypted):
            raise  # it suspends the run until it is mended, or another worker has it
        except (Exception, asyncio.CancelledError) as error:
            # Everything ends classified: nothing in the domain may leave a run hanging.
            if is_cancelled_exception(error) and self._is_cancelled():
                await self._end_cancelled()
                raise
            if is_turned_away(error):
                self._is_turned_away = True
                record.trace(ORCHESTRATOR, LogAction.TURNED_AWAY)
            return await self._end_failed(classify(error))
        self._record.move(CampaignEvent.REST)
        return await self._conclude()

    def refuse(self, why: str) -> CampaignPayload:
        """End before anything has been done, and return how."""
        record = self._record
        record.reason, record.details = FailureReason.CONTRACT_INVALID, why
        record.move(CampaignEvent.FAIL)
        record.closing = record.finished = True
        record.measures.ended(record.reason)
        self._waits.publish_state()
        return record.payload()

    async def foresee(self, decision: ReviewDecision) -> None:
        """Refuse a decision that would come to nothing.

        Raises:
            MessageRefused: It would change nothing.
        """
        await refuse_idle(decision, self._record, self._inputs, self._steps)

    def show(self) -> None:
        """Bring what the Web UI shows up to date after a message was taken."""
        self._waits.show()

    async def _admit(self) -> Admission:
        given = AdmissionInput(
            request=self._request,
            request_sha256=self._inputs.request_sha256,
            ran_before=_ran_before(),
        )
        self._waits.work("the ledger is asked whether this execution may run")
        return await self._steps.unrecorded(AdmissionActivities.admit_campaign, given, "admission")

    def _repeat(self, concluded: CampaignPayload) -> CampaignPayload:
        self._record.recall(concluded)
        self._record.duplicates += 1
        self._record.measures.suppressed(by_ledger=True)
        self._record.trace(ORCHESTRATOR, LogAction.ANSWERED_FROM_LEDGER)
        self._waits.publish_state()
        return self._record.payload()

    def _is_cancelled(self) -> bool:
        return workflow.cancellation_reason() is not None

    async def _end_failed(self, failure: Failure) -> CampaignPayload:
        record = self._record
        audited = record.state is CampaignState.QUALITY_AUDIT and record.has_present_report
        record.decided = record.decided or audited
        record.reason, record.details = failure.reason, failure.details
        record.move(CampaignEvent.FAIL)
        return await self._conclude()

    async def _end_cancelled(self) -> None:
        record = self._record
        record.look_at_clock()
        record.cancelling = True
        self._waits.work("it is being cancelled: what it has sent is settled first")
        message = read_cancellation(
            workflow.cancellation_reason(), record.announced, record.amended
        )
        record.cancellation = message
        if message.retract:
            await self._publications.retract()
        record.trace(
            message.by,
            LogAction.CANCELLED,
            reason=message.reason,
            retract=message.retract,
            channels=self._publications.summary(),
        )
        await self._conclude()

    async def _remember(self) -> None:
        record = self._record
        try:
            given = OutcomeInput(payload=record.payload(), ledger=self._inputs.ledger)
            outcome = await self._steps.unrecorded(
                AdmissionActivities.keep_outcome, given, "outcome"
            )
            conclusion = Conclusion(
                tenant_id=self._request.tenant_id,
                execution_id=self._request.execution_id,
                outcome=outcome.sha256,
                request_sha256=self._inputs.request_sha256,
                ledger=self._inputs.ledger,
            )
            await self._steps.noted(AdmissionActivities.conclude_campaign, conclusion, "conclusion")
        except FailureError as error:
            # How it ended stands, whatever the ledger has against noting it.
            record.trace(ORCHESTRATOR, LogAction.NOT_REMEMBERED, why=classify(error).details)

    async def _conclude(self) -> CampaignPayload:
        record = self._record
        record.closing = True
        self._waits.work("the ledger is told how the campaign ended")
        self._waits.publish_state()
        # A retry that was not let in is remembered, too: another one can follow it. One that was
        # turned away is started again instead.
        is_followed = self._request.retry_of and not self._is_turned_away
        if record.admission is not None or is_followed:
            # A cancellation comes too late here: the outcome stands already.
            with suppress(asyncio.CancelledError):
                await uninterrupted(self._remember())
        record.wait = None
        record.finished = True
        record.measures.ended(record.reason, cancelled=record.cancellation is not None)
        self._waits.show()
        return record.payload()


def _ran_before() -> bool:
    """Tell whether Temporal knows of an earlier run: one that was reset, or ended from outside."""
    info = workflow.info()
    is_reset = info.original_execution_run_id != info.run_id
    return is_reset or workflow.memo_value(MEMO_RAN_BEFORE, default=False) is True
