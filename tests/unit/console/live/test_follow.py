"""Watching a campaign until it ends."""

import io

from console.live.follow import follow
from console.live.view import Look
from console.screen import Screen
from contracts import CampaignState
from tests.support.campaigns.shown import look, status

STATE = CampaignState


async def test_watching_outlasts_a_silent_worker() -> None:
    """While no worker answers the operator is told once, and then the campaign goes on."""
    out, err = io.StringIO(), io.StringIO()
    looks = [None, None, look(status(STATE.LEARN)), look(status(STATE.IDLE, finished=True))]
    seen: list[CampaignState] = []
    waits: list[float] = []

    async def next_look() -> Look | None:
        return looks.pop(0)

    async def at_each(now: Look) -> None:
        seen.append(now.status.state)

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    last = await follow(next_look, Screen(out, err, as_json=False), "http://ui/run", at_each, pause)

    assert last.ended_well
    assert seen == [STATE.LEARN]
    assert len(waits) == 3
    assert out.getvalue().splitlines() == [
        "Web UI: http://ui/run",
        "09:00:10 LEARN",
        "09:00:10 IDLE · finished",
    ]
    assert err.getvalue().count("no worker answers") == 1
