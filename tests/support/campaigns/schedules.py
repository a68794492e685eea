"""Schedules for tests on a real server."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from contracts import Timing
from contracts.schedule import SlotOrder, schedule_execution
from runtime.schedule.plan import SlotPlan, read_plan
from runtime.schedule.schedules import Schedules
from tests.support.builders import request

NAME = "coffee"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MADRID = ZoneInfo("Europe/Madrid")


def order(name: str = NAME, **changes: Any) -> SlotOrder:
    """Return what a schedule orders."""
    asked = request("x", execution_id=schedule_execution(name), timing=Timing(learning_window=HOUR))
    values: dict[str, Any] = {"schedule": name, "request": asked, "within": HOUR, **changes}
    return SlotOrder(**values)


def plan(*times: str, zone: str = "Europe/Madrid", days: tuple[str, ...] = ()) -> SlotPlan:
    """Return a plan."""
    return read_plan(times, days, zone)


async def slots_of(schedules: Schedules, name: str = NAME) -> list[datetime]:
    """Return the slots of the next days."""
    return [one.slot for one in (await schedules.show(name, 3 * DAY)).slots]
