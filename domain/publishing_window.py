"""When nothing may be sent any more: one rule for the workflow, the plan and the activity."""

from datetime import datetime

from contracts import Timing


def why_closed(timing: Timing, now: datetime) -> str | None:
    """Return that the window has closed, in words, or `None` while it has not.

    From `publish_before` on nothing is sent; a request without it has a window that never closes.
    """
    closes = timing.publish_before
    if closes is None or now < closes:
        return None
    return f"the publishing window closed at {closes.isoformat()}"
