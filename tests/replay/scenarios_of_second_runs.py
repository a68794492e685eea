"""Paths of a run that comes after another one: of the same execution, or of a failed one."""

from typing import Final

from activities.ports import StepStatus
from contracts import (
    CampaignState,
    PlatformRefused,
    Publication,
    PublicationStatus,
    PublishResult,
    step_key,
)
from tests.replay.scenarios_of_retries import failed_again, turned_away
from tests.support.builders import CAMPAIGN, EXECUTION, MOMENT, request
from tests.support.fakes.ledger import FakeStep
from tests.support.worlds.campaigns import Campaign, World

OUT: Final = Publication(
    channel="instagram",
    placement="feed",
    status=PublicationStatus.SENT,
    remote_id="post-1",
    at=MOMENT,
)
"""What is out on Instagram."""


def _published_before(world: World) -> None:
    """Let an earlier run, which was ended from outside, have published something else."""
    key = step_key(CAMPAIGN, EXECUTION, CampaignState.PUBLISH, OUT.place)
    result = PublishResult(publication=OUT).model_dump_json()
    row = FakeStep("0" * 64, StepStatus.DONE, result=result)
    world.ledger.steps.rows[key, 0] = row
    world.ledger.executions.noted.append(OUT)


async def cancelled_before_its_report(world: World) -> Campaign:
    """What an earlier run published cannot be taken back."""
    _published_before(world)
    world.faults.plan("retract instagram", PlatformRefused("posts are for ever"))
    world.faults.hold("scan")
    campaign = await world.start(request("instagram"))
    await world.faults.called("scan")
    await campaign.handle.cancel(reason='{"by": "Ana", "retract": true}')
    await campaign.cancelled_payload()
    return campaign


async def of_another_run(world: World) -> Campaign:
    """An earlier run, which was ended from outside, has published something else."""
    _published_before(world)
    campaign = await world.start(request("instagram", "x"))
    await campaign.failed_payload()
    return campaign


OF_SECOND_RUNS: Final = (of_another_run, cancelled_before_its_report, failed_again, turned_away)
