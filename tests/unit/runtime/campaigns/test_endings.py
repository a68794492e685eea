"""How a campaign ended, read from the payload that it left."""

import pytest

from contracts import CampaignPayload, CampaignState, FailureReason, TraceEntry
from runtime.campaigns.endings import is_from_ledger, status_from
from tests.support.builders import CAMPAIGN, EXECUTION, MOMENT, TENANT


def test_a_closed_campaign_has_a_status_without_a_worker() -> None:
    """The final payload alone tells how a campaign ended."""
    payload = CampaignPayload(
        campaign_id=CAMPAIGN,
        tenant_id=TENANT,
        execution_id=EXECUTION,
        current_state=CampaignState.FAILED,
        terminal_reason=FailureReason.PLATFORM_ERROR,
        terminal_details="the channel refuses",
        name="Café de temporada",
    )

    status = status_from(payload)

    assert status.finished
    assert status.terminal_reason is FailureReason.PLATFORM_ERROR
    assert status.name == "Café de temporada"


@pytest.mark.parametrize(
    ("actions", "known"),
    [([], False), (["opened"], False), (["opened", "answered_from_ledger"], True)],
)
def test_a_run_that_only_answered_is_told_from_one_that_ran(
    actions: list[str],
    known: bool,  # noqa: FBT001 - a parameter of the test, given by name
) -> None:
    """The last entry of the log says that the ledger answered a duplicate."""
    log = [TraceEntry(timestamp=MOMENT, actor_service="x", action=action) for action in actions]
    payload = CampaignPayload(
        campaign_id=CAMPAIGN,
        tenant_id=TENANT,
        execution_id=EXECUTION,
        current_state=CampaignState.IDLE,
        execution_log=log,
    )

    assert is_from_ledger(payload) is known
