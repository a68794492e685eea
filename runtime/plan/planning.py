"""The dry run of a campaign: everything up to the gate's decision, and nothing that stays.

It gives the same orders to the same stages as a run does, but what they make is kept in memory, no
ledger, no Temporal and no channel is asked, and the report that the gate reads is thrown away.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from activities.admission.tenants import refuse_against
from activities.audit.activity import AuditActivities
from activities.audit.keys import AuditorKey, key_or_stand_in
from activities.content.activity import ContentActivities
from activities.ports import ArtifactStore, Publishers
from activities.publish.outbox.publisher import Outbox
from activities.publish.webhook.publisher import WebhookPublisher
from activities.radar.activity import RadarActivities
from activities.store import MemoryArtifactStore
from activities.strategy.activity import StrategyActivities
from contracts import (
    AuditOrder,
    CampaignError,
    CampaignRequest,
    ContractInvalid,
    FailureReason,
    GateDecision,
    GateOutcome,
    StrategyResult,
    TenantPolicy,
    VisualAsset,
)
from domain.audit.order import rules_of
from domain.audit.rules.coverage import why_not_enforced
from domain.platforms import placement_of
from runtime.audit.replies import RuleInForce
from runtime.files.request import PreparedRequest
from runtime.plan.replies import CampaignPlan, PlannedPublication
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.wiring.composition import Preparation, preparation, publishers, tenant_policies
from runtime.wiring.stores import open_store
from workflows.failures import CampaignEnded, Failure, classify
from workflows.orders import Orders, assets_of
from workflows.quality_gate import decide, wants_review

Tell = Callable[[str], None]
"""Where a line about the progress goes."""

_NAMES: Final[Mapping[type[object], str]] = {Outbox: "outbox", WebhookPublisher: "webhook"}


@dataclass(frozen=True)
class Rehearsal:
    """A plan, and the bytes of what was made for it."""

    plan: CampaignPlan
    pictures: Mapping[str, bytes]
    """By SHA-256."""


async def rehearse(
    prepared: PreparedRequest, settings: Settings, now: datetime, tell: Tell
) -> Rehearsal:
    """Carry a campaign to the gate's decision and leave nothing behind.

    Args:
        prepared: The request with the files that it names.
        settings: Where the tenants' policies, the auditor's key and the channels are read.
        now: The moment by which the publishing window is judged.
        tell: Hears which stage begins.

    Raises:
        WrongUse: The auditor's key, a tenant's policy or the channels cannot be used.
    """
    try:
        key = await asyncio.to_thread(key_or_stand_in, settings.auditor_key)
        store = MemoryArtifactStore(open_store(settings.artifacts))
        reached = publishers(settings)
    except ContractInvalid as error:
        raise WrongUse(str(error)) from error
    await prepared.store(store)
    draft = _Draft(CampaignPlan.of(prepared.request), store, tell)
    try:
        policy = await _policy(settings, key, prepared.request)
        draft.note(policy=policy, publications=_publications(prepared.request, reached))
        await draft.work_out(policy, key, now)
    except (CampaignError, CampaignEnded, ValidationError) as error:
        failure = classify(error)
        draft.note(terminal_reason=failure.reason, terminal_details=failure.details)
    finally:
        await reached.close()
    pictures = {asset.sha256: await store.get(asset.sha256) for asset in draft.plan.assets}
    return Rehearsal(draft.plan, pictures)


@dataclass
class _Draft:
    """What is known of one plan so far: it keeps what was worked out before a failure."""

    plan: CampaignPlan
    store: ArtifactStore
    tell: Tell

    def note(self, **found: Any) -> None:
        """Add what has become known."""
        self.plan = self.plan.model_copy(update=found)

    async def work_out(self, policy: TenantPolicy, key: AuditorKey, now: datetime) -> None:
        """Work as far as the campaign would get.

        Raises:
            CampaignError: It would end there.
            CampaignEnded: The gate or the clock would end it.
        """
        request = self.plan.request
        refuse_against(policy, request)
        stages, orders = preparation(self.store, key), Orders(request)
        strategy = await self._strategy(stages, orders)
        assets = await self._assets(stages, orders, strategy)
        gate = await self._gate(stages, orders.audit(assets, strategy, policy), policy)
        if gate.outcome is GateOutcome.BLOCK:
            reason = gate.reason or FailureReason.QUALITY_CHECK_FAILED
            raise CampaignEnded(Failure(reason, gate.details))
        closes = request.timing.publish_before
        if closes is not None and now >= closes:
            closed = f"the publishing window closed at {closes.isoformat()}"
            raise CampaignEnded(Failure(FailureReason.TIMEOUT, closed))

    async def _strategy(self, stages: Preparation, orders: Orders) -> StrategyResult:
        self.tell("RADAR_SCAN: the sources are read")
        scanned = await RadarActivities(stages.radar).scan_radar(orders.radar())
        self.note(signals=scanned.signals, notes=list(scanned.notes))
        self.tell("STRATEGY_GEN: the brief is composed")
        composing = StrategyActivities(stages.strategy, self.store)
        strategy = await composing.compose_strategy(orders.strategy(scanned.signals))
        self.note(
            strategy=strategy.brief,
            publications=[
                one.model_copy(update={"budget": strategy.brief.budget_allocation.get(one.channel)})
                for one in self.plan.publications
            ],
        )
        return strategy

    async def _assets(
        self, stages: Preparation, orders: Orders, strategy: StrategyResult
    ) -> list[VisualAsset]:
        producing = ContentActivities(stages.content)
        assets: list[VisualAsset] = []
        for channel in self.plan.request.channels:
            self.tell(f"CONTENT_PROD: {channel.channel} {channel.placement} is made")
            order = orders.content(channel, strategy)
            assets += assets_of(order, await producing.produce_content(order))
        self.note(assets=assets)
        return assets

    async def _gate(
        self, stages: Preparation, order: AuditOrder, policy: TenantPolicy
    ) -> GateDecision:
        self.tell("QUALITY_AUDIT: every creative and its copy are checked")
        self.note(rules=_rules(order))
        report = (await AuditActivities(stages.auditor, self.store).audit_quality(order)).report
        gate = decide(
            report,
            execution_id=order.execution_id,
            brief=order.brief,
            assets=order.assets,
            auditors=policy.trusted_auditors,
            review_required=wants_review(self.plan.request, policy),
        )
        self.note(verdict=report.verdict, ruleset=report.ruleset, checks=report.checks, gate=gate)
        return gate


async def _policy(settings: Settings, key: AuditorKey, request: CampaignRequest) -> TenantPolicy:
    try:
        return await tenant_policies(settings, key).policy_of(request.tenant_id)
    except ContractInvalid as error:
        raise WrongUse(f"{settings.tenants}: {error}") from error


def _publications(request: CampaignRequest, reached: Publishers) -> list[PlannedPublication]:
    found: list[PlannedPublication] = []
    for channel in request.channels:
        publisher = reached.of(channel.channel)
        found.append(
            PlannedPublication(
                channel=channel.channel,
                placement=channel.placement,
                publisher=_NAMES.get(type(publisher), type(publisher).__name__),
                reconciliation=publisher.reconciliation,
            )
        )
    return found


def _rules(order: AuditOrder) -> list[RuleInForce]:
    places = [placement_of(asset.channel, asset.placement) for asset in order.assets]
    return [
        RuleInForce(rule=rule, why_not=why_not_enforced(rule, places)) for rule in rules_of(order)
    ]
