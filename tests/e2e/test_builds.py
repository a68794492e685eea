"""The written procedure by which a release gets some of the campaigns, then all, or none again."""

import asyncio
import json
import re
import shlex
import sys
from collections.abc import Generator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

import pytest
from temporalio.client import WorkflowExecutionDescription

from contracts import (
    CampaignRequest,
    MetricsRecord,
    PauseMessage,
    ResumeMessage,
    Timing,
    WaitingFor,
    workflow_id,
)
from contracts.base import utc_now
from runtime.campaigns.client import Campaigns
from runtime.embedded.server import find_program
from tests.e2e.fleet import CHANNELS, TO_REVIEW, Fleet, fleet_request, idle_fleet
from tests.support.builders import metrics
from tests.support.eventually import eventually
from tests.support.paths import ROOT
from tests.support.releases.broken_release import make_broken_release

pytestmark = [pytest.mark.drill, pytest.mark.e2e, pytest.mark.timeout(600)]

WRITTEN: Final = re.findall(
    r"^ *\$ (temporal .+)$", (ROOT / "docs/operations.md").read_text(encoding="utf-8"), re.MULTILINE
)
"""The commands that operators are told to give."""


@pytest.fixture
def fleet(tmp_path: Path) -> Generator[Fleet]:
    """Return an installation without workers, and the next release."""
    with idle_fleet(tmp_path) as fleet:
        yield fleet


def written(*words: str) -> str:
    """Return the one command in the operators' manual that has these words."""
    found: list[str] = [each for each in WRITTEN if all(word in each for word in words)]
    (command,) = found
    return command


