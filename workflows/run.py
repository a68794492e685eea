"""The run of one campaign: its stages in their order, and how it ends."""

import asyncio
from contextlib import suppress
from typing import NamedTuple

from temporalio import workflow
from temporalio.exceptions import FailureError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from activities.admission.activity import AdmissionActivities
    from activities.audit.activity import AuditActivities
    from activities.content.activity import ContentActivities
    from activities.learn.activity import LearnActivities
    from activities.radar.activity import RadarActivities
    from activities.strategy.activity import StrategyActivities
    from contracts import (
        Admission,
        AdmissionInput,
        AuditResult,
        CampaignPayload,
        CampaignRequest,
        CampaignState,
        Conclusion,
        FailureReason,
        GateDecision,
        GateOutcome,
        LearnInput,
        LearnResult,
        PublicationStatus,
        RadarResult,
        ReviewAction,
        ReviewDecision,
        StrategyResult,
        WaitingFor,
    )
    from workflows.failures import CampaignEnded, Failure, classify
    from workflows.inputs import Inputs, assets_of
    from workflows.lifecycle import CampaignEvent
    from workflows.quality_gate import decide, wants_review
    from workflows.reading import read_cancellation
    from workflows.record import ORCHESTRATOR, Record

from workflows.publication import PublicationRound
from workflows.steps import Steps, result_of, uninterrupted
from workflows.waits import Waits


class _Decided(NamedTuple):
    """What is about to be published, and why it may."""

    audit: AuditResult
    decision: GateDecision
    review: ReviewDecision | None


