"""Before the first stage and after the last: what is known of an execution outside its run."""

from collections.abc import Sequence
from typing import Final

from temporalio import activity

from activities.authorization import check_caller
from activities.ports import ArtifactStores, Ledger, OpenCampaigns, TenantPolicies
from activities.references import References
from activities.telemetry import count
from contracts import (
    Admission,
    AdmissionInput,
    ArtifactRef,
    CampaignPayload,
    CampaignState,
    Conclusion,
    ContractInvalid,
    DuplicateCount,
    OutcomeInput,
    SuppressedDuplicate,
    TenantPolicy,
    Trust,
    TrustInput,
)
from domain.platforms import placement_of
from domain.policy import of_work, refuse_against, refuse_one_more
from domain.publications import MAY_HAVE_BEEN_OUT
from domain.telemetry import BY_CLOSED_RUN, DUPLICATES_SUPPRESSED

_NOT_ASKED: Final = TenantPolicy(source="not asked: the execution has ended", channels_allowed=[])
"""What ended is told as it ended, whatever has become of its tenant since."""


class AdmissionActivities:
    """Lets executions in once, and remembers how they ended."""

    def __init__(
        self,
        ledger: Ledger,
        policies: TenantPolicies,
        stores: ArtifactStores,
        open_campaigns: OpenCampaigns,
        at_once: Sequence[CampaignState] = (),
        *,
        queues_apart: bool = False,
    ) -> None:
        self._ledger = ledger
        self._executions = ledger.executions
        self._policies = policies
        self._stores = stores
        self._open_campaigns = open_campaigns
        self._at_once = list(at_once)
        self._queues_apart = queues_apart

    @activity.defn
    async def admit_campaign(self, given: AdmissionInput) -> Admission:
        """Check the ledger, the placements and the tenant's policy, and store what stages need.

        A second run notes the same execution again, and stores the same bytes, which changes
        nothing.

        Raises:
            ContractInvalid: The execution is known with another request, it is the retry of one
                that cannot be retried, a placement is not known, or something else than the
                execution's own run calls.
            PolicyViolation: The tenant is unknown, or its policy forbids the request.
            TooManyOpen: The tenant has as many open campaigns as it may.
            Infrastructure: The ledger does not answer, or nobody says how many are open.
        """
        request = given.request
        check_caller(request.execution_id)
        references = References(self._stores.of(request.tenant_id))
        for plan in request.channels:
            placement_of(plan.channel, plan.placement)
        opened = await self._executions.open(
            request, given.request_sha256, ran_before=given.ran_before
        )
        left = [known for known in opened.publications if known.status in MAY_HAVE_BEEN_OUT]
        policy = _NOT_ASKED
        if opened.outcome is None:
            policy = await self._policies.policy_of(request.tenant_id)
            refuse_against(policy, request)
            # What has begun has to be settled, or taken back, however many are open.
            has_begun = given.ran_before or bool(left)
            if policy.max_open_campaigns is not None and not has_begun:
                already_open = await self._open_campaigns.before_own(request.tenant_id)
                refuse_one_more(policy, request.tenant_id, already_open)
            await references.keep(request)
        kept = await references.keep(of_work(policy))
        return Admission(
            policy=policy,
            policy_sha256=kept.sha256,
            at_once=self._at_once,
            queues_apart=self._queues_apart,
            ledger=opened.ledger,
            concluded=opened.outcome,
            publications=left,
            taken_over=list(opened.taken_over),
        )

    @activity.defn
    async def read_trust(self, given: TrustInput) -> Trust:
        """Say whose signature counts for a tenant by now.

        A second run reads the policy again, which changes nothing.

        Raises:
            ContractInvalid: The policy cannot be read.
            PolicyViolation: The tenant is not known any more.
        """
        policy = await self._policies.policy_of(given.tenant_id)
        return Trust(auditors=policy.trusted_auditors)

    @activity.defn
    async def keep_outcome(self, given: OutcomeInput) -> ArtifactRef:
        """Store how an execution ends, where whoever concludes it looks for it.

        A second run stores the same bytes, which changes nothing. Nothing refers to what was
        stored for an end that did not come.

        Raises:
            OtherLedger: This worker's ledger is not the one that admitted the execution, and its
                store need not be the one either.
            ContractInvalid: Something else than the execution's own run calls.
        """
        outcome = given.payload
        check_caller(outcome.execution_id)
        if given.ledger is not None:
            await self._ledger.check(given.ledger)
        return await References(self._stores.of(outcome.tenant_id)).keep(outcome)

    @activity.defn
    async def conclude_campaign(self, conclusion: Conclusion) -> None:
        """Remember how the execution ended.

        Each run ends once: a second attempt changes nothing.

        Raises:
            ContractInvalid: Something else than the execution's own run calls, or the outcome is
                another execution's.
            OtherLedger: This worker's ledger is not the one that admitted the execution.
        """
        check_caller(conclusion.execution_id)
        references = References(self._stores.of(conclusion.tenant_id))
        outcome = await references.read(CampaignPayload, conclusion.outcome)
        if outcome.execution_id != conclusion.execution_id:
            raise ContractInvalid("the outcome is another execution's")
        run = activity.info().workflow_run_id or ""
        await self._executions.conclude(
            outcome, conclusion.request_sha256, run, ledger=conclusion.ledger
        )

    @activity.defn
    async def record_duplicate(self, duplicate: SuppressedDuplicate) -> DuplicateCount:
        """Count a start of a finished execution that was answered with its outcome.

        A second run counts once more: the number is of attempts to start, not of effects.
        """
        suppressed = await self._executions.count_duplicate(duplicate.execution_id)
        count(activity.metric_meter(), DUPLICATES_SUPPRESSED, answered_by=BY_CLOSED_RUN)
        return DuplicateCount(execution_id=duplicate.execution_id, suppressed=suppressed)
