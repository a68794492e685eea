"""Which activities a run's history tells of, each with its worker, its attempt and its times."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.converter import DataConverter

from runtime.report.replies import TracedActivity

_ENDS: Final = {
    EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED: "completed",
    EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED: "failed",
    EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT: "timed out",
    EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED: "cancelled",
}
_ATTRIBUTES: Final = {
    EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED: "activity_task_completed_event_attributes",
    EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED: "activity_task_failed_event_attributes",
    EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT: "activity_task_timed_out_event_attributes",
    EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED: "activity_task_canceled_event_attributes",
}


@dataclass(frozen=True)
class _Seen:
    scheduled: HistoryEvent
    started: HistoryEvent | None = None
    ended: HistoryEvent | None = None


async def activities_in(
    events: Iterable[HistoryEvent], converter: DataConverter
) -> list[TracedActivity]:
    """Return a run's activities in the order in which they were scheduled.

    What was answered within a workflow's task is none of them: the ledger alone has such steps.
    Temporal writes down an attempt's begin when it is over, so one that is at work has none.

    Args:
        events: The history, oldest first.
        converter: Reads what the workflow says of each activity.
    """
    seen: dict[int, _Seen] = {}
    for event in events:
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
            seen[event.event_id] = _Seen(event)
        elif event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED:
            key = event.activity_task_started_event_attributes.scheduled_event_id
            seen[key] = replace(seen[key], started=event)
        elif event.event_type in _ENDS:
            key = getattr(event, _ATTRIBUTES[event.event_type]).scheduled_event_id
            seen[key] = replace(seen[key], ended=event)
    return [await _traced(one, converter) for one in seen.values()]


async def _traced(one: _Seen, converter: DataConverter) -> TracedActivity:
    begun = None if one.started is None else one.started.activity_task_started_event_attributes
    about = one.scheduled.activity_task_scheduled_event_attributes
    return TracedActivity(
        activity=about.activity_type.name,
        summary=await _summary(one.scheduled, converter),
        attempt=0 if begun is None else begun.attempt,
        worker=None if begun is None else begun.identity,
        scheduled=_moment(one.scheduled),
        started=None if one.started is None else _moment(one.started),
        ended=None if one.ended is None else _moment(one.ended),
        outcome="open" if one.ended is None else _ENDS[one.ended.event_type],
    )


async def _summary(event: HistoryEvent, converter: DataConverter) -> str | None:
    if not event.user_metadata.HasField("summary"):
        return None
    (said,) = await converter.decode([event.user_metadata.summary])
    return said if isinstance(said, str) else None


def _moment(event: HistoryEvent) -> datetime:
    return event.event_time.ToDatetime(UTC)
