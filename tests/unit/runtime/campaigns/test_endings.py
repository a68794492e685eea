"""How a campaign ended, read from the payload that it left."""

from collections.abc import Sequence

import pytest

from contracts import (
    CampaignPayload,
    CampaignState,
    CampaignStatus,
    ChannelStatus,
    FailureReason,
    Place,
    Publication,
    PublicationStatus,
    TraceEntry,
)
from runtime.campaigns.endings import (
    EndedWithoutPayload,
    as_it_ended,
    is_from_ledger,
    nothing_proven,
    status_from,
    status_of_cut_off,
)
from tests.support.builders import CAMPAIGN, EXECUTION, MOMENT, TENANT, request

SENT, NOT_SENT = PublicationStatus.SENT, PublicationStatus.NOT_SENT
UNKNOWN, UNDER_WAY = PublicationStatus.UNKNOWN, PublicationStatus.UNDER_WAY
TERMINATED = EndedWithoutPayload("campaign-1 ended", FailureReason.TIMEOUT, "ended from outside")
OUT = Publication(channel="x", placement="post", status=SENT, remote_id="1", at=MOMENT)


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


def said(status: PublicationStatus) -> CampaignStatus:
    """Return what a run's history says of itself while it publishes on X."""
    return CampaignStatus(
        campaign_id=CAMPAIGN,
        tenant_id=TENANT,
        execution_id=EXECUTION,
        name="Café",
        state=CampaignState.PUBLISH,
        finished=False,
        channels=[ChannelStatus(channel="x", placement="post", status=status)],
    )


@pytest.mark.parametrize(
    ("history", "proven", "status"),
    [
        (NOT_SENT, [OUT], SENT),
        (UNDER_WAY, [], NOT_SENT),
        (None, [OUT], SENT),
        (NOT_SENT, None, NOT_SENT),
        (UNDER_WAY, None, UNKNOWN),
        (None, None, UNKNOWN),
    ],
    ids=[
        "the ledger knows more",
        "never begun",
        "no worker is there",
        "before it published",
        "in the middle, without a ledger",
        "nobody is there",
    ],
)
def test_a_run_that_was_cut_off_has_the_status_that_can_be_proven(
    history: PublicationStatus | None,
    proven: Sequence[Publication] | None,
    status: PublicationStatus,
) -> None:
    """The ledger's proof counts, then the history's; what neither proves is unknown."""
    known = None if history is None else said(history)

    ended = status_of_cut_off(request("x"), known, TERMINATED, proven)

    assert [one.status for one in ended.channels] == [status]
    assert (ended.state, ended.finished) == (CampaignState.FAILED, True)
    assert ended.terminal_details == "ended from outside"
    assert ended.execution_id == EXECUTION


async def test_without_a_ledger_nothing_is_proven() -> None:
    """A program that gives none is told what the history says, and what it cannot say."""
    assert await nothing_proven(request("x")) is None


def test_a_payload_of_a_run_that_was_cut_off_says_the_same_as_its_status() -> None:
    """Who reads the payload alone learns how it ended and what is out."""
    payload = CampaignPayload(
        campaign_id=CAMPAIGN,
        tenant_id=TENANT,
        execution_id=EXECUTION,
        current_state=CampaignState.PUBLISH,
    )
    status = status_of_cut_off(request("x", "instagram"), None, TERMINATED, [OUT])

    ended = as_it_ended(payload, status, MOMENT)

    assert ended.current_state is CampaignState.FAILED
    assert ended.terminal_reason is FailureReason.TIMEOUT
    assert ended.latest_publications() == {Place("x", "post"): OUT}
    assert as_it_ended(ended, status, MOMENT) == ended
