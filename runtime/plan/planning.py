"""The dry run of a campaign: everything up to the gate's decision, and nothing that stays.

It gives the same inputs to the same stages as a run does, but what they make is kept in memory, no
ledger, no Temporal and no channel is asked, and the report that the gate reads is thrown away.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from activities.admission.credentials import CredentialCheck
from activities.audit.activity import AuditActivities
from activities.audit.keys import AuditorKey
from activities.compute import ThreadCompute
from activities.content.activity import ContentActivities
from activities.memory.folder import FolderMemory
from activities.memory.volatile import VolatileMemory
from activities.ports import ArtifactStores, Memory
from activities.radar.activity import RadarActivities
from activities.references import References
from activities.store import MemoryArtifactStores
from activities.strategy.activity import StrategyActivities
from contracts import (
    AnswerPending,
    AuditEvidence,
    AuditOrder,
    CampaignError,
    ContractInvalid,
    FailureReason,
    GateDecision,
    GateOutcome,
    Place,
    RadarReport,
    StrategyResult,
    TenantPolicy,
    VisualAsset,
    summed,
)
from contracts.base import utc_now
from domain.audit.order import rules_of
from domain.audit.report import whole
from domain.orders import audit_order
from domain.platforms import placement_of
from domain.policy import refuse_against
from domain.publishing_window import why_closed
from runtime.audit.in_force import rules_in_force
from runtime.audit.replies import RuleInForce
from runtime.files.request import PreparedRequest
from runtime.plan.replies import CampaignPlan
from runtime.plan.served import providers_of, publications_of
from runtime.progress import Say
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.wiring.chosen_providers import Choices, Providers, build_providers
from runtime.wiring.composition import provider_choices, publishers
from runtime.wiring.keys import planning_key
from runtime.wiring.policies import tenant_policies
from runtime.wiring.providers import ProviderTools
from runtime.wiring.stores import open_stores
from workflows.failures import CampaignEnded, Failure, classify
from workflows.inputs import Inputs, assets_of
from workflows.quality_gate import decide, wants_review

_NO_WAITING: Final = (
    "A plan does not wait for an answer that was promised: a campaign would ask for it."
)


@dataclass(frozen=True)
class PlannedCampaign:
    """A plan, and the bytes of what was made for it."""

    plan: CampaignPlan
    pictures: Mapping[str, bytes]
    """By SHA-256."""


async def plan_campaign(
    prepared: PreparedRequest, settings: Settings, now: datetime, tell: Say
) -> PlannedCampaign:
    """Carry a campaign to the gate's decision and leave nothing behind.

    Args:
        prepared: The request with the files that it names.
        settings: Where the tenants' policies, the auditor's key and the channels are read.
        now: The moment by which the publishing window is judged.
        tell: Hears which stage begins.

    Raises:
        WrongUse: The auditor's key, a tenant's policy, the channels or the providers cannot be
            used.
    """
    try:
        key = await asyncio.to_thread(planning_key, settings)
        stores = MemoryArtifactStores(open_stores(settings.artifacts))
        policies = tenant_policies(settings, key.auditor)
        choices = provider_choices(settings)
        reached = publishers(settings)
    except ContractInvalid as error:
        raise WrongUse(str(error)) from error
    await prepared.store(stores)
    memory = VolatileMemory(FolderMemory(settings.memory))
    draft = _Draft(CampaignPlan.of(prepared.request), stores, choices, memory, tell)
    try:
        credentials = await CredentialCheck(reached, lambda: now).notes(prepared.request)
        policy = await policies.policy_of(prepared.request.tenant_id)
        draft.note(
            policy=policy,
            publications=publications_of(prepared.request, reached),
            providers=providers_of(prepared.request, choices),
            notes=[*prepared.notes, *(f"channel {note}" for note in credentials)],
        )
        await draft.work_out(policy, key, now)
    except (CampaignError, CampaignEnded, ValidationError) as error:
        failure = classify(error)
        if isinstance(error, AnswerPending):
            failure = Failure(failure.reason, f"{error} {_NO_WAITING}")
        draft.note(terminal_reason=failure.reason, terminal_details=failure.details)
    finally:
        await reached.close()
    store = stores.of(prepared.request.tenant_id)
    pictures = {asset.sha256: await store.get(asset.sha256) for asset in draft.plan.assets}
    return PlannedCampaign(draft.plan, pictures)


@dataclass
class _Draft:
    """What is known of one plan so far: it keeps what was worked out before a failure."""

    plan: CampaignPlan
    stores: ArtifactStores
    choices: Choices
    memory: Memory
    tell: Say

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
        compute = ThreadCompute()  # a plan is over before processes would have started
        tools = ProviderTools(
            stores=self.stores,
            key=key,
            clock=utc_now,
            compute=compute,
            memory=self.memory,
            is_rehearsed=True,
        )
        providers, inputs = build_providers(tools, self.choices), Inputs(request)
        await self.references.keep(request)
        strategy = await self._strategy(providers, inputs, now)
        assets = await self._assets(providers, inputs, strategy)
        gate = await self._gate(providers, inputs, strategy, assets, policy)
        if gate.outcome is GateOutcome.BLOCK:
            reason = gate.reason or FailureReason.QUALITY_CHECK_FAILED
            raise CampaignEnded(Failure(reason, gate.details))
        if closed := why_closed(request.timing, now):
            raise CampaignEnded(Failure(FailureReason.TIMEOUT, closed))

    @property
    def references(self) -> References:
        """What the inputs of the stages refer to."""
        return References(self.stores.of(self.plan.request.tenant_id))

    async def _strategy(
        self, providers: Providers, inputs: Inputs, now: datetime
    ) -> StrategyResult:
        self.tell("RADAR_SCAN: the sources are read")
        scanning = RadarActivities(providers.radar, self.stores, lambda: now)
        scanned = await scanning.scan_radar(inputs.radar())
        radar = await self.references.read(RadarReport, scanned.report.sha256)
        self.note(signals=radar.signals, notes=[*self.plan.notes, *radar.notes])
        self.tell("STRATEGY_GEN: the brief is composed")
        composing = StrategyActivities(providers.strategy, self.stores)
        strategy = await composing.compose_strategy(inputs.strategy(scanned.report.sha256))
        self.note(
            strategy=strategy.brief,
            usage=strategy.usage,
            publications=[
                one.model_copy(
                    update={"budget": strategy.brief.budget_of(Place(one.channel, one.placement))}
                )
                for one in self.plan.publications
            ],
        )
        return strategy

    async def _assets(
        self, providers: Providers, inputs: Inputs, strategy: StrategyResult
    ) -> list[VisualAsset]:
        producing = ContentActivities(providers.content, self.stores)
        assets: list[VisualAsset] = []
        for plan in self.plan.request.channels:
            self.tell(f"CONTENT_PROD: {plan.channel} {plan.placement} is made")
            given = inputs.content(plan, strategy.artifact.sha256)
            produced = await producing.produce_content(given)
            self.note(usage=summed([*self.plan.usage, *produced.usage]))
            assets += assets_of(given, produced)
        self.note(assets=assets)
        return assets

    async def _gate(
        self,
        providers: Providers,
        inputs: Inputs,
        strategy: StrategyResult,
        assets: list[VisualAsset],
        policy: TenantPolicy,
    ) -> GateDecision:
        self.tell("QUALITY_AUDIT: every creative and its copy are checked")
        request = self.plan.request
        kept = await self.references.keep(policy)
        given = inputs.audit(assets, strategy.artifact.sha256, kept.sha256)
        self.note(rules=_rules(audit_order(given, request, strategy.brief, policy, assets)))
        auditing = AuditActivities(providers.auditor, self.stores)
        report = (await auditing.audit_quality(given)).report
        evidence = await self.references.read(AuditEvidence, report.evidence or "")
        gate = decide(
            report,
            execution_id=request.execution_id,
            brief=strategy.brief,
            assets=assets,
            auditors=policy.trusted_auditors,
            review_required=wants_review(request, policy),
        )
        self.note(
            verdict=report.verdict,
            ruleset=report.ruleset,
            checks=whole(report, evidence),
            gate=gate,
        )
        return gate


def _rules(order: AuditOrder) -> list[RuleInForce]:
    places = [placement_of(asset.channel, asset.placement) for asset in order.assets]
    return rules_in_force(rules_of(order), places, order.policy_topics)
