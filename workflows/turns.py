"""In which queue a step waits, and when it is its turn."""

from temporalio import workflow
from temporalio.common import Priority
from temporalio.workflow import ActivityConfig

with workflow.unsafe.imports_passed_through():
    from contracts import (
        Admission,
        AuditInput,
        CampaignRequest,
        ContentInput,
        Contract,
        PublishInput,
        SettleInput,
    )
    from contracts.names import COMPUTE_QUEUE, publish_queue


def priority_of(request: CampaignRequest, weight: float | None = None) -> Priority:
    """Return when it is a campaign's turn: by its priority, and among equals by its tenant.

    Args:
        request: The campaign's.
        weight: The tenant's, where its policy is known.
    """
    return Priority(
        priority_key=request.priority,
        fairness_key=str(request.tenant_id),
        fairness_weight=weight,
    )


def in_turn(
    config: ActivityConfig, given: Contract, request: CampaignRequest, admission: Admission | None
) -> ActivityConfig:
    """Return how a step is scheduled, with its turn and its queue as they were admitted.

    Before the admission it waits where the campaign itself does.
    """
    if admission is None:
        return config
    config = config.copy()
    config["priority"] = priority_of(request, admission.policy.fairness_weight)
    if admission.queues_apart:
        if isinstance(given, PublishInput | SettleInput):
            config["task_queue"] = publish_queue(given.channel)
        elif isinstance(given, ContentInput | AuditInput):
            config["task_queue"] = COMPUTE_QUEUE
    return config
