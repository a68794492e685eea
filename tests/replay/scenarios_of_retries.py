"""Paths of a campaign that goes on from one that has failed."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from uuid import UUID

from activities.ledger import SqlLedger
from contracts import (
    TASK_QUEUE,
    OutcomeUnknowable,
    PlatformRefused,
    Reconciliation,
    WaitingFor,
    retry_id,
)
from tests.support.builders import request
from tests.support.fakes import FakeOpenCampaigns
from tests.support.worlds.campaigns import Campaign, World

FORMER: Final = UUID("0b0e4c5e-8a3e-4a57-9d15-0f1f6a6f0004")
"""The execution that fails first."""
_QUEUE: Final = f"{TASK_QUEUE}-retried"


async def failed_again(world: World) -> Campaign:
    """What one channel has is taken over, and what another may have is asked for first."""
    platform = world.platform
    platform.reconciliation, platform.answers_questions = Reconciliation.NEITHER, False
    platform.call_timeout = timedelta(seconds=0.3)  # whoever finds a lost call waits for its end
    world.faults.plan("answer x", OutcomeUnknowable("the line went dead"))
    wanted = request("instagram", "x", execution_id=FORMER, max_retries=0)
    again = wanted.model_copy(update={"execution_id": retry_id(FORMER), "retry_of": [FORMER]})
    with TemporaryDirectory() as folder:
        ledger = SqlLedger(f"sqlite:///{Path(folder) / 'ledger.db'}")
        async with world.worker(replace(world.stages(), ledger=ledger), _QUEUE):
            failed = await world.start(wanted, queue=_QUEUE)
            await failed.waits_for(WaitingFor.RESOLUTION)
            await world.env.sleep(wanted.timing.resolution_window)
            await failed.failure()
            platform.answers_questions = True
            campaign = await world.start(again, queue=_QUEUE)
            await campaign.handle.result()
        await ledger.close()
    return campaign


async def turned_away(world: World) -> Campaign:
    """A retry finds its tenant with as many open campaigns as it may have."""
    policy = world.policies.policy
    world.policies.policy = policy.model_copy(update={"max_open_campaigns": 1})
    opened = FakeOpenCampaigns()
    world.faults.plan("compose", PlatformRefused("broken until it is mended"))
    wanted = request("x", execution_id=FORMER, max_retries=0)
    again = wanted.model_copy(update={"execution_id": retry_id(FORMER), "retry_of": [FORMER]})
    with TemporaryDirectory() as folder:
        ledger = SqlLedger(f"sqlite:///{Path(folder) / 'ledger.db'}")
        stages = replace(world.stages(), ledger=ledger, open_campaigns=opened)
        async with world.worker(stages, _QUEUE):
            failed = await world.start(wanted, queue=_QUEUE)
            await failed.failure()
            opened.number = 1
            campaign = await world.start(again, queue=_QUEUE)
            await campaign.failure()
        await ledger.close()
    return campaign