class CampaignRun:
    """What happens to one campaign. The record remembers it."""

    def __init__(self, record: Record, inputs: Inputs) -> None:
        self._record = record
        self._request: CampaignRequest = record.request
        self._inputs = inputs
        self._waits = Waits(record)
        self._steps = Steps(record, self._waits)
        self._round = PublicationRound(record, self._waits, self._steps, inputs)
        self._admission: Admission | None = None

    async def carry_out(self) -> CampaignPayload:
        """Carry the campaign through its stages and return how it ended.

        Raises:
            CancelledError: The campaign was cancelled; every effect has been settled before.
        """
        self._record.trace(ORCHESTRATOR, "received", request_sha256=self._inputs.request_sha256)
        self._waits.show()
        try:
            admission = self._admission = await self._admit()
            if admission.concluded is not None:
                return self._repeat(admission.concluded)
            self._inputs.admitted_by(admission.ledger)
            self._record.trace(ORCHESTRATOR, "admitted", policy_sha256=admission.policy_sha256)
            radar = await self._scan()
            strategy = await self._plan(radar)
            decided = await self._until_decided(strategy, admission)
            await self._publish(strategy, decided)
            await self._learn()
        except workflow.NondeterminismError:
            raise  # a mistake of ours suspends the run until it is mended; it never fails one
        except (Exception, asyncio.CancelledError) as error:
            # Everything ends classified: nothing in the domain may leave a run hanging.
            if is_cancelled_exception(error) and self._is_cancelled():
                await self._end_cancelled()
                raise
            return await self._end_failed(classify(error))
        self._record.move(CampaignEvent.REST)
        return await self._conclude()

    def refuse(self, why: str) -> CampaignPayload:
        """End before anything has been done, and return how."""
        record = self._record
        record.reason, record.details = FailureReason.CONTRACT_INVALID, why
        record.move(CampaignEvent.FAIL)
        record.closing = record.finished = True
        self._waits.publish_state()
        return record.payload()

    def show(self) -> None:
        """Bring what the Web UI shows up to date after a message was taken."""
        self._waits.show()

    async def _admit(self) -> Admission:
        given = AdmissionInput(request=self._request, request_sha256=self._inputs.request_sha256)
        self._waits.work("the ledger is asked whether this execution may run")
        return await self._steps.unrecorded(AdmissionActivities.admit_campaign, given, "admission")

    def _repeat(self, concluded: CampaignPayload) -> CampaignPayload:
        self._record.recall(concluded)
        self._record.duplicates += 1
        self._record.trace(ORCHESTRATOR, "answered_from_ledger")
        self._waits.publish_state()
        return self._record.payload()

    async def _scan(self) -> RadarResult:
        await self._enter(CampaignEvent.SCAN)
        result = await self._steps.one(
            RadarActivities.scan_radar, self._inputs.radar(), self._record.state
        )
        self._record.radar = result.report
        self._record.trace(
            "radar",
            "scanned",
            documents=result.documents,
            signals=result.signals,
            notes=list(result.notes),
        )
        return result

    async def _plan(self, radar: RadarResult) -> StrategyResult:
        await self._enter(CampaignEvent.PLAN)
        given = self._inputs.strategy(radar.report.sha256)
        result = await self._steps.one(
            StrategyActivities.compose_strategy, given, self._record.state
        )
        self._record.check_room(result.brief)
        self._record.brief = result.brief
        self._record.trace("strategy", "composed", brief_id=str(result.brief.brief_id))
        return result

    async def _until_decided(self, strategy: StrategyResult, admission: Admission) -> _Decided:
        await self._enter(CampaignEvent.PRODUCE)
        while True:
            await self._produce(strategy)
            await self._enter(CampaignEvent.AUDIT)
            audit = await self._audit(strategy, admission)
            decision, review = self._decide(strategy, audit, admission), None
            if decision.outcome is GateOutcome.REVIEW:
                review = await self._reviewed(decision)
                if review.action is ReviewAction.REQUEST_CHANGES:
                    await self._waits.unless_paused()
                    self._record.revision += 1
                    await self._enter(CampaignEvent.REVISE)
                    continue
                decision = self._decide(strategy, audit, admission, review)
            self._record.decided = True
            if decision.outcome is GateOutcome.PUBLISH:
                return _Decided(audit, decision, review)
            reason = decision.reason or FailureReason.QUALITY_CHECK_FAILED
            raise CampaignEnded(Failure(reason, decision.details))

    async def _produce(self, strategy: StrategyResult) -> None:
        record = self._record
        changes = [review.comment for review in record.reviews if review.comment]
        inputs = [
            self._inputs.content(plan, strategy.artifact.sha256, record.revision, changes)
            for plan in self._request.channels
        ]
        steps = [
            self._steps.stage(
                ContentActivities.produce_content, given, f"{record.state} {given.place}"
            )
            for given in inputs
        ]
        endings = await self._steps.all_of(steps)
        for given, ending in zip(inputs, endings, strict=True):
            assets = assets_of(given, result_of(ending))
            record.check_room(assets)
            record.assets.extend(assets)
        record.trace(
            "content", "produced", revision=record.revision, assets=len(record.present_assets)
        )

    async def _audit(self, strategy: StrategyResult, admission: Admission) -> AuditResult:
        given = self._inputs.audit(
            self._record.present_assets,
            strategy.artifact.sha256,
            admission.policy_sha256,
            self._record.revision,
        )
        result = await self._steps.one(AuditActivities.audit_quality, given, self._record.state)
        self._record.check_room(result.report)
        self._record.add_audit(result.report)
        self._record.trace(
            "audit",
            "audited",
            verdict=result.report.verdict,
            report_digest=self._record.report_digest,
        )
        return result

    def _decide(
        self,
        strategy: StrategyResult,
        audit: AuditResult,
        admission: Admission,
        review: ReviewDecision | None = None,
    ) -> GateDecision:
        decision = decide(
            audit.report,
            execution_id=self._request.execution_id,
            brief=strategy.brief,
            assets=self._record.present_assets,
            auditors=admission.policy.trusted_auditors,
            review_required=wants_review(self._request, admission.policy),
            review=review,
        )
        self._record.gate = decision
        self._record.trace(
            ORCHESTRATOR, "gate_decided", outcome=decision.outcome, details=decision.details
        )
        return decision

    async def _reviewed(self, decision: GateDecision) -> ReviewDecision:
        record = self._record
        record.expect_review()
        await self._waits.until(
            lambda: record.review is not None,
            WaitingFor.REVIEW,
            decision.details,
            self._request.review.window,
        )
        if record.review is None:
            window = self._request.review.window
            raise CampaignEnded(
                Failure(FailureReason.TIMEOUT, f"nobody reviewed it within {window}")
            )
        return record.review

    async def _publish(self, strategy: StrategyResult, decided: _Decided) -> None:
        timing = self._request.timing
        opens = timing.publish_not_before
        if opens is not None and opens > self._record.moment:
            await self._waits.until(
                lambda: False,
                WaitingFor.PUBLISHING_TIME,
                "the request says not to publish before then",
                opens - self._record.moment,
            )
        await self._waits.unless_paused()
        closes = timing.publish_before
        if closes is not None and self._record.moment >= closes:
            raise CampaignEnded(
                Failure(
                    FailureReason.TIMEOUT,
                    f"the publishing window closed at {closes.isoformat()}; nothing was sent",
                )
            )
        await self._enter(CampaignEvent.PUBLISH, decided.decision)
        await self._round.publish(
            strategy.artifact.sha256, decided.audit.artifact.sha256, decided.review
        )

    async def _learn(self) -> None:
        await self._enter(CampaignEvent.LEARN)
        record = self._record
        sent = record.places_in(PublicationStatus.SENT)
        await self._waits.until(
            lambda: set(sent) <= set(record.measured),
            WaitingFor.METRICS,
            "the learning window is open: metrics may be recorded",
            self._request.timing.learning_window,
        )
        await self._waits.unless_paused()
        self._waits.work()
        given = self._inputs.learn(sent, record.metrics, record.revision)
        report = (await self._learned(given)).report
        record.check_room(report)
        record.learning = report
        record.trace("learn", "learned", channels=len(record.learning.channels))

    async def _learned(self, given: LearnInput) -> LearnResult:
        record, work = self._record, LearnActivities.learn_results
        if self._admission is not None and CampaignState.LEARN in self._admission.at_once:
            return await self._steps.at_once(work, given, record.state)
        return await self._steps.one(work, given, record.state)

    async def _enter(self, event: CampaignEvent, decision: GateDecision | None = None) -> None:
        await self._waits.unless_paused()
        if self._is_cancelled():
            # Jobs of one activation are applied in turn, so a wait that ends and a cancellation
            # do not meet here; with the SDK's workflow logic flag 2 they do.
            raise asyncio.CancelledError  # pragma: no cover - the flag is off in SDK 1.35
        self._record.move(event, decision)
        self._waits.work()

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
        message = read_cancellation(workflow.cancellation_reason())
        record.cancellation = message
        if message.retract:
            await self._round.retract()
        record.trace(
            message.by,
            "cancelled",
            reason=message.reason,
            retract=message.retract,
            channels=self._round.truth(),
        )
        await self._conclude()

    async def _remember(self) -> None:
        record = self._record
        try:
            outcome = await self._steps.unrecorded(
                AdmissionActivities.keep_outcome, record.payload(), "outcome"
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
            record.trace(ORCHESTRATOR, "not_remembered", why=classify(error).details)

    async def _conclude(self) -> CampaignPayload:
        record = self._record
        record.closing = True
        self._waits.work("the ledger is told how the campaign ended")
        self._waits.publish_state()
        if self._admission is not None:
            # A cancellation comes too late here: the outcome stands already.
            with suppress(asyncio.CancelledError):
                await uninterrupted(self._remember())
        record.wait = None
        record.finished = True
        self._waits.show()
        return record.payload()
