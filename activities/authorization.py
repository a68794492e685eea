"""Who may call an activity: the campaign's own run, and nobody else who reaches Temporal."""

from uuid import UUID

from temporalio import activity

from contracts import WORKFLOW_TYPE, ContractInvalid, workflow_id


def check_caller(execution_id: UUID) -> None:
    """Refuse to work for anything but the run of this execution.

    Whoever reaches Temporal can start an activity by itself, or from a workflow of his own.

    Raises:
        ContractInvalid: Something else calls.
    """
    info = activity.info()
    own = workflow_id(execution_id)
    if (info.workflow_type, info.workflow_id) != (WORKFLOW_TYPE, own):
        raise ContractInvalid(
            f"{info.activity_type} works for {own} alone, and was called by "
            f"{info.workflow_id or 'nobody'}"
        )
