"""What a schedule orders, made of the request that it is created with."""

from datetime import timedelta

from contracts.schedule import SlotOrder, schedule_execution
from runtime.files.request import PreparedRequest
from runtime.refusals import WrongUse


def order_of(schedule: str, prepared: PreparedRequest, within: timedelta) -> SlotOrder:
    """Return what every slot of a schedule runs.

    Args:
        schedule: Its name.
        prepared: The request, as `start` reads it.
        within: How late a slot may begin.

    Raises:
        WrongUse: The request says itself when it is to be published.
    """
    timing = prepared.request.timing
    for field in ("publish_not_before", "publish_before"):
        if getattr(timing, field) is not None:
            raise WrongUse(
                f"timing.{field}: each slot has a time of its own; leave it out, and say with "
                "--within how late a slot may be"
            )
    request = prepared.request.model_copy(update={"execution_id": schedule_execution(schedule)})
    return SlotOrder(schedule=schedule, request=request, within=within)
