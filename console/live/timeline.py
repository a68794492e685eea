"""When a campaign was in which state, read from its log."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from contracts import CampaignPayload, CampaignState, LogAction

STAGES: Final = (
    CampaignState.RADAR_SCAN,
    CampaignState.STRATEGY_GEN,
    CampaignState.CONTENT_PROD,
    CampaignState.QUALITY_AUDIT,
    CampaignState.PUBLISH,
    CampaignState.LEARN,
)


class Progress(Enum):
    """How far one stage is."""

    AHEAD = auto()
    AT_WORK = auto()
    DONE = auto()
    BROKEN_OFF = auto()


@dataclass(frozen=True)
class StageLine:
    """One stage of a campaign, with the time that was spent in it."""

    state: CampaignState
    progress: Progress
    visits: int
    spent: timedelta
    began: datetime | None


@dataclass(frozen=True)
class Visit:
    """One stay in a state."""

    state: str
    began: datetime
    ended: datetime


def visits_of(payload: CampaignPayload, now: datetime) -> list[Visit]:
    """Return every stay in a state, in their order.

    Args:
        payload: The campaign as it stands.
        now: The end of the last stay.
    """
    moves = [
        (entry.timestamp, str(entry.metadata.get("after")))
        for entry in payload.execution_log
        if entry.action == LogAction.STATE_CHANGED
    ]
    ends = [at for at, _ in moves[1:]] + [now][: len(moves)]
    return [Visit(after, at, end) for (at, after), end in zip(moves, ends, strict=True)]


def stages(payload: CampaignPayload, now: datetime) -> list[StageLine]:
    """Return every stage in its order; a stage that was entered again adds up its times.

    Args:
        payload: The campaign as it stands.
        now: The end of a stage that is still at work.
    """
    entered = visits_of(payload, now)
    lines: list[StageLine] = []
    for state in STAGES:
        visits = [one for one in entered if one.state == state]
        lines.append(
            StageLine(
                state=state,
                progress=_progress(payload, state, entered, visited=bool(visits)),
                visits=len(visits),
                spent=sum((max(one.ended - one.began, timedelta()) for one in visits), timedelta()),
                began=visits[0].began if visits else None,
            )
        )
    return lines


def _progress(
    payload: CampaignPayload,
    state: CampaignState,
    entered: list[Visit],
    *,
    visited: bool,
) -> Progress:
    if payload.current_state is state:
        # A cancelled campaign keeps the state in which it was stopped.
        return Progress.AT_WORK if payload.cancellation is None else Progress.BROKEN_OFF
    if not visited:
        return Progress.AHEAD
    last = [one.state for one in entered]
    if payload.current_state is CampaignState.FAILED and last[-2:-1] == [state.value]:
        return Progress.BROKEN_OFF
    return Progress.DONE if _is_passed(payload.current_state, state) else Progress.AHEAD


def _is_passed(current: CampaignState, state: CampaignState) -> bool:
    if current not in STAGES:
        return True
    return STAGES.index(state) < STAGES.index(current)
