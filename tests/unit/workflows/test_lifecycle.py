"""The lifecycle moves only along its table."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import CampaignState, FailureReason, GateDecision, GateOutcome
from tests.support.paths import ROOT
from workflows.lifecycle import (
    _MACHINE,
    TRANSITIONS,
    CampaignEvent,
    CampaignLifecycle,
    IllegalTransition,
    diagram,
)

BEGIN, END = "<!-- lifecycle:begin -->", "<!-- lifecycle:end -->"

S, E = CampaignState, CampaignEvent
PATH = {
    (S.IDLE, E.SCAN): S.RADAR_SCAN,
    (S.RADAR_SCAN, E.PLAN): S.STRATEGY_GEN,
    (S.STRATEGY_GEN, E.PRODUCE): S.CONTENT_PROD,
    (S.CONTENT_PROD, E.AUDIT): S.QUALITY_AUDIT,
    (S.QUALITY_AUDIT, E.REVISE): S.CONTENT_PROD,
    (S.QUALITY_AUDIT, E.PUBLISH): S.PUBLISH,
    (S.PUBLISH, E.LEARN): S.LEARN,
    (S.LEARN, E.REST): S.IDLE,
}
"""The states in their order, as they were specified."""

EXPECTED = PATH | {(state, E.FAIL): S.FAILED for state in S if state is not S.FAILED}


def says(outcome: GateOutcome) -> GateDecision:
    """Return a decision of the gate."""
    reason = FailureReason.QUALITY_CHECK_FAILED if outcome is GateOutcome.BLOCK else None
    return GateDecision(outcome=outcome, reason=reason, details="because")


CONSENT = says(GateOutcome.PUBLISH)
decisions = st.sampled_from([None, *(says(outcome) for outcome in GateOutcome)])
events = st.lists(st.tuples(st.sampled_from(CampaignEvent), decisions), max_size=30)


@pytest.mark.parametrize("event", CampaignEvent)
@pytest.mark.parametrize("state", CampaignState)
def test_every_event_moves_as_specified_or_is_refused(
    state: CampaignState, event: CampaignEvent
) -> None:
    """A campaign goes through its stages in their order and in no other."""
    lifecycle = CampaignLifecycle(state)
    expected = EXPECTED.get((state, event))

    allowed = lifecycle.allows(event)

    assert allowed == (expected is not None)
    if expected is None:
        with pytest.raises(IllegalTransition, match=f"cannot {event} while {state}"):
            lifecycle.apply(event, CONSENT)
        assert lifecycle.state is state
    else:
        lifecycle.apply(event, CONSENT)
        assert lifecycle.state is expected


def test_the_table_is_the_specified_one() -> None:
    """There is no row that nobody specified."""
    assert dict(TRANSITIONS) == EXPECTED


@pytest.mark.parametrize(
    "decision",
    [None, says(GateOutcome.REVIEW), says(GateOutcome.BLOCK)],
    ids=["none", "review", "block"],
)
def test_nothing_is_published_without_the_gates_consent(decision: GateDecision | None) -> None:
    """A campaign that awaits a review or was blocked cannot be published by any order of ours."""
    lifecycle = CampaignLifecycle(CampaignState.QUALITY_AUDIT)

    with pytest.raises(IllegalTransition, match="without the quality gate's consent"):
        lifecycle.apply(CampaignEvent.PUBLISH, decision)

    assert lifecycle.state is CampaignState.QUALITY_AUDIT


@given(events)
def test_a_failed_campaign_never_moves_again(
    steps: list[tuple[CampaignEvent, GateDecision | None]],
) -> None:
    """FAILED is final, whatever happens afterwards."""
    lifecycle = CampaignLifecycle(CampaignState.FAILED)

    for event, decision in steps:
        with pytest.raises(IllegalTransition):
            lifecycle.apply(event, decision)

    assert lifecycle.state is CampaignState.FAILED


@given(st.sampled_from([state for state in S if state is not S.PUBLISH]), events)
def test_publication_is_reached_only_from_the_audit_and_by_consent(
    start: CampaignState, steps: list[tuple[CampaignEvent, GateDecision | None]]
) -> None:
    """No sequence of events whatever slips past the quality gate."""
    lifecycle = CampaignLifecycle(start)

    for event, decision in steps:
        before = lifecycle.state
        try:
            lifecycle.apply(event, decision)
        except IllegalTransition:
            assert lifecycle.state is before
            continue
        entered = lifecycle.state is CampaignState.PUBLISH
        assert not entered or (before is S.QUALITY_AUDIT and decision == CONSENT)


def test_there_is_no_way_around_the_table() -> None:
    """The library's own shortcuts, such as to_PUBLISH, do not exist."""
    lifecycle = CampaignLifecycle()

    methods = {name for name in dir(lifecycle) if not name.startswith("_")}

    assert set(_MACHINE.events) == {event.value for event in CampaignEvent}
    assert methods == {"allows", "apply", "state"}


def test_two_campaigns_do_not_share_their_state() -> None:
    """One campaign's step is never another's."""
    first, second = CampaignLifecycle(), CampaignLifecycle()

    first.apply(CampaignEvent.SCAN)

    assert (first.state, second.state) == (S.RADAR_SCAN, S.IDLE)


def test_a_campaign_moves_without_filling_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """A worker's log holds what an operator has to see, and not the library's remarks."""
    caplog.set_level("WARNING")

    CampaignLifecycle().apply(CampaignEvent.SCAN)

    assert caplog.records == []


def test_the_lifecycle_knows_nothing_of_temporal() -> None:
    """The machine can be used and tested where no Temporal is installed."""
    program = (
        "import sys, workflows.lifecycle; "
        "print(any(name.startswith('temporalio') for name in sys.modules))"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )

    assert ran.stdout == "False\n"


def test_the_diagram_shows_every_row_of_the_table() -> None:
    """What the diagram shows is what the machine does."""
    lines = set(diagram().splitlines())

    rows = {f"    {source} --> {to}: {event}" for (source, event), to in TRANSITIONS.items()}

    assert lines == rows | {"stateDiagram-v2", "    [*] --> IDLE", "    FAILED --> [*]"}


def test_the_diagram_in_the_readme_is_current() -> None:
    """A reader of the README sees the machine as it is."""
    wanted = f"{BEGIN}\n```mermaid\n{diagram()}\n```\n{END}"
    readme = ROOT / "README.md"

    text = readme.read_text(encoding="utf-8") if readme.exists() else ""

    assert wanted in text, f"README.md has to hold these lines:\n{wanted}"
