"""Values for pages, with one text wherever somebody else wrote the words."""

import hashlib
from typing import Any, Final

from contracts import (
    CampaignRequest,
    CampaignState,
    ChannelStatus,
    CompiledRule,
    GateDecision,
    GateOutcome,
    JsonObject,
    PublicationStatus,
    QualityCheck,
    QualityVerdict,
    Reconciliation,
    RuleKind,
    Severity,
    Signal,
    StrategyBrief,
    VisualAsset,
    Wait,
    WaitingFor,
)
from domain.audit.offline import PostCopy
from runtime.audit.replies import AuditedFile, AuditedFiles, RuleInForce
from runtime.campaigns.replies import PresentCampaign
from runtime.plan.replies import CampaignPlan, PlannedPublication
from tests.support.audit.subjects import canvas, png
from tests.support.builders import request

PICTURE: Final = png(canvas("#886644", (40, 50)))
SHA: Final = hashlib.sha256(PICTURE).hexdigest()


def findings(text: str) -> list[QualityCheck]:
    """Return findings of every form, about the picture and its copy on Instagram."""
    about: JsonObject = {"channel": "instagram", "artifact_sha256": SHA}
    contrast: JsonObject = {"text_hex": "#999999", "background_hex": "#ffffff"}
    contrast |= {"actual": 2.5, "min_required": 4.5}
    limit: JsonObject = {"field": "body", "counting": "graphemes", "enforcement": "hard"}
    return [
        _finding(
            "contrast_ratio_check",
            "CONTRAST_TOO_LOW",
            Severity.CRITICAL,
            about | contrast | {"region": text, "box": [2, 30, 30, 44]},
        ),
        _finding(
            "forbidden_term_check",
            "FORBIDDEN_TERM",
            Severity.HIGH,
            about | {"matches": [text], "rule": text, "field": text},
        ),
        _finding("claims_check", "OF_ANOTHER_RELEASE", Severity.LOW, about | {text: text}),
        _finding("text_fit_check", "NOT_EVALUATED", Severity.MEDIUM, about | {"reason": text}),
        _finding(
            "field_length_check",
            "TEXT_TOO_LONG",
            Severity.MEDIUM,
            about | limit | {"actual": 12, "max": 10},
        ),
        _finding("emoji_check", None, Severity.LOW, dict(about), QualityVerdict.PASS),
    ]


def copy(text: str) -> PostCopy:
    """Return copy."""
    return PostCopy({"headline": text, "body": text}, text, text)


def audited_files(text: str, count: int = 2) -> AuditedFiles:
    """Return what is found in some files of one name."""
    file = AuditedFile.model_construct(
        file=text,
        sha256=SHA,
        size_bytes=len(PICTURE),
        verdict=QualityVerdict.FAIL,
        checks=findings(text),
        left_out=[],
    )
    return AuditedFiles.model_construct(
        verdict=QualityVerdict.FAIL,
        channel="instagram",
        placement="feed",
        ruleset=text,
        files=[file] * count,
        rules=_rules(text),
    )


def plan(text: str, *channels: str) -> CampaignPlan:
    """Return the plan of a campaign that waits for a review: on Instagram alone unless named."""
    asked = request(*(channels or ("instagram",)))
    brief = StrategyBrief.model_construct(
        target_audience=text,
        core_message=text,
        channels=[one.channel for one in asked.channels],
        budget_allocation={},
        angles=[text, text],
        rationale=text,
    )
    signal = Signal.model_construct(
        term=text,
        score=3.25,
        lower_bound=1.5,
        recent=4,
        earlier=1,
        source=text,
        source_sha256=SHA,
        excerpt=text,
    )
    return CampaignPlan.of(asked).model_copy(
        update={
            "request": asked.model_copy(update={"name": text}),
            "notes": [text],
            "signals": [signal],
            "strategy": brief,
            "rules": _rules(text),
            "assets": [_asset(text, one.channel, one.placement) for one in asked.channels],
            "ruleset": text,
            "checks": [
                *findings(text),
                _finding(
                    "rule_coverage_check",
                    "RULES_CONTRADICT",
                    Severity.HIGH,
                    {"rule": text, "other_rule": text},
                ),
            ],
            "gate": GateDecision.model_construct(outcome=GateOutcome.REVIEW, details=text),
            "publications": _publications(text, asked),
        }
    )


def _publications(text: str, asked: CampaignRequest) -> list[PlannedPublication]:
    return [
        PlannedPublication.model_construct(
            channel=one.channel,
            placement=one.placement,
            budget=1234.5,
            publisher=text,
            reconciliation=Reconciliation.KEYED,
        )
        for one in asked.channels
    ]


def _asset(text: str, channel: str, placement: str) -> VisualAsset:
    asset = VisualAsset(
        channel=channel,
        placement=placement,
        sha256=SHA,
        size_bytes=len(PICTURE),
        media_type="image/png",
    )
    words = {"text": {"headline": text, "body": text}, "alt_text": text, "link": text}
    return asset.model_copy(update=words)


def _rules(text: str) -> list[RuleInForce]:
    terms = CompiledRule.model_construct(
        source="do_not_do", text=text, kind=RuleKind.TERMS, values=[text]
    )
    return [
        RuleInForce.model_construct(rule=terms, why_not=None),
        RuleInForce.model_construct(rule=terms, why_not=text),
    ]


def _finding(
    check_id: str,
    reason_code: str | None,
    severity: Severity,
    evidence: JsonObject,
    result: QualityVerdict = QualityVerdict.WARN,
) -> QualityCheck:
    return QualityCheck.model_construct(
        check_id=check_id,
        result=result,
        reason_code=reason_code,
        severity=severity,
        evidence=evidence,
    )


def present(text: str, **changes: Any) -> PresentCampaign:
    """Return a campaign that awaits its review, on Instagram, with a text wherever words stand."""
    made = plan(text)
    values: dict[str, Any] = {
        "campaign_id": made.request.campaign_id,
        "tenant_id": made.request.tenant_id,
        "execution_id": made.request.execution_id,
        "name": text,
        "state": CampaignState.QUALITY_AUDIT,
        "finished": False,
        "cancelled": False,
        "terminal_reason": None,
        "terminal_details": None,
        "paused": False,
        "awaiting_review": True,
        "report_digest": "ab" * 32,
        "gate": made.gate,
        "wait": Wait.model_construct(on=WaitingFor.REVIEW, why=text, until=None),
        "channels": [
            ChannelStatus.model_construct(
                channel="instagram",
                placement="feed",
                status=PublicationStatus.NOT_SENT,
                url=None,
                remote_id=None,
                detail=text,
            )
        ],
        "notes": [text],
        "revision": 0,
        "strategy": made.strategy,
        "assets": made.assets,
        "pictures": [],
        "taken_up": {},
        "verdict": QualityVerdict.WARN,
        "ruleset": text,
        "checks": made.checks,
        "idle": False,
        "unread": [text],
    }
    return PresentCampaign.model_construct(**{**values, **changes})
