"""Calls to Temporal about a schedule, and what its errors mean to who manages it."""

from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from google.protobuf.timestamp_pb2 import Timestamp
from pydantic import ValidationError
from temporalio.api.workflowservice.v1 import ListScheduleMatchingTimesRequest
from temporalio.client import (
    Client,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleDescription,
    ScheduleHandle,
)
from temporalio.exceptions import FailureError
from temporalio.service import RPCError, RPCStatusCode

from contracts.names import SLOT_WORKFLOW_TYPE
from contracts.schedule import SlotOrder
from runtime.refusals import Refused, Sealed, Unknown
from runtime.temporal.errors import ANSWER_TIMEOUT, NoWorker, translation_of

_MOST_TIMES: Final = 1000
"""Moments in one answer of Temporal's."""


class NoSchedule(Unknown):
    """There is none of this name, or not any more."""


@contextmanager
def translated(schedule: str) -> Generator[None]:
    """Turn Temporal's errors about a schedule into what they mean to its operator."""
    try:
        yield
    except ScheduleAlreadyRunningError as error:
        raise Refused(
            f"there is a schedule {schedule} already; 'starter.py schedule show {schedule}' shows "
            f"it, and 'starter.py schedule delete {schedule}' makes room"
        ) from error
    except RPCError as error:
        missing = error.status is RPCStatusCode.NOT_FOUND
        if missing and "namespace" not in error.message.lower():
            raise NoSchedule(
                f"there is no schedule {schedule}; 'starter.py schedule list' shows those that are"
            ) from error
        translation = translation_of(error, schedule)
        if isinstance(translation, NoWorker):
            translation = Refused(f"Temporal gave no answer about {schedule} in time; look again")
        raise translation from error


async def described(
    client: Client, schedule: str
) -> tuple[ScheduleHandle, ScheduleDescription, SlotOrder]:
    """Return a schedule and what it orders.

    Raises:
        NoSchedule: There is none of this name.
        Refused: It is none of campaigns.
        Sealed: What it orders cannot be read with the keys that are set.
    """
    handle, found, order = await looked_at(client, schedule)
    if isinstance(order, Sealed):
        raise order
    return handle, found, order


async def looked_at(
    client: Client, schedule: str
) -> tuple[ScheduleHandle, ScheduleDescription, SlotOrder | Sealed]:
    """Return a schedule, and what it orders or why that cannot be read.

    Raises:
        NoSchedule: There is none of this name.
        Refused: It is none of campaigns.
    """
    handle = client.get_schedule_handle(schedule)
    with translated(schedule):
        found = await handle.describe(rpc_timeout=ANSWER_TIMEOUT)
    action = found.schedule.action
    if isinstance(action, ScheduleActionStartWorkflow) and action.workflow == SLOT_WORKFLOW_TYPE:
        order = await _order_in(client, action.args)
        if order is not None:
            return handle, found, order
    raise Refused(f"{schedule} is a schedule of something else than campaigns")


async def _order_in(client: Client, payloads: Any) -> SlotOrder | Sealed | None:
    try:
        values = await client.data_converter.decode(list(payloads), [SlotOrder])
    except Sealed as error:
        return error
    except (ValidationError, FailureError, ValueError, RuntimeError):
        return None
    return values[0] if values and isinstance(values[0], SlotOrder) else None


async def matching(
    client: Client, schedule: str, first: datetime, last: datetime
) -> AsyncIterator[datetime]:
    """Give the slots of a schedule from one moment to another, as Temporal counts them."""
    before = first - timedelta(seconds=1)  # Temporal gives what is later than the start
    while before < last:
        asked = ListScheduleMatchingTimesRequest(
            namespace=client.namespace,
            schedule_id=schedule,
            start_time=_timestamp(before),
            end_time=_timestamp(last),
        )
        with translated(schedule):
            answer = await client.workflow_service.list_schedule_matching_times(
                asked, timeout=ANSWER_TIMEOUT
            )
        found = [one.ToDatetime(UTC) for one in answer.start_time]
        for moment in found:
            if moment >= first:
                yield moment
        if len(found) < _MOST_TIMES:
            return
        before = found[-1]


def _timestamp(moment: datetime) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(moment)
    return stamp
