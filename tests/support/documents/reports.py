"""Reports on campaigns, with one text wherever somebody else wrote the words."""

from datetime import timedelta
from typing import Any

from activities.ports import StepStatus
from contracts import (
    CampaignPayload,
    CampaignState,
    ChannelLearning,
    GateOutcome,
    LearnReport,
    LogAction,
    Publication,
    PublicationStatus,
    QualityReport,
    QualityVerdict,
    Rate,
    ReviewAction,
    ReviewDecision,
    TraceEntry,
    step_key,
)
from runtime.audit.replies import Proof, Statement, VerifiedReport
from runtime.report.replies import CampaignReport, NotedStep, ReportSource, TracedActivity
from tests.support.builders import MOMENT
from tests.support.documents.pages import plan, present

DIGEST = "ab" * 32


def entry(
    minute: float, action: LogAction, actor: str = "orchestrator", /, **said: Any
) -> TraceEntry:
    """Return an entry of a log, so many minutes after its beginning."""
    at = MOMENT + timedelta(minutes=minute)
    return TraceEntry.model_construct(
        timestamp=at, actor_service=actor, action=action, metadata=said
    )


def moved(minute: float, state: CampaignState) -> TraceEntry:
    """Return the entry of a move."""
    return entry(minute, LogAction.STATE_CHANGED, after=state)


def log_of_a_review(text: str) -> list[TraceEntry]:
    """Return the log of a campaign that was paused, reviewed, in doubt, and tried again."""
    doubt = {"place": "instagram.feed"}
    return [
        entry(0, LogAction.RECEIVED),
        moved(1, CampaignState.RADAR_SCAN),
        entry(2, LogAction.TRIED_AGAIN, step=text, why=text),
        moved(3, CampaignState.QUALITY_AUDIT),
        entry(4, LogAction.GATE_DECIDED, outcome=GateOutcome.REVIEW, details=text),
        entry(5, LogAction.PAUSED, reason=text),
        entry(15, LogAction.RESUMED),
        entry(34, LogAction.REVIEWED, "reviewer", action="approve"),
        moved(35, CampaignState.PUBLISH),
        entry(40, LogAction.PUBLICATION_KNOWN, **doubt, status=PublicationStatus.UNKNOWN),
        entry(50, LogAction.PUBLICATION_KNOWN, **doubt, status=PublicationStatus.SENT),
        moved(60, CampaignState.IDLE),
    ]


def payload(text: str, **changes: Any) -> CampaignPayload:
    """Return a campaign that ended well after a review."""
    made = plan(text)
    asked = made.request
    audit = QualityReport.model_construct(
        verdict=QualityVerdict.WARN,
        checks=[],
        auditor_signature=f"ed25519:key:{text}",
        timestamp=0.0,
        ruleset=text,
        passed=[],
        files=[],
        asset_digests=[],
        execution_id=asked.execution_id,
        brief_sha256=None,
        evidence=None,
    )
    review = ReviewDecision.model_construct(
        action=ReviewAction.APPROVE, reviewer=text, comment=text, report_digest=DIGEST
    )
    sent = Publication.model_construct(
        channel="instagram",
        placement="feed",
        status=PublicationStatus.SENT,
        remote_id=text,
        url=text,
        detail=text,
        at=MOMENT,
    )
    rate = Rate(successes=30, trials=1000, value=0.03, low=0.021, high=0.042)
    learned = ChannelLearning(
        channel="instagram",
        placement="feed",
        click_rate=rate,
        conversion_rate=rate,
        spend=2000.0,
        simulated=True,
    )
    values: dict[str, Any] = {
        "campaign_id": asked.campaign_id,
        "tenant_id": asked.tenant_id,
        "execution_id": asked.execution_id,
        "current_state": CampaignState.IDLE,
        "name": text,
        "places": ["instagram.feed"],
        "strategy": made.strategy
        and made.strategy.model_copy(update={"placement_budget": {"instagram.feed": 1500.0}}),
        "quality_audit": audit,
        "audit_digests": [DIGEST],
        "reviews": [review],
        "publications": [sent],
        "learning": LearnReport(channels=[learned]),
        "execution_log": log_of_a_review(text),
    }
    return CampaignPayload.model_construct(**values | changes)


def report(text: str, **changes: Any) -> CampaignReport:
    """Return what is known of that campaign."""
    made = payload(text)
    ended = {"finished": True, "awaiting_review": False, "report_digest": None, "wait": None}
    key = step_key(made.campaign_id, made.execution_id, CampaignState.RADAR_SCAN)
    values: dict[str, Any] = {
        "as_of": MOMENT + timedelta(hours=2),
        "source": ReportSource.TEMPORAL,
        "campaign": present(text, **ended, state=CampaignState.IDLE),
        "payload": made,
        "request": plan(text).request,
        "proof": VerifiedReport(
            holds=True,
            verdict=QualityVerdict.WARN,
            report_sha256=DIGEST,
            execution_id=made.execution_id,
            statements=[Statement(what="signature", proof=Proof.PROVEN, details=text)],
        ),
        "steps": [
            NotedStep(
                step_key=key,
                revision=0,
                status=StepStatus.DONE,
                token=2,
                worker=text,
                calls=1,
                is_open=False,
                input_sha256=DIGEST,
                result_sha256="cd" * 32,
                changed=MOMENT,
            )
        ],
        "activities": [
            TracedActivity(
                activity="radar_scan",
                summary=text,
                attempt=2,
                worker=text,
                scheduled=MOMENT,
                started=MOMENT,
                ended=MOMENT + timedelta(seconds=3),
                outcome="completed",
            )
        ],
        "not_known": [text],
    }
    return CampaignReport.model_construct(**values | changes)
