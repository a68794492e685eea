"""Lines of a log are about somebody's campaign, and say whose."""

import asyncio
from uuid import UUID, uuid5

import pytest
from temporalio.testing import ActivityEnvironment

from activities import log_context
from activities.log_context import LogContext, about, enter, present
from contracts import AdmissionInput, OutcomeInput, SuppressedDuplicate, TrustInput
from tests.support.builders import CAMPAIGN, EXECUTION, TENANT, request
from tests.support.campaigns.shown import payload
from workflows.inputs import Inputs

DIGEST = "0" * 64


@pytest.fixture(autouse=True)
def _nothing_met() -> None:
    log_context._MET.clear()


def entered(given: object, activity: str) -> LogContext:
    """Return what an activity's lines are about."""

    async def work() -> LogContext:
        enter(given, activity)
        return await asyncio.to_thread(present)

    return asyncio.run(ActivityEnvironment().run(work))


def test_nothing_is_known_before_anything_was_said() -> None:
    """A line of the worker itself is about no campaign."""
    assert present() == LogContext()
    assert about(None) == LogContext()


@pytest.mark.parametrize(
    "given",
    [
        Inputs(request("x")).radar(),
        AdmissionInput(request=request("x"), request_sha256=DIGEST),
        OutcomeInput(payload=payload([])),
    ],
    ids=lambda given: type(given).__name__,
)
def test_every_activity_of_a_campaign_says_whose_it_is(given: object) -> None:
    """Also in threads that it starts."""
    assert entered(given, "work") == LogContext(EXECUTION, TENANT, CAMPAIGN, "work")


def test_work_for_a_place_names_it() -> None:
    """Who reads the log sees which channel a line is about."""
    plan = request("x").channels[0]

    context = entered(Inputs(request("x")).content(plan, DIGEST), "produce_content")

    assert context.step == "produce_content x.post"


def test_what_was_met_before_is_known_again() -> None:
    """A line about a run has its tenant, too, although the SDK knows its id alone."""
    entered(Inputs(request("x")).radar(), "scan_radar")

    assert about(EXECUTION) == LogContext(EXECUTION, TENANT, CAMPAIGN)
    duplicate = entered(SuppressedDuplicate(execution_id=EXECUTION, by="Ana"), "record_duplicate")
    assert duplicate == LogContext(EXECUTION, TENANT, CAMPAIGN, "record_duplicate")


def test_what_is_not_known_is_left_out() -> None:
    """A question about a tenant is about no execution."""
    assert entered(TrustInput(tenant_id=TENANT), "read_trust") == LogContext(
        tenant=TENANT, step="read_trust"
    )


def test_what_was_met_long_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker of a year remembers no more executions than one of a day."""
    monkeypatch.setattr(log_context, "_MOST", 2)
    others: list[UUID] = [uuid5(EXECUTION, str(number)) for number in range(2)]
    for execution in [EXECUTION, *others]:
        given = Inputs(request("x")).radar().model_copy(update={"execution_id": execution})
        entered(given, "scan_radar")

    assert about(EXECUTION) == LogContext(EXECUTION)
    assert about(others[1]).tenant == TENANT
