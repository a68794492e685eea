"""The schedules of campaigns on one Temporal: everything that an operator can ask and tell them.

Rule 1: what is not carried out raises `Refused` or `WrongUse`, never the SDK's errors.
Rule 2: a slot runs through its own workflow, whoever starts it, so it never runs twice.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleDescription,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleState,
    ScheduleUpdate,
    ScheduleUpdateInput,
)

from contracts import TASK_QUEUE, CampaignRequest
from contracts.base import LONGEST, utc_now
from contracts.names import SLOT_WORKFLOW_TYPE
from contracts.schedule import (
    SlotOrder,
    StartedSlot,
    schedule_workflow_id,
)
from runtime.refusals import Refused, Sealed, Unknown
from runtime.schedule import calls, looking
from runtime.schedule.names import bound_in, in_zone
from runtime.schedule.plan import SlotPlan
from runtime.schedule.replies import (
    KnownSchedule,
    ScheduleDetails,
    ScheduleList,
    UnreadSchedule,
)
from runtime.schedule.slots import run_slot, youngest
from runtime.schedule.spec import at, is_at, spec_of
from runtime.temporal.errors import ANSWER_TIMEOUT
from workflows.visibility import of_tenant, static_summary

MOST_BACKFILLED: Final = 100
"""Slots that one order lets run at once."""

_CATCH_UP: Final = LONGEST
"""Every slot that an outage has held up gets its workflow, which says that it was missed."""


class Schedules:
    """The operator's side of every schedule of campaigns in one namespace."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def create(self, order: SlotOrder, plan: SlotPlan) -> KnownSchedule:
        """Create a schedule.

        Raises:
            Refused: There is one of this name.
            WrongUse: Temporal does not accept it.
        """
        action = ScheduleActionStartWorkflow(
            SLOT_WORKFLOW_TYPE,
            order,
            id=schedule_workflow_id(order.schedule),
            task_queue=TASK_QUEUE,
            static_summary=static_summary(order.request),
            typed_search_attributes=of_tenant(order.request),
        )
        # Slots are apart by their own time, so none has to wait for another one's workflow.
        policy = SchedulePolicy(overlap=ScheduleOverlapPolicy.ALLOW_ALL, catchup_window=_CATCH_UP)
        wanted = Schedule(action, spec_of(plan), policy, ScheduleState(note=str(plan)))
        with calls.translated(order.schedule):
            await self._client.create_schedule(
                order.schedule,
                wanted,
                search_attributes=of_tenant(order.request),
                rpc_timeout=ANSWER_TIMEOUT,
            )
        return await self.known(order.schedule)

    async def known(self, schedule: str) -> KnownSchedule:
        """Return a schedule as it stands.

        Raises:
            Refused: There is none of this name.
        """
        _, found, order = await calls.described(self._client, schedule)
        return looking.known_of(found, order)

    async def show(self, schedule: str, until: timedelta) -> ScheduleDetails:
        """Return a schedule with what became of its youngest slots, and those to come."""
        _, found, order = await calls.described(self._client, schedule)
        return ScheduleDetails(
            schedule=looking.known_of(found, order),
            past=await youngest(self._client, schedule),
            slots=await looking.planned(self._client, found, order, until),
        )

    async def all(self, until: timedelta) -> ScheduleList:
        """Return all schedules of campaigns with their slots to come, soonest first."""
        return await looking.everything(self._client, until)

    async def of_tenant(self, tenant_id: UUID) -> Sequence[str]:
        """Return the names of a tenant's schedules."""
        return [
            order.schedule
            for _, order in await self._described()
            if order.request.tenant_id == tenant_id
        ]

    async def requests(self) -> Sequence[CampaignRequest]:
        """Return what every schedule runs: what it refers to is in use as long as it is there."""
        return [order.request for _, order in await self._described()]

    async def _described(self) -> Sequence[tuple[ScheduleDescription, SlotOrder]]:
        """Return every schedule; Temporal's list may still name one that was just deleted."""
        found: list[tuple[ScheduleDescription, SlotOrder]] = []
        for name in await looking.names(self._client):
            with suppress(calls.NoSchedule):
                found.append((await calls.described(self._client, name))[1:])
        return found

    async def pause(self, schedule: str) -> KnownSchedule | UnreadSchedule:
        """Start no slot until it is resumed; slots that pass meanwhile do not run.

        What it orders need not be readable, so that it can be stopped whatever became of its key.
        """
        handle, found, _ = await calls.looked_at(self._client, schedule)
        with calls.translated(schedule):
            # The note stands in clear text in Temporal: it says when slots are, and nothing else.
            await handle.pause(note=found.schedule.state.note, rpc_timeout=ANSWER_TIMEOUT)
        _, found, order = await calls.looked_at(self._client, schedule)
        if isinstance(order, Sealed):
            return looking.unread_of(schedule, found, order)
        return looking.known_of(found, order)

    async def resume(self, schedule: str) -> KnownSchedule:
        """Go on with the slots to come."""
        handle, found, _ = await calls.described(self._client, schedule)
        with calls.translated(schedule):
            await handle.unpause(note=found.schedule.state.note, rpc_timeout=ANSWER_TIMEOUT)
        return await self.known(schedule)

    async def delete(self, schedule: str) -> None:
        """Remove a schedule, readable or not; campaigns of its slots go on."""
        handle, _, _ = await calls.looked_at(self._client, schedule)
        with calls.translated(schedule):
            await handle.delete(rpc_timeout=ANSWER_TIMEOUT)

    async def trigger(self, schedule: str) -> StartedSlot:
        """Run a slot of its own now, beside those of the plan."""
        _, _, order = await calls.described(self._client, schedule)
        return await run_slot(self._client, order, utc_now().replace(microsecond=0))

    async def backfill(
        self, schedule: str, first: datetime, last: datetime
    ) -> Sequence[StartedSlot]:
        """Run the slots of the plan between two past times, each once.

        Raises:
            Refused: There is none, there are too many, or they are still to come.
        """
        _, found, order = await calls.described(self._client, schedule)
        begins, ends = (bound_in(moment, looking.zone_of(found)) for moment in (first, last))
        if ends > utc_now():
            raise Refused(f"{last} is still to come: the schedule runs what lies ahead by itself")
        slots = [one async for one in calls.matching(self._client, schedule, begins, ends)]
        if not 0 < len(slots) <= MOST_BACKFILLED:
            raise Refused(
                f"{schedule} has {len(slots)} slots from {first} to {last}; a backfill runs 1 to "
                f"{MOST_BACKFILLED}"
            )
        late = order.model_copy(update={"late": True})
        return [await run_slot(self._client, late, slot) for slot in slots]

    async def skip(self, schedule: str, slot: datetime, *, undo: bool) -> KnownSchedule:
        """Leave one slot out, or take it in again; raises `Unknown` where there is none."""
        _, found, _ = await calls.described(self._client, schedule)
        zone = looking.zone_of(found)
        moment, present = in_zone(slot, zone), found.schedule.spec.skip
        local = moment.astimezone(zone)
        if undo:
            skipped = [one for one in present if not is_at(one, local)]
            if len(skipped) == len(present):
                raise Unknown(f"{schedule} does not skip {slot}")
        else:
            await self._must_be_slot(schedule, moment, slot)
            skipped = [*present, at(local)]
        return await self._with_spec(schedule, lambda spec: replace(spec, skip=skipped))

    async def move(self, schedule: str, slot: datetime, to: datetime) -> KnownSchedule:
        """Let one slot be at another time.

        Raises:
            Unknown: There is no such slot to come.
            Refused: It would be in the past, or another one would be too close.
        """
        _, found, order = await calls.described(self._client, schedule)
        zone = looking.zone_of(found)
        old, new = in_zone(slot, zone), in_zone(to, zone)
        await self._must_be_slot(schedule, old, slot)
        if new <= utc_now():
            raise Refused(f"{to} is past; 'starter.py schedule trigger {schedule}' runs one now")
        span = order.within - timedelta(seconds=1)
        near = calls.matching(self._client, schedule, new - span, new + span)
        others = [one async for one in near if one != old]
        if others:
            raise Refused(
                f"the slot of {others[0]:%Y-%m-%d %H:%M} UTC is closer to {to} than the "
                f"{order.within} within which a slot may begin"
            )
        moved, left_out = at(new.astimezone(zone)), at(old.astimezone(zone))
        return await self._with_spec(
            schedule,
            lambda spec: replace(
                spec, calendars=[*spec.calendars, moved], skip=[*spec.skip, left_out]
            ),
        )

    async def _with_spec(
        self, schedule: str, changed: Callable[[ScheduleSpec], ScheduleSpec]
    ) -> KnownSchedule:
        handle = self._client.get_schedule_handle(schedule)

        def update(given: ScheduleUpdateInput) -> ScheduleUpdate:
            present = given.description.schedule
            return ScheduleUpdate(replace(present, spec=changed(present.spec)))

        with calls.translated(schedule):
            await handle.update(update, rpc_timeout=ANSWER_TIMEOUT)
        return await self.known(schedule)

    async def _must_be_slot(self, schedule: str, moment: datetime, typed: datetime) -> None:
        found = [one async for one in calls.matching(self._client, schedule, moment, moment)]
        if moment <= utc_now() or moment not in found:
            raise Unknown(
                f"{schedule} has no slot to come at {typed}; 'starter.py schedule show {schedule}' "
                "shows those that it has"
            )
