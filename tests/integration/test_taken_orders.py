"""An order that was taken is never told to be refused, whatever becomes of showing what follows."""

import io
import json
from uuid import UUID

import pytest

from console.campaign import answer_started, sending
from console.screen import Screen
from console.work import InSession
from contracts import WaitingFor, workflow_id
from runtime.campaigns import messages
from runtime.campaigns.client import Campaigns
from runtime.campaigns.names import parse_name
from runtime.campaigns.replies import StartedCampaign
from runtime.campaigns.sending import Message
from runtime.refusals import Refused
from runtime.session import Session
from runtime.settings import Settings
from tests.support.builders import EXECUTION, request
from tests.support.worlds.campaigns import World, open_real_world

CANCEL = messages.cancel("over budget", retract=False)


class Unreadable(io.StringIO):
    """A stream on which nothing can be shown."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def write(self, text: str) -> int:
        """Fail."""
        del text
        raise self._error


def session(world: World) -> Session:
    """Return what a command works with."""
    campaigns = Campaigns(world.client)
    return Session(Settings(), campaigns, "default", "127.0.0.1:1", is_embedded=True)


async def given(world: World, message: Message, screen: Screen) -> int:
    """Give an order as a command does, and return its exit status."""
    work = sending(parse_name(str(EXECUTION)), message)
    assert isinstance(work, InSession)
    return await work.work(session(world), screen)


async def test_an_order_is_taken_although_nobody_can_say_where_the_campaign_stands() -> None:
    """Status 0, a sentence, and for a program one answer; when a worker comes, the order counts."""
    out, err = io.StringIO(), io.StringIO()
    async with open_real_world() as world:
        campaign = await world.start(request("instagram"))
        assert await given(world, CANCEL, Screen(out, err, as_json=True)) == 0
        async with world.worker():
            payload = await campaign.cancelled_payload()

    answer = json.loads(out.getvalue())
    assert answer["execution_id"] == str(EXECUTION)
    assert answer["not_shown"].startswith(
        "the campaign has taken it; where it stands cannot be shown: no worker answers"
    )
    assert answer["not_shown"][:60] in err.getvalue()
    assert payload.cancellation == CANCEL


@pytest.mark.parametrize("error", [BrokenPipeError(), OSError(28, "No space left on device")])
async def test_a_terminal_that_is_gone_takes_no_order_back(
    world: World, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    """In a pipe that nobody reads, or on a full disk, the status still says that it was taken."""
    monkeypatch.setenv("PHOENIX_DEBUG", "1")
    campaign = await world.start(request("instagram"))
    await campaign.waits_for(WaitingFor.METRICS)

    screen = Screen(Unreadable(error), io.StringIO(), as_json=False)

    assert await given(world, messages.pause("holiday"), screen) == 0
    assert (await campaign.status()).paused


async def test_a_refusal_stays_one(world: World) -> None:
    """What the campaign has not taken is not told to be taken."""
    campaign = await world.start(request("instagram"))
    await campaign.waits_for(WaitingFor.METRICS)

    with pytest.raises(Refused, match="the campaign is not paused"):
        await given(world, messages.resume(), Screen(io.StringIO(), io.StringIO(), as_json=False))


async def test_a_campaign_that_is_lost_sight_of_was_started(world: World) -> None:
    """Who waits for its end and can no longer see it learns that it goes on."""
    screen = Screen(io.StringIO(), io.StringIO(), as_json=False)
    lost = UUID(int=7)
    started = StartedCampaign(
        execution_id=lost,
        campaign_id=lost,
        tenant_id=lost,
        name="Gone",
        workflow_id=workflow_id(lost),
        run_id=None,
        duplicate=False,
    )

    with pytest.raises(Refused, match="was started and goes on; it can no longer be followed"):
        await answer_started(session(world), screen, started, wait=True)
