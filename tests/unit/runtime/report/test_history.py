"""A history tells which worker did what, at which attempt, and how long it took."""

from datetime import timedelta

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.converter import DataConverter

from runtime.report.history import activities_in
from tests.support.builders import MOMENT


def event(number: int, kind: EventType.ValueType) -> HistoryEvent:
    """Return an event, so many seconds after the beginning."""
    made = HistoryEvent(event_id=number, event_type=kind)
    made.event_time.FromDatetime(MOMENT + timedelta(seconds=number))
    return made


def scheduled(number: int) -> HistoryEvent:
    """Return the order of an activity."""
    made = event(number, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
    made.activity_task_scheduled_event_attributes.activity_type.name = "publish_channel"
    return made


async def test_each_activity_has_its_attempt_its_worker_and_its_times() -> None:
    """What is over is told whole, and of what is at work nothing is made up."""
    first, second = scheduled(1), scheduled(2)
    converter = DataConverter.default
    first.user_metadata.summary.CopyFrom((await converter.encode(["PUBLISH x.post"]))[0])
    second.user_metadata.summary.CopyFrom((await converter.encode([7]))[0])
    started = event(3, EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED)
    begun = started.activity_task_started_event_attributes
    begun.scheduled_event_id, begun.attempt, begun.identity = 1, 2, "worker 1"
    failed = event(5, EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED)
    failed.activity_task_failed_event_attributes.scheduled_event_id = 1

    over, open_one, bare = await activities_in(
        [first, second, started, failed, scheduled(6)], converter
    )

    assert (over.summary, over.attempt, over.worker) == ("PUBLISH x.post", 2, "worker 1")
    assert over.outcome == "failed"
    assert over.started is not None
    assert over.ended == over.started + timedelta(seconds=2)
    assert (open_one.summary, open_one.attempt, open_one.outcome) == (None, 0, "open")
    assert (open_one.worker, open_one.started, open_one.ended) == (None, None, None)
    assert bare.summary is None
