"""What a schedule orders for each of its slots, and which execution each slot is.

A slot is one moment of one schedule. It has one workflow, which has one execution, whatever starts
it: the schedule itself, a catch-up, or a person.
"""

import re
from datetime import datetime
from typing import Annotated, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import StringConstraints, TypeAdapter, ValidationError

from contracts.base import Contract, Duration, Utc
from contracts.names import SLOT_ID_PREFIX
from contracts.request import CampaignRequest

_SCHEDULES: Final = uuid5(NAMESPACE_URL, "https://phoenix.invalid/schedules")
_MOMENT: Final = TypeAdapter[datetime](Utc)
_WRITTEN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")

ScheduleName = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$", max_length=60)
]
"""What a schedule is called: small letters, figures, and single dashes between them."""


class SlotOrder(Contract):
    """What a schedule orders for each of its slots: the same for all of them."""

    schedule: ScheduleName
    request: CampaignRequest
    """What each slot runs. Its own execution runs never: each slot has one that follows from it."""
    within: Duration
    """How late a slot may begin, and by when it must have begun to publish, from its moment on."""
    late: bool = False
    """Whether somebody wants a slot whose time has passed, so that it counts from now on."""


class StartedSlot(Contract):
    """What became of a slot."""

    schedule: ScheduleName
    slot: Utc
    execution_id: UUID
    """The campaign that runs, or ran, for this slot."""
    duplicate: bool
    """Whether it had been started before, so that nothing was."""


def schedule_execution(schedule: str) -> UUID:
    """Return the id that stands for all executions of a schedule in its own request."""
    return uuid5(_SCHEDULES, schedule)


def slot_execution(schedule: str, slot: datetime) -> UUID:
    """Return the only execution of a slot."""
    return uuid5(schedule_execution(schedule), _written(slot))


def slot_workflow_id(schedule: str, slot: datetime) -> str:
    """Return the only workflow id of a slot: what Temporal makes of the id in a schedule."""
    return f"{schedule_workflow_id(schedule)}-{_written(slot)}"


def schedule_workflow_id(schedule: str) -> str:
    """Return the workflow id in a schedule, to which Temporal adds the moment of each slot."""
    return f"{SLOT_ID_PREFIX}{schedule}"


def slot_of(workflow: str, schedule: str) -> datetime | None:
    """Return the moment of the slot that a workflow id names, or `None` when it names none."""
    before = f"{schedule_workflow_id(schedule)}-"
    moment = workflow.removeprefix(before)
    if not workflow.startswith(before) or not _WRITTEN.fullmatch(moment):
        return None
    try:
        return _MOMENT.validate_python(moment)
    except ValidationError:
        return None


def _written(slot: datetime) -> str:
    # Temporal's own spelling (RFC 3339): whole seconds in UTC.
    return f"{slot:%Y-%m-%dT%H:%M:%SZ}"
