"""What the commands about schedules answer."""

from enum import StrEnum
from uuid import UUID

from contracts import Contract, Line, PlaceName, Prose, Utc
from contracts.base import Duration
from contracts.schedule import ScheduleName, StartedSlot


class PlannedSlot(Contract):
    """One slot that is to come."""

    schedule: ScheduleName
    slot: Utc
    local: Line
    """Its time of day and date where it is."""
    zone: Line
    execution_id: UUID
    """The campaign that will run for it."""
    name: Line
    places: list[PlaceName]
    is_paused: bool


class KnownSchedule(Contract):
    """One schedule."""

    schedule: ScheduleName
    when: Prose
    """When its slots are, as it was created."""
    zone: Line
    within: Duration
    """How late a slot may begin."""
    name: Line
    """The campaign's."""
    tenant_id: UUID
    places: list[PlaceName]
    is_paused: bool
    next_slot: Utc | None
    notes: tuple[Prose, ...] = ()
    """What may be a surprise of its plan."""


class UnreadSchedule(Contract):
    """One schedule whose campaign cannot be read here: its key is lacking."""

    schedule: ScheduleName
    when: Prose
    """When its slots are, as it was created."""
    zone: Line
    is_paused: bool
    next_slot: Utc | None
    unread: Prose
    """Why it cannot be read, with the key where that is known."""


class ScheduleList(Contract):
    """All schedules of campaigns, and their slots in the time that was asked for."""

    schedules: list[KnownSchedule]
    slots: list[PlannedSlot]
    unread: tuple[UnreadSchedule, ...] = ()
    """Those whose campaign cannot be read here; none of their slots is among the slots."""


class SlotState(StrEnum):
    """How the workflow of a slot stands."""

    STARTED = "started"
    TURNED_AWAY = "turned away"
    """Its tenant had as many open campaigns as it may, so nothing was done."""
    MISSED = "missed"
    WAITING = "waiting"
    """No worker has begun it yet."""


class PastSlot(Contract):
    """What became of one slot."""

    slot: Utc
    state: SlotState
    execution_id: UUID
    why: Prose | None = None
    """Why nothing was done."""


class ScheduleDetails(Contract):
    """One schedule, its youngest slots, and those to come."""

    schedule: KnownSchedule
    past: list[PastSlot]
    slots: list[PlannedSlot]


class StartedSlots(Contract):
    """Slots that somebody has ordered."""

    slots: list[StartedSlot]


class DeletedSchedule(Contract):
    """A schedule that is no more; campaigns of its slots go on."""

    schedule: ScheduleName
