"""What the provider of each stage is told: one function per order, whole in itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, TypedDict
from uuid import UUID

from contracts import (
    AuditInput,
    AuditOrder,
    CampaignRequest,
    ContentInput,
    ContentOrder,
    LearnInput,
    LearnOrder,
    PublishInput,
    PublishOrder,
    PublishPermit,
    RadarInput,
    RadarOrder,
    RadarReport,
    SettleInput,
    SettleOrder,
    StageInput,
    StrategyBrief,
    StrategyInput,
    StrategyOrder,
    TenantPolicy,
    VisualAsset,
)
from domain.signing import digest

_OF_ATTEMPTS: Final = {"earlier", "ledger", "pending", "review"}
"""Fields of an input in which two attempts at the same step, or two runs, may differ: how often it
was tried, where that is noted, what was promised, and who agreed."""


class _Step(TypedDict):
    step_key: str
    campaign_id: UUID
    tenant_id: UUID
    execution_id: UUID
    revision: int


def order_digest(given: StageInput) -> str:
    """Return the digest of what a step does: one step, in whichever run, has one."""
    # What goes out is the same, whichever auditors were trusted when a run was let in.
    own = {"policy"} if isinstance(given, PublishInput) else set[str]()
    return digest(given, without=_OF_ATTEMPTS | own)


def radar_order(given: RadarInput, request: CampaignRequest, asked_at: datetime) -> RadarOrder:
    """Return what the radar has to read."""
    return RadarOrder(
        **_step(given),
        sources=request.sources,
        feeds=request.feeds,
        language=request.language,
        asked_at=asked_at,
    )


def strategy_order(
    given: StrategyInput, request: CampaignRequest, radar: RadarReport
) -> StrategyOrder:
    """Return what the brief is composed of."""
    return StrategyOrder(**_step(given), request=request, signals=radar.signals)


def content_order(
    given: ContentInput, request: CampaignRequest, brief: StrategyBrief
) -> ContentOrder:
    """Return what is to be made for one place."""
    return ContentOrder(
        **_step(given),
        channel=given.channel,
        placement=given.placement,
        language=request.language,
        product=request.product,
        call_to_action=request.call_to_action,
        brand=request.brand,
        landing_url=request.landing_url,
        brief=brief,
        changes=given.changes,
        findings=given.findings,
        former_copy=given.former_copy,
    )


def audit_order(
    given: AuditInput,
    request: CampaignRequest,
    brief: StrategyBrief,
    policy: TenantPolicy,
    assets: Sequence[VisualAsset],
) -> AuditOrder:
    """Return what is to be audited, and against what."""
    return AuditOrder(
        **_step(given),
        assets=list(assets),
        brief=brief,
        brief_sha256=given.brief,
        language=request.language,
        brand=request.brand,
        landing_url=request.landing_url,
        policy_topics=policy.prohibited_topics,
        policy_contacts=policy.contacts,
        budget_total=request.budget.total,
        call_to_action=request.call_to_action,
        request_message=request.core_message,
        product=request.product,
        terms=request.terms,
    )


def publish_order(
    given: PublishInput, assets: Sequence[VisualAsset], permit: PublishPermit | None = None
) -> PublishOrder:
    """Return what goes out at one place, by which report, and what the gate says of it."""
    return PublishOrder(
        **_step(given),
        channel=given.channel,
        placement=given.placement,
        assets=list(assets),
        brief_sha256=given.brief,
        report_sha256=given.report,
        permit=permit,
    )


def settle_order(given: PublishInput | SettleInput, by: UUID | None = None) -> SettleOrder:
    """Return the question what one place has, which is also the order to take it back.

    Args:
        given: Which place.
        by: The earlier execution under whose key the channel has it, if that is not this one.
    """
    under = given if by is None else given.model_copy(update={"execution_id": by})
    return SettleOrder(**_step(under), channel=given.channel, placement=given.placement)


def learn_order(given: LearnInput) -> LearnOrder:
    """Return what is to be computed."""
    return LearnOrder(**_step(given), places=given.places, metrics=given.metrics)


def _step(given: StageInput) -> _Step:
    return {
        "step_key": given.step_key,
        "campaign_id": given.campaign_id,
        "tenant_id": given.tenant_id,
        "execution_id": given.execution_id,
        "revision": given.revision,
    }
