"""Orders to a campaign: given twice they are one order, and silence is no refusal."""

import pytest
from temporalio.client import WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError, RPCStatusCode

from contracts import CampaignPayload, CampaignState, TraceEntry
from runtime.campaigns import messages as orders
from runtime.campaigns.client import Order, update_id
from runtime.campaigns.endings import is_from_ledger
from runtime.refusals import NotCarriedOut, Refused, WrongUse
from runtime.temporal.errors import HasEnded, NotKnown, order_understood
from tests.support.builders import CAMPAIGN, EXECUTION, MOMENT, TENANT

DIGEST = "f727ca8e" + "0" * 56


@pytest.mark.parametrize(
    "order",
    [
        orders.review("approve", "Ana", None, DIGEST),
        orders.resolution("x", "sent", "post-1"),
    ],
)
def test_the_same_order_given_again_is_the_same_order(order: Order) -> None:
    """Who repeats an order after a silence does not give a second one."""
    again = type(order).model_validate_json(order.model_dump_json())

    assert update_id(EXECUTION, again) == update_id(EXECUTION, order)


def test_another_order_is_another_order() -> None:
    """A different decision, report or campaign is never taken for one that was given before."""
    order = orders.review("approve", "Ana", None, DIGEST)
    others = [
        update_id(EXECUTION, orders.review("reject", "Ana", None, DIGEST)),
        update_id(EXECUTION, orders.review("approve", "Ana", None, "0" * 64)),
        update_id(CAMPAIGN, order),
    ]

    assert len({update_id(EXECUTION, order), *others}) == 4


def test_a_campaign_can_be_paused_again_after_it_went_on() -> None:
    """The same words are a new order to pause or to go on, and are never passed over."""
    first, second = orders.pause("holiday"), orders.pause("holiday")

    assert update_id(EXECUTION, first) != update_id(EXECUTION, second)
    assert update_id(EXECUTION, orders.resume()) != update_id(EXECUTION, orders.resume())


@pytest.mark.parametrize(
    "silence",
    [
        WorkflowUpdateRPCTimeoutOrCancelledError(),
        RPCError("timeout", RPCStatusCode.DEADLINE_EXCEEDED, b""),
        RPCError("connection lost", RPCStatusCode.UNAVAILABLE, b""),
    ],
)
def test_silence_is_not_told_as_a_refusal(silence: Exception) -> None:
    """Nobody knows whether the order was taken, and that is what the operator learns."""
    with pytest.raises(NotKnown) as told, order_understood(str(EXECUTION)):
        raise silence

    assert "not known whether" in str(told.value)
    assert "give the same order again" in str(told.value)
    assert not isinstance(told.value, Refused)
    assert told.value.exit_status == 1


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (RPCError("workflow execution already completed", RPCStatusCode.NOT_FOUND, b""), HasEnded),
        (RPCError("Blob data size", RPCStatusCode.INVALID_ARGUMENT, b""), WrongUse),
    ],
)
def test_an_answer_is_told_as_what_it_is(answer: Exception, kind: type[NotCarriedOut]) -> None:
    """What Temporal did answer is known."""
    with pytest.raises(kind), order_understood(str(EXECUTION)):
        raise answer


def test_a_beginning_of_the_digest_names_the_report() -> None:
    """What a person copies from the status is understood, in whatever case."""
    assert orders.report_read("1b4d", "approve", f" {DIGEST[:8].upper()} ") == "f727ca8e"


@pytest.mark.parametrize("decision", ["reject", "request-changes"])
def test_only_an_approval_has_to_name_its_report(decision: str) -> None:
    """What sends nothing out may be about the present report."""
    assert orders.report_read("1b4d", decision, None) == ""


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