async def give(fleet: Fleet, command: str) -> str:
    """Give a command of Temporal's, again where Temporal does not know a new build yet."""

    async def give_once() -> tuple[int | None, str]:
        process = await asyncio.create_subprocess_exec(
            find_program(),
            *shlex.split(command)[1:],
            env=fleet.installation.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
        return process.returncode, said.decode()

    _, said = await eventually(give_once, lambda done: done[0] == 0)
    return said


def named_campaigns(name: str, count: int, **changes: Any) -> list[CampaignRequest]:
    """Return campaigns that are the same in each run: who is in the tenth follows from their ids.

    Args:
        name: Of these.
        count: How many.
        changes: What each request says otherwise.
    """
    ids = [uuid5(NAMESPACE_URL, f"{name} {number}") for number in range(count)]
    return [fleet_request(execution_id=execution, **changes) for execution in ids]


async def described(
    fleet: Fleet, campaigns: Sequence[CampaignRequest]
) -> list[WorkflowExecutionDescription]:
    """Return what Temporal says of campaigns."""
    client = await fleet.installation.client()
    ids = [workflow_id(campaign.execution_id) for campaign in campaigns]
    return [await client.get_workflow_handle(one).describe() for one in ids]


async def of_build(
    fleet: Fleet, build: str, campaigns: Sequence[CampaignRequest]
) -> list[CampaignRequest]:
    """Return the campaigns whose last task was a build's."""
    known = await described(fleet, campaigns)
    builds = [
        one.raw_description.workflow_execution_info.versioning_info.deployment_version.build_id
        for one in known
    ]
    return [one for one, own in zip(campaigns, builds, strict=True) if own == build]


async def suspended(
    fleet: Fleet, campaigns: Sequence[CampaignRequest]
) -> list[WorkflowExecutionDescription]:
    """Return the campaigns that a worker could not decide about."""
    known = await described(fleet, campaigns)
    return [one for one in known if one.raw_description.pending_workflow_task.attempt > 1]


async def submit_asleep(fleet: Fleet) -> list[CampaignRequest]:
    """Start campaigns that wait for their time, for results and for a person; return them then."""
    soon = Timing(
        publish_not_before=utc_now() + timedelta(seconds=20), learning_window=timedelta(seconds=1)
    )
    publish, learn = fleet_request(timing=soon), fleet_request(timing=Timing())
    await fleet.submit([publish, learn])
    review, pause = [await fleet.submit_waiting() for _ in range(2)]
    await fleet.wait_for(publish, WaitingFor.PUBLISHING_TIME)
    await fleet.wait_for(learn, WaitingFor.METRICS)
    await send(fleet, pause, PauseMessage(by="Ana"))
    return [publish, learn, review, pause]


async def wake_up(fleet: Fleet, campaigns: Sequence[CampaignRequest]) -> None:
    """Bring them what they wait for."""
    _, learn, review, pause = campaigns
    seen = {"observed_until": utc_now()}
    counted = [metrics(channel).model_copy(update=seen) for channel in CHANNELS]
    await send(fleet, learn, MetricsRecord(metrics=counted, final=True))
    await send(fleet, pause, ResumeMessage(by="Ana"))
    await fleet.approve(review)
    await fleet.approve(pause)


async def send(fleet: Fleet, campaign: CampaignRequest, message: Any) -> None:
    """Send a message to a campaign."""
    await Campaigns(await fleet.installation.client()).send(campaign.execution_id, message)


async def test_a_release_gets_a_tenth_of_the_campaigns_and_then_all(fleet: Fleet) -> None:
    """Campaigns of the former build in every state move to the new one, and all of them finish."""
    await fleet.start(ROOT, build="0.1.0")
    await give(fleet, written("set-current-version", "--build-id 0.1.0"))
    await fleet.start(fleet.next_release, build="0.2.0")
    asleep, at_work = await submit_asleep(fleet), await fleet.submit_held()
    assert await of_build(fleet, "0.2.0", [*asleep, *at_work]) == []  # nobody has routed any to it

    await give(fleet, written("--percentage 10"))
    fleet.holds.release()
    meanwhile = named_campaigns("new", 12)
    await fleet.submit(meanwhile)
    await fleet.assert_all_finish([*at_work, *meanwhile])
    assert 1 <= len(await of_build(fleet, "0.2.0", meanwhile)) <= 4

    await give(fleet, written("--percentage 10").replace("10", "100"))
    await give(fleet, written("set-current-version", "--build-id 0.2.0"))
    await fleet.stop(fleet.workers[0])
    await wake_up(fleet, asleep)
    await fleet.assert_all_finish(asleep)
    assert await of_build(fleet, "0.2.0", asleep) == asleep


async def test_a_broken_build_gives_back_what_it_got(fleet: Fleet, tmp_path: Path) -> None:
    """What it could not carry on, and what it alone could, goes on with the build before it."""
    await fleet.start(ROOT, build="0.2.0")
    await give(fleet, written("set-current-version", "--build-id 0.2.0"))
    before, begun = (named_campaigns(name, 6, review=TO_REVIEW) for name in ("waits", "new"))
    await fleet.submit(before)
    for campaign in before:
        await fleet.wait_for(campaign, WaitingFor.REVIEW)
    await fleet.start(make_broken_release(tmp_path / "broken"), build="0.3.0")

    await give(fleet, written("--percentage 10").replace("0.2.0", "0.3.0"))
    await fleet.submit(begun)
    for campaign in begun:
        await fleet.wait_for(campaign, WaitingFor.REVIEW)
    client = await fleet.installation.client()
    for campaign in before:
        handle = client.get_workflow_handle(workflow_id(campaign.execution_id))
        await handle.signal("pause", PauseMessage(by="Ana"))
    await eventually(partial(suspended, fleet, before), bool)
    stranded = await of_build(fleet, "0.3.0", begun)
    found = await give(fleet, written("list", "0.2.0").replace("0.2.0", "0.3.0"))
    assert stranded
    assert all(workflow_id(campaign.execution_id) in found for campaign in stranded)

    await give(fleet, written("--delete"))
    await fleet.stop(fleet.workers[1])
    assert await lost(fleet) == {workflow_id(one.execution_id) for one in stranded}
    for campaign in stranded:
        await set_back(fleet, campaign)
    await eventually(partial(suspended, fleet, before), lambda left: not left)
    for campaign in before:
        await send(fleet, campaign, ResumeMessage(by="Ana"))
    for campaign in [*before, *begun]:
        await fleet.wait_for(campaign, WaitingFor.REVIEW)
        await fleet.approve(campaign)
    await fleet.assert_all_finish([*before, *begun])


async def lost(fleet: Fleet) -> set[str]:
    """Return the open campaigns that this code cannot carry on, as `starter.py` names them."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("starter.py", "replay", "--open", "--json"),
        cwd=ROOT,
        env=fleet.installation.environment,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    assert process.returncode == 1
    return {one["workflow_id"] for one in json.loads(said)["histories"] if not one["is_same"]}


async def set_back(fleet: Fleet, campaign: CampaignRequest) -> None:
    """Have a campaign go on from where the broken build came to it."""
    (former,) = await described(fleet, [campaign])
    command = written("workflow reset", "BuildId")
    await give(fleet, command.replace("<execution>", str(campaign.execution_id)))
    await eventually(
        partial(described, fleet, [campaign]), lambda found: found[0].run_id != former.run_id
    )
