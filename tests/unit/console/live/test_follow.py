"""Watching a campaign until it ends."""

import io
from collections.abc import Sequence

import pytest

from console.live.follow import follow
from console.live.view import Look
from console.screen import Screen
from contracts import CampaignState, Wait, WaitingFor
from tests.support.campaigns.shown import look, status

STATE = CampaignState


class Terminal(io.StringIO):
    """A stream that a person watches."""

    def isatty(self) -> bool:
        """Say so."""
        return True


class Watched:
    """A campaign that is looked at, and tells that it has changed when a test says so."""

    def __init__(self, looks: Sequence[Look | None], changes: Sequence[bool] = ()) -> None:
        self.looks = list(looks)
        self.changes = list(changes)
        self.waits: list[float] = []
        self.reasons: list[str] = []
        self.seen: list[CampaignState] = []
        self.out, self.err = io.StringIO(), io.StringIO()

    async def look(self) -> Look | None:
        """Look at it."""
        return self.looks.pop(0)

    async def changed(self, seconds: float) -> bool:
        """Let no time pass."""
        self.waits.append(seconds)
        return self.changes.pop(0) if self.changes else True

    async def why_silent(self) -> str:
        """Say why nobody answers."""
        return self.reasons.pop(0) if self.reasons else "no worker answers at the moment"

    async def at_each(self, now: Look) -> None:
        """Note what was seen."""
        self.seen.append(now.status.state)

    async def follow(self) -> Look:
        """Watch it to its end."""
        screen = Screen(self.out, self.err, as_json=False)
        return await follow(
            self.look, screen, "http://ui/run", self.changed, self.why_silent, self.at_each
        )


def ended() -> Look:
    """Return the last look at a campaign that ended well."""
    return look(status(STATE.IDLE, finished=True))


async def test_each_reason_of_a_silence_is_told_once() -> None:
    """A worker that cannot carry the campaign on is told apart from one that is not there."""
    watched = Watched([None, None, None, None, ended()])
    watched.reasons = ["nobody", "nobody", "it lacks a key", "it lacks a key"]

    await watched.follow()

    assert watched.err.getvalue().splitlines() == ["nobody", "it lacks a key"]


async def test_watching_outlasts_a_silent_worker() -> None:
    """While no worker answers the operator is told once, and then the campaign goes on."""
    watched = Watched([None, None, look(status(STATE.LEARN)), ended()])

    last = await watched.follow()

    assert last.ended_well
    assert watched.seen == [STATE.LEARN]
    assert len(watched.waits) == 3
    assert watched.out.getvalue().splitlines() == [
        "Web UI: http://ui/run",
        "09:00:10 LEARN",
        "09:00:10 IDLE · finished",
    ]
    assert watched.err.getvalue().count("no worker answers") == 1


@pytest.mark.parametrize(("on", "seconds"), [(WaitingFor.STAGE, 2), (WaitingFor.REVIEW, 10)])
async def test_a_campaign_that_does_not_change_is_seldom_looked_at(
    on: WaitingFor, seconds: int
) -> None:
    """Watching costs next to nothing, and a worker that has gone is noticed all the same."""
    waiting = look(status(STATE.QUALITY_AUDIT, wait=Wait(on=on, why="tone found TONE")))
    watched = Watched([waiting, ended()], [False] * seconds)

    await watched.follow()

    assert sum(watched.waits) == seconds
    assert watched.looks == []


async def test_a_live_view_counts_on_without_asking_anybody() -> None:
    """The seconds of a stage go on between two looks."""
    begun = look(status(STATE.PUBLISH), STATE.PUBLISH)
    watched = Watched([begun, ended()], [False, False])
    watched.out = Terminal()
    await watched.follow()

    drawn = watched.out.getvalue()
    assert "10.0 s" in drawn
    assert "12.0 s" in drawn
