"""A service that needs days is waited for by the campaign, and by no worker."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from activities.compute import ThreadCompute
from activities.strategy.http import HttpStrategy
from contracts import CampaignPayload, CampaignState, FailureReason, LogAction, WaitingFor
from contracts.base import utc_now
from runtime.temporal.plugin import PhoenixPlugin
from tests.support.builders import request
from tests.support.publishing.networks.server import Reply, Request
from tests.support.services import OperatorService, served
from tests.support.worlds.campaigns import open_idle_world

HOURLY: Final = {"location": "/jobs/1", "retry-after": "3600"}
BRIEF: Final[dict[str, Any]] = {
    "brief_id": "0b0e4c5e-8a3e-4a57-9d15-0f1f6a6f0002",
    "target_audience": "people",
    "core_message": "tea",
    "channels": ["x"],
    "budget_allocation": {},
}


class SlowStrategist:
    """Takes an order, and has followed it after a number of questions."""

    def __init__(self, questions: int) -> None:
        self.questions = questions
        self.orders: list[dict[str, Any]] = []

    def __call__(self, request: Request) -> Reply:
        """Answer an order or a question."""
        if request.method == "POST":
            self.orders.append(json.loads(request.body))
        if self.questions:
            self.questions -= 1
            return Reply(202, b"", HOURLY)
        own = {name: self.orders[-1][name] for name in ("step_key", "execution_id")}
        return Reply(200, own | {"brief": BRIEF})


async def ended(
    strategist: SlowStrategist, **settings: Any
) -> tuple[CampaignPayload, OperatorService]:
    """Return how a campaign ends whose brief is composed so, and the service that was asked."""
    async with (
        open_idle_world(PhoenixPlugin()) as world,
        served(strategist, clock=utc_now, **settings) as (server, service),
        world.worker(replace(world.stages(), strategy=HttpStrategy(service, ThreadCompute()))),
    ):
        campaign = await world.start(request("x", max_retries=0))
        if "answer_within_hours" in settings:
            return await campaign.failed_payload(), server
        return await campaign.handle.result(), server


async def test_a_brief_that_takes_two_days_is_waited_for() -> None:
    """It costs no retry, the order is given once, and the campaign goes on with the answer."""
    payload, server = await ended(SlowStrategist(questions=48))

    moments = [
        entry.timestamp
        for entry in payload.execution_log
        if entry.action in {LogAction.COMPOSED, LogAction.SCANNED}
    ]
    assert payload.current_state is CampaignState.IDLE
    assert payload.retry_count == 0
    assert moments[1] - moments[0] >= timedelta(days=2)
    assert [one.method for one in server.heard] == ["POST", *["GET"] * 48]
    told = [entry.action for entry in payload.execution_log]
    assert 0 < told.count(LogAction.ANSWER_PROMISED) < 48
    assert LogAction.TRIED_AGAIN not in told
    assert payload.strategy is not None
    assert payload.strategy.core_message == "tea"


async def test_an_answer_that_does_not_come_in_time_ends_the_campaign() -> None:
    """Nobody is asked for ever, and the reason is what was waited for."""
    payload, server = await ended(SlowStrategist(questions=1000), answer_within_hours=5)

    assert payload.terminal_reason is FailureReason.TIMEOUT
    assert "the time for it ended while it waited: The service at" in str(payload.terminal_details)
    assert "is at work on the order" in str(payload.terminal_details)
    assert len(server.heard) == 5
    assert payload.retry_count == 0


async def test_a_campaign_that_waits_for_a_promise_says_so_and_can_be_cancelled() -> None:
    """The status names whom it waits for and until when, and nobody has to wait for it to end."""
    async with (
        open_idle_world(PhoenixPlugin()) as world,
        served(SlowStrategist(questions=1000), clock=utc_now) as (server, service),
        world.worker(replace(world.stages(), strategy=HttpStrategy(service, ThreadCompute()))),
    ):
        campaign = await world.start(request("x"))
        status = await campaign.waits_for(WaitingFor.ATTEMPT)
        await campaign.handle.cancel()
        payload = await campaign.cancelled_payload()

    assert status.wait is not None
    assert re.search(
        r"STRATEGY_GEN, asked for until \d{4}-\d\d-\d\d \d\d:\d\d UTC: The service at "
        r"127\.0\.0\.1:\d+ is at work on the order\.",
        status.wait.why,
    )
    assert payload.cancellation is not None
    assert len(server.heard) < 5


async def test_a_service_that_forgets_an_order_is_given_it_again() -> None:
    """A restart on the other side loses nothing, and costs no retry."""
    slow = SlowStrategist(questions=2)

    def forgetful(request: Request) -> Reply:
        is_first_question = request.method == "GET" and len(slow.orders) == 1
        return Reply(404) if is_first_question else slow(request)

    async with (
        open_idle_world(PhoenixPlugin()) as world,
        served(forgetful, clock=utc_now) as (server, service),
        world.worker(replace(world.stages(), strategy=HttpStrategy(service, ThreadCompute()))),
    ):
        campaign = await world.start(request("x", max_retries=0))
        payload = await campaign.handle.result()

    assert payload.current_state is CampaignState.IDLE
    assert [one.method for one in server.heard] == ["POST", "GET", "POST", "GET"]
    assert server.heard[0].body == server.heard[2].body
