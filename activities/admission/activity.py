"""Before the first stage and after the last: what is known of an execution outside its run."""

from temporalio import activity

from activities.admission.tenants import refuse_against
from activities.ports import ExecutionLedger, TenantPolicies
from contracts import (
    Admission,
    AdmissionOrder,
    Conclusion,
    DuplicateCount,
    SuppressedDuplicate,
)
from domain.platforms import placement_of


class AdmissionActivities:
    """Lets executions in once, and remembers how they ended."""

    def __init__(self, ledger: ExecutionLedger, policies: TenantPolicies) -> None:
        self._ledger = ledger
        self._policies = policies

    @activity.defn
    async def admit_campaign(self, order: AdmissionOrder) -> Admission:
        """Check the ledger, the placements and the tenant's policy.

        A second run notes the same execution again, which changes nothing.

        Raises:
            ContractInvalid: The execution is known with another request, or a placement is not.
            PolicyViolation: The tenant's policy forbids the request.
        """
        request = order.request
        for plan in request.channels:
            placement_of(plan.channel, plan.placement)
        concluded = await self._ledger.open(request.execution_id, order.request_sha256)
        policy = await self._policies.policy_of(request.tenant_id)
        if concluded is None:
            refuse_against(policy, request)
        return Admission(policy=policy, concluded=concluded)

    @activity.defn
    async def conclude_campaign(self, conclusion: Conclusion) -> None:
        """Remember how the execution ended.

        A second run finds the first conclusion, which stands.
        """
        await self._ledger.conclude(conclusion.payload, conclusion.request_sha256)

    @activity.defn
    async def record_duplicate(self, duplicate: SuppressedDuplicate) -> DuplicateCount:
        """Count a start of a finished execution that was answered with its outcome.

        A second run counts once more: the number is of attempts to start, not of effects.
        """
        suppressed = await self._ledger.count_duplicate(duplicate.execution_id)
        activity.metric_meter().create_counter(
            "phoenix_duplicates_suppressed", "Starts that were answered with an existing run"
        ).add(1, {"running": "no"})
        return DuplicateCount(execution_id=duplicate.execution_id, suppressed=suppressed)
