"""Credentials that every network revokes while a campaign waits for its reviewer."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from contracts import (
    CampaignStatus,
    FailureReason,
    PublicationStatus,
    ReviewAction,
    ReviewDecision,
    WaitingFor,
)
from runtime.campaigns.client import Campaigns
from runtime.files.request import read_request
from runtime.settings import Settings
from runtime.wiring.composition import configured_stages
from runtime.wiring.keys import auditor_key
from runtime.wiring.stores import open_stores
from tests.support.eventually import eventually
from tests.support.publishing.networks.everywhere import PLACES, Networks, write_request
from tests.support.publishing.networks.receiver import Receiver, keys_of
from tests.support.worlds.campaigns import open_real_world


async def test_what_was_revoked_is_named_and_goes_out_once_when_it_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is out or in doubt; each channel says what refused it, and a retry publishes."""
    settings = Settings(home=tmp_path)
    known = Networks(Receiver(keys_of(auditor_key(settings, lambda _: None).private_key)))
    file = write_request(tmp_path / "request.yaml", "en", review={"mode": "always"})
    prepared = read_request(file)
    async with known.serving(settings.channels), open_real_world() as world:
        for name, secret in known.variables.items():
            monkeypatch.setenv(name, secret)
        stages = configured_stages(settings, lambda _: None)
        await prepared.store(open_stores(settings.artifacts))
        campaigns = Campaigns(world.client)
        async with world.worker(stages):
            execution = (await campaigns.start(prepared.request, "Ana")).execution_id
            await approve(campaigns, execution, known.revoke)
            failed = await campaigns.result(execution)
            out_meanwhile = known.shown()
            known.accept()
            again = (await campaigns.retry(execution)).execution_id
            await approve(campaigns, again, lambda: None)
            status = await eventually(partial(campaigns.status, again), is_at(WaitingFor.METRICS))
        await stages.close()

    assert failed.terminal_reason is FailureReason.PLATFORM_ERROR
    assert {each.status for each in failed.publications} == {PublicationStatus.NOT_SENT}
    told = str(failed.terminal_details)
    refused = [part for part in told.split("; ") if "401" in part or "535" in part]
    assert len(refused) == len(PLACES), told
    assert not any(out_meanwhile.values())
    assert {each.status for each in status.channels} == {PublicationStatus.SENT}
    out = {channel: len(posts) for channel, posts in known.shown().items()}
    assert out == dict.fromkeys(PLACES, 1)


def is_at(waiting: WaitingFor) -> Callable[[CampaignStatus], bool]:
    """Return whether a campaign waits for this."""
    return lambda status: status.wait is not None and status.wait.on is waiting


async def approve(campaigns: Campaigns, execution: UUID, meanwhile: Callable[[], object]) -> None:
    """Approve a campaign as soon as it waits for that, and let something happen before."""
    status = await eventually(partial(campaigns.status, execution), is_at(WaitingFor.REVIEW))
    meanwhile()
    digest = str(status.report_digest)
    decision = ReviewDecision(reviewer="Ana", action=ReviewAction.APPROVE, report_digest=digest)
    await campaigns.send(execution, decision)
