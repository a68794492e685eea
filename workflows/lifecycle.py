"""The campaign's state machine: the table below is the whole of it.

Rule 1: a change of state happens only along a row of the table.
Rule 2: the row to `PUBLISH` is open only to a decision of the quality gate that says so.
Rule 3: nothing here knows about Temporal, so a test can walk every path in microseconds.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from transitions import Machine, MachineError

from contracts import CampaignError, CampaignState, FailureReason, GateDecision, GateOutcome


class CampaignEvent(StrEnum):
    """What moves a campaign along."""

    SCAN = "scan"
    PLAN = "plan"
    PRODUCE = "produce"
    AUDIT = "audit"
    REVISE = "revise"
    PUBLISH = "publish"
    LEARN = "learn"
    REST = "rest"
    FAIL = "fail"


_S, _E = CampaignState, CampaignEvent

TRANSITIONS: Final[Mapping[tuple[CampaignState, CampaignEvent], CampaignState]] = MappingProxyType(
    {
        (_S.IDLE, _E.SCAN): _S.RADAR_SCAN,
        (_S.RADAR_SCAN, _E.PLAN): _S.STRATEGY_GEN,
        (_S.STRATEGY_GEN, _E.PRODUCE): _S.CONTENT_PROD,
        (_S.CONTENT_PROD, _E.AUDIT): _S.QUALITY_AUDIT,
        (_S.QUALITY_AUDIT, _E.REVISE): _S.CONTENT_PROD,
        (_S.QUALITY_AUDIT, _E.PUBLISH): _S.PUBLISH,
        (_S.PUBLISH, _E.LEARN): _S.LEARN,
        (_S.LEARN, _E.REST): _S.IDLE,
        (_S.IDLE, _E.FAIL): _S.FAILED,
        (_S.RADAR_SCAN, _E.FAIL): _S.FAILED,
        (_S.STRATEGY_GEN, _E.FAIL): _S.FAILED,
        (_S.CONTENT_PROD, _E.FAIL): _S.FAILED,
        (_S.QUALITY_AUDIT, _E.FAIL): _S.FAILED,
        (_S.PUBLISH, _E.FAIL): _S.FAILED,
        (_S.LEARN, _E.FAIL): _S.FAILED,
    }
)


class IllegalTransition(CampaignError):
    """The table has no such row, or the gate keeps it shut; the state is as it was."""

    reason = FailureReason.TIMEOUT  # a mistake in our own code: nothing better classifies it


class CampaignLifecycle:
    """One campaign's state, and the only way to change it."""

    def __init__(self, state: CampaignState = CampaignState.IDLE) -> None:
        self._state = state  # the machine writes it

    @property
    def state(self) -> CampaignState:
        """Where the campaign stands."""
        return self._state

    def allows(self, event: CampaignEvent) -> bool:
        """Tell whether the event has a row for the present state."""
        return (self._state, event) in TRANSITIONS

    def apply(self, event: CampaignEvent, decision: GateDecision | None = None) -> None:
        """Move along the event's row.

        Args:
            event: What happened.
            decision: The quality gate's decision; `PUBLISH` needs one that says `publish`.

        Raises:
            IllegalTransition: There is no row for it, or the gate keeps it shut.
        """
        try:
            moved = _MACHINE.events[event.value].trigger(self, decision=decision)
        except MachineError as error:
            raise IllegalTransition(f"cannot {event} while {self._state}") from error
        if not moved:
            raise IllegalTransition(f"cannot {event} without the quality gate's consent")

    def _gate_is_open(self, decision: GateDecision | None, **_: Any) -> bool:
        return decision is not None and decision.outcome is GateOutcome.PUBLISH


_MACHINE: Final = Machine(
    model=None,  # one machine for all campaigns: each call of apply() brings its own
    model_attribute="_state",
    states=CampaignState,
    transitions=[
        {
            "trigger": event.value,
            "source": source,
            "dest": target,
            "conditions": ["_gate_is_open"] if event is CampaignEvent.PUBLISH else None,
        }
        for (source, event), target in TRANSITIONS.items()
    ],
    initial=CampaignState.IDLE,
    auto_transitions=False,  # the library's to_<state>() methods would bypass the table
)


def diagram() -> str:
    """Draw the table in Mermaid, for the documentation."""
    lines = ["stateDiagram-v2", "    [*] --> IDLE"]
    lines += [
        f"    {source} --> {target}: {event}"
        for (source, event), target in TRANSITIONS.items()
        if event is not CampaignEvent.FAIL
    ]
    lines += [
        f"    {source} --> {target}: {event}"
        for (source, event), target in TRANSITIONS.items()
        if event is CampaignEvent.FAIL
    ]
    return "\n".join([*lines, "    FAILED --> [*]"])
