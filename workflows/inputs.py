"""What each stage is given: one function per input, made of digests of what is stored."""

from collections.abc import Iterable, Sequence
from typing import TypedDict
from uuid import UUID

from contracts import (
    AuditInput,
    CampaignRequest,
    ChannelMetrics,
    ChannelPlan,
    ContentInput,
    ContentResult,
    ContractInvalid,
    ForesightInput,
    LearnInput,
    LedgerIdentity,
    Place,
    Publication,
    PublishInput,
    RadarInput,
    ReviewDecision,
    SettleInput,
    StrategyInput,
    VisualAsset,
)
from domain.signing import digest


class _Execution(TypedDict):
    campaign_id: UUID
    tenant_id: UUID
    execution_id: UUID
    ledger: LedgerIdentity | None


class Inputs:
    """Every input that follows from one request and from what earlier stages made of it."""

    def __init__(self, request: CampaignRequest) -> None:
        """Take the request.

        Raises:
            CanonicalizationError: It has no canonical form, so nothing can refer to it.
        """
        self.request_sha256 = digest(request)
        self._plans = request.channels
        self._execution: _Execution = {
            "campaign_id": request.campaign_id,
            "tenant_id": request.tenant_id,
            "execution_id": request.execution_id,
            "ledger": None,
        }

    @property
    def ledger(self) -> LedgerIdentity | None:
        """Which ledger admitted the execution, once it has."""
        return self._execution["ledger"]

    def admitted_by(self, ledger: LedgerIdentity | None) -> None:
        """Let every input from now on say which ledger admitted the execution."""
        self._execution["ledger"] = ledger

    def radar(self) -> RadarInput:
        """Return what RADAR_SCAN is given."""
        return RadarInput(**self._execution, request=self.request_sha256)

    def strategy(self, radar: str) -> StrategyInput:
        """Return what STRATEGY_GEN is given.

        Args:
            radar: Digest of the radar's report.
        """
        return StrategyInput(**self._execution, request=self.request_sha256, radar=radar)

    def content(
        self,
        plan: ChannelPlan,
        brief: str,
        revision: int = 0,
        changes: Sequence[str] = (),
        findings: Sequence[str] = (),
        former: Iterable[VisualAsset] = (),
    ) -> ContentInput:
        """Return what CONTENT_PROD is given for one place.

        Args:
            plan: The place.
            brief: Digest of the brief.
            revision: Which round of content it is.
            changes: What reviewers asked to change, oldest first.
            findings: What the audit found in the revision before, the gravest first.
            former: The assets in which it did; the place's own are told to whoever mends them.
        """
        return ContentInput(
            **self._execution,
            revision=revision,
            channel=plan.channel,
            placement=plan.placement,
            request=self.request_sha256,
            brief=brief,
            changes=list(changes),
            findings=list(findings),
            former_copy=next((asset.text for asset in former if asset.place == plan.place), {}),
        )

    def foresight(
        self,
        brief: str,
        present: Iterable[VisualAsset],
        *,
        revision: int,
        changes: Sequence[str],
    ) -> ForesightInput:
        """Return what is given to say whether making all content anew would change anything.

        Args:
            brief: Digest of the brief.
            present: What there is by now.
            revision: Which round of content it would be.
            changes: What reviewers asked to change, oldest first, and what is asked now.
        """
        return ForesightInput(
            contents=[self.content(plan, brief, revision, changes) for plan in self._plans],
            assets=[digest(asset) for asset in present],
        )

    def audit(
        self, assets: Iterable[VisualAsset], brief: str, policy: str, revision: int = 0
    ) -> AuditInput:
        """Return what QUALITY_AUDIT is given.

        Args:
            assets: Everything that is about to go out.
            brief: Digest of the brief.
            policy: Digest of the tenant's policy.
            revision: Which round of content it is.
        """
        return AuditInput(
            **self._execution,
            revision=revision,
            request=self.request_sha256,
            brief=brief,
            policy=policy,
            assets=[digest(asset) for asset in assets],
        )

    def publish(
        self,
        plan: ChannelPlan,
        assets: Iterable[VisualAsset],
        brief: str,
        policy: str,
        report: str,
        review: ReviewDecision | None,
    ) -> PublishInput:
        """Return what PUBLISH is given for one place.

        Args:
            plan: The place.
            assets: Everything that is about to go out; the place's own assets keep their order.
            brief: Digest of the brief.
            policy: Digest of the tenant's policy at admission.
            report: Digest of the signed report.
            review: What a reviewer decided about it, when one was asked.
        """
        return PublishInput(
            **self._execution,
            channel=plan.channel,
            placement=plan.placement,
            request=self.request_sha256,
            brief=brief,
            report=report,
            policy=policy,
            assets=[digest(asset) for asset in assets if asset.place == plan.place],
            review=review,
        )

    def settle(
        self, place: Place, known: Publication | None, *, retract: bool, begun: int = 0
    ) -> SettleInput:
        """Return what is given to find out what one place has, or to take it back.

        Args:
            place: The place.
            known: What is proven already.
            retract: Whether it is to be taken back.
            begun: How many attempts to publish there may have begun without telling the end.
        """
        return SettleInput(
            **self._execution,
            earlier=begun,
            channel=place.channel,
            placement=place.placement,
            retract=retract,
            known=known,
        )

    def learn(
        self, places: Iterable[Place], metrics: Sequence[ChannelMetrics], revision: int
    ) -> LearnInput:
        """Return what LEARN is given."""
        return LearnInput(
            **self._execution,
            revision=revision,
            places=[str(place) for place in places],
            metrics=list(metrics),
        )


def assets_of(given: ContentInput, result: ContentResult) -> list[VisualAsset]:
    """Return what was made for one place.

    Raises:
        ContractInvalid: It was made for another place or revision.
    """
    ordered = (str(given.place), given.revision)
    for asset in result.assets:
        if (made := (str(asset.place), asset.revision)) != ordered:
            raise ContractInvalid(f"content for {ordered} was ordered, and {made} was made")
    return result.assets
