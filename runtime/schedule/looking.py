"""What is to be seen of schedules: how they stand, and their slots to come."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from zoneinfo import ZoneInfo

from temporalio.client import Client, ScheduleDescription, ScheduleListActionStartWorkflow

from contracts import as_prose
from contracts.base import utc_now
from contracts.names import SLOT_WORKFLOW_TYPE
from contracts.schedule import SlotOrder, slot_execution
from runtime.refusals import Sealed
from runtime.schedule.calls import NoSchedule, looked_at, matching, translated
from runtime.schedule.replies import KnownSchedule, PlannedSlot, ScheduleList, UnreadSchedule


async def names(client: Client) -> Sequence[str]:
    """Return the names of all schedules of campaigns."""
    with translated("list"):
        return sorted(
            [
                one.id
                async for one in await client.list_schedules()
                if one.schedule is not None
                and isinstance(one.schedule.action, ScheduleListActionStartWorkflow)
                and one.schedule.action.workflow == SLOT_WORKFLOW_TYPE
            ]
        )


async def everything(client: Client, until: timedelta) -> ScheduleList:
    """Return all schedules of campaigns with their slots to come, soonest first."""
    known: list[KnownSchedule] = []
    unread: list[UnreadSchedule] = []
    slots: list[PlannedSlot] = []
    for name in await names(client):
        with suppress(NoSchedule):  # Temporal's list may still name one that was just deleted
            _, found, order = await looked_at(client, name)
            if isinstance(order, Sealed):
                unread.append(unread_of(name, found, order))
                continue
            known.append(known_of(found, order))
            slots += await planned(client, found, order, until)
    return ScheduleList(
        schedules=known, slots=sorted(slots, key=lambda one: one.slot), unread=tuple(unread)
    )


def unread_of(schedule: str, found: ScheduleDescription, why: Sealed) -> UnreadSchedule:
    """Return how a schedule stands of which nobody here can read what it orders."""
    upcoming = found.info.next_action_times
    return UnreadSchedule(
        schedule=schedule,
        when=when(found),
        zone=zone_of(found).key,
        is_paused=found.schedule.state.paused,
        next_slot=upcoming[0] if upcoming else None,
        unread=as_prose(str(why)),
    )


def when(found: ScheduleDescription) -> str:
    """Return when a schedule's slots are, as it was created."""
    return found.schedule.state.note or "as its specification says"


def known_of(found: ScheduleDescription, order: SlotOrder) -> KnownSchedule:
    """Return a schedule as it stands."""
    upcoming = found.info.next_action_times
    return KnownSchedule(
        schedule=order.schedule,
        when=when(found),
        zone=zone_of(found).key,
        within=order.within,
        name=order.request.name,
        tenant_id=order.request.tenant_id,
        places=[str(plan.place) for plan in order.request.channels],
        is_paused=found.schedule.state.paused,
        next_slot=upcoming[0] if upcoming else None,
    )


async def planned(
    client: Client, found: ScheduleDescription, order: SlotOrder, until: timedelta
) -> list[PlannedSlot]:
    """Return the slots that a schedule has from now on, for so long."""
    now, zone = utc_now(), zone_of(found)
    return [
        PlannedSlot(
            schedule=order.schedule,
            slot=slot,
            local=f"{slot.astimezone(zone):%Y-%m-%d %H:%M}",
            zone=zone.key,
            execution_id=slot_execution(order.schedule, slot),
            name=order.request.name,
            places=[str(plan.place) for plan in order.request.channels],
            is_paused=found.schedule.state.paused,
        )
        async for slot in matching(client, order.schedule, now, now + until)
    ]


def zone_of(found: ScheduleDescription) -> ZoneInfo:
    """Return the zone that a schedule's times are in."""
    return ZoneInfo(found.schedule.spec.time_zone_name or "UTC")
