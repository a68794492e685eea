"""The stages of one campaign: what is done in each state, and what the next one needs of it.

Longer than 250 lines because each state of the lifecycle has its method here, in the lifecycle's
order.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.admission.activity import AdmissionActivities
    from activities.audit.activity import AuditActivities
    from activities.content.activity import ContentActivities
    from activities.learn.activity import LearnActivities
    from activities.radar.activity import RadarActivities
    from activities.strategy.activity import StrategyActivities
    from contracts import (
        Admission,
        CampaignRequest,
        CampaignState,
        FailureReason,
        GateDecision,
        GateOutcome,
        LogAction,
        QualityReport,
        ReviewAction,
        ReviewDecision,
        StageInput,
        TrustInput,
        VisualAsset,
        WaitingFor,
    )
    from domain.evidence import against_signature
    from domain.for_the_author import for_the_author
    from domain.publishing_window import why_closed
    from domain.revisions import is_idle
    from workflows.failures import CampaignEnded, Failure
    from workflows.inputs import Inputs, assets_of
    from workflows.lifecycle import CampaignEvent
    from workflows.quality_gate import decide, wants_review
    from workflows.record import ORCHESTRATOR, Record

from workflows.attempts import Method
from workflows.publication import PublicationRound
from workflows.steps import R, Steps, result_of
from workflows.waits import Waits

if TYPE_CHECKING:
    from contracts import ArtifactRef, StrategyBrief


class CampaignStages:
    """What an admitted campaign goes through.

    Each method carries out what follows on one state, and everything that it needs is in the
    record: a campaign goes on wherever it stands.
    """

    def __init__(
        self,
        record: Record,
        inputs: Inputs,
        waits: Waits,
        steps: Steps,
        publications: PublicationRound,
    ) -> None:
        self._record = record
        self._request: CampaignRequest = record.request
        self._inputs = inputs
        self._waits = waits
        self._steps = steps
        self._publications = publications
        self._after: Mapping[CampaignState, Callable[[Admission], Awaitable[None]]] = {
            CampaignState.IDLE: self._scan,
            CampaignState.RADAR_SCAN: self._plan,
            CampaignState.STRATEGY_GEN: self._produce,
            CampaignState.CONTENT_PROD: self._audit,
            CampaignState.QUALITY_AUDIT: self._publish_or_revise,
            CampaignState.PUBLISH: self._settle,
        }

    async def go_through(self, admission: Admission) -> None:
        """Carry out every stage that is still to come.

        Raises:
            CampaignEnded: The campaign has to end.
            FailureError: A stage failed for good.
            CancelledError: The campaign was cancelled.
        """
        while self._record.state is not CampaignState.LEARN:
            await self._after[self._record.state](admission)
        await self._learn(admission)

    async def _scan(self, _: Admission) -> None:
        await self._enter(CampaignEvent.SCAN)
        result = await self._steps.one(
            RadarActivities.scan_radar, self._inputs.radar(), self._record.state
        )
        self._record.radar = result.report
        self._record.trace(
            "radar",
            LogAction.SCANNED,
            documents=result.documents,
            signals=result.signals,
            notes=list(result.notes),
        )

    async def _plan(self, admission: Admission) -> None:
        record = self._record
        await self._enter(CampaignEvent.PLAN)
        given = self._inputs.strategy(cast("ArtifactRef", record.radar).sha256)
        result = await self._soonest(StrategyActivities.compose_strategy, given, admission)
        record.check_room(result.brief)
        record.add_usage(result)
        record.brief, record.brief_sha256 = result.brief, result.artifact.sha256
        record.trace("strategy", LogAction.COMPOSED, brief_id=str(result.brief.brief_id))

    async def _produce(self, _: Admission) -> None:
        await self._enter(CampaignEvent.PRODUCE)
        await self._make()

    async def _make(self, findings: Sequence[str] = (), former: Sequence[VisualAsset] = ()) -> None:
        record = self._record
        inputs = [
            self._inputs.content(
                plan, record.brief_sha256, record.revision, record.changes, findings, former
            )
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
            result = result_of(ending)
            record.add_usage(result)
            assets = assets_of(given, result)
            record.check_room(assets)
            record.assets.extend(assets)
        idle = {"idle": True} if is_idle(record.assets, record.revision) else {}
        record.trace(
            "content",
            LogAction.PRODUCED,
            revision=record.revision,
            assets=len(record.present_assets),
            **idle,
        )

    async def _audit(self, admission: Admission) -> None:
        record = self._record
        await self._enter(CampaignEvent.AUDIT)
        given = self._inputs.audit(
            record.present_assets, record.brief_sha256, admission.policy_sha256, record.revision
        )
        result = await self._steps.one(AuditActivities.audit_quality, given, record.state)
        record.check_room(result.report)
        record.add_audit(result.report, result.artifact.sha256)
        record.trace(
            "audit",
            LogAction.AUDITED,
            verdict=result.report.verdict,
            report_digest=record.report_digest,
        )
        await self._trust(result.report)

    async def _trust(self, report: QualityReport) -> None:
        """Learn whom the tenant trusts by now, when a report is signed with a newer key."""
        if against_signature(report, self._record.auditors) is None:
            return
        given = TrustInput(tenant_id=self._request.tenant_id)
        self._waits.work("the tenant's policy is asked whom it trusts by now")
        trust = await self._steps.unrecorded(AdmissionActivities.read_trust, given, "trust")
        known = self._record.auditors
        self._record.auditors = [*known, *(new for new in trust.auditors if new not in known)]

    async def _publish_or_revise(self, admission: Admission) -> None:
        record = self._record
        decision = self._decide(admission)
        if findings := self._to_mend(decision):
            await self._waits.unless_paused()
            former = record.present_assets
            record.revision += 1
            record.trace(
                ORCHESTRATOR,
                LogAction.SELF_REVISED,
                revision=record.revision,
                findings=findings,
            )
            await self._enter(CampaignEvent.REVISE)
            await self._make(findings, former)
            return
        if decision.outcome is GateOutcome.REVIEW:
            review = await self._reviewed(decision)
            if review.action is ReviewAction.REQUEST_CHANGES:
                await self._waits.unless_paused()
                record.revision += 1
                await self._enter(CampaignEvent.REVISE)
                await self._make()
                return
            decision = self._decide(admission)
        record.decided = True
        if decision.outcome is not GateOutcome.PUBLISH:
            reason = decision.reason or FailureReason.QUALITY_CHECK_FAILED
            raise CampaignEnded(Failure(reason, decision.details))
        await self._publish(decision)

    def _to_mend(self, decision: GateDecision) -> list[str]:
        """Return what whoever makes the content is told of it before anybody else is asked."""
        record = self._record
        is_over = len(record.self_revisions) >= self._request.review.max_self_revisions
        if is_over or decision.check_id is None:
            return []
        return for_the_author(cast("QualityReport", record.report))

    def _decide(self, admission: Admission) -> GateDecision:
        record = self._record
        decision = decide(
            record.report,
            execution_id=self._request.execution_id,
            brief=cast("StrategyBrief", record.brief),
            assets=record.present_assets,
            auditors=record.auditors,
            review_required=wants_review(self._request, admission.policy),
            review=record.review,
        )
        if (decision, record.report_digest) != (record.gate, record.judged):
            record.gate, record.judged = decision, record.report_digest
            record.measures.decided(decision.outcome)
            record.trace(
                ORCHESTRATOR,
                LogAction.GATE_DECIDED,
                outcome=decision.outcome,
                details=decision.details,
            )
        return decision

    async def _reviewed(self, decision: GateDecision) -> ReviewDecision:
        record = self._record
        window = self._request.review.window
        await self._waits.until(
            lambda: record.review is not None, WaitingFor.REVIEW, decision.details, window
        )
        if record.review is None:
            raise CampaignEnded(
                Failure(FailureReason.TIMEOUT, f"nobody reviewed it within {window}")
            )
        return record.review

    async def _publish(self, decision: GateDecision) -> None:
        record, timing = self._record, self._request.timing
        opens = timing.publish_not_before
        if opens is not None and opens > record.moment:
            await self._waits.until(
                lambda: False,
                WaitingFor.PUBLISHING_TIME,
                "the request says not to publish before then",
                opens - record.moment,
            )
        await self._waits.unless_paused()
        if closed := why_closed(timing, record.moment):
            raise CampaignEnded(Failure(FailureReason.TIMEOUT, f"{closed}; nothing was sent"))
        await self._enter(CampaignEvent.PUBLISH, decision)
        await self._publications.publish()

    async def _settle(self, _: Admission) -> None:
        await self._publications.settle()
        await self._enter(CampaignEvent.LEARN)

    async def _learn(self, admission: Admission) -> None:
        record = self._record
        sent = record.published
        await self._waits.until(
            lambda: set(sent) <= set(record.measured),
            WaitingFor.METRICS,
            "the learning window is open: metrics may be recorded",
            self._request.timing.learning_window,
        )
        await self._waits.unless_paused()
        self._waits.work()
        given = self._inputs.learn(sent, record.metrics, record.revision)
        report = (await self._soonest(LearnActivities.learn_results, given, admission)).report
        record.check_room(report)
        record.learning = report
        record.trace("learn", LogAction.LEARNED, channels=len(record.learning.channels))

    async def _soonest(self, work: Method[R], given: StageInput, admission: Admission) -> R:
        """Have the work of the present stage done, within the workflow's task where it is quick."""
        state = self._record.state
        if state in admission.at_once:
            return await self._steps.at_once(work, given, state)
        return await self._steps.one(work, given, state)

    async def _enter(self, event: CampaignEvent, decision: GateDecision | None = None) -> None:
        await self._waits.unless_paused()
        if workflow.cancellation_reason() is not None:
            # Jobs of one activation are applied in turn, so a wait that ends and a cancellation do
            # not meet here; with the SDK's workflow logic flag 2 they may.
            raise asyncio.CancelledError  # pragma: no cover - nobody has seen them meet
        self._record.move(event, decision)
        self._waits.work()
