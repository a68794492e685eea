"""A fleet of workers while another release is rolled out, and rolled back."""

import os
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Final

import pytest

from contracts import CampaignRequest, workflow_id
from tests.e2e.fleet import Fleet, fleet_request, idle_fleet
from tests.support.paths import ROOT
from tests.support.releases.next_release import ADDED

pytestmark = [pytest.mark.drill, pytest.mark.e2e, pytest.mark.timeout(600)]

SIDE_BY_SIDE: Final = int(os.environ.get("PHOENIX_TEST_CAMPAIGNS", "16"))
"""Campaigns of the mixed fleet; a release is tried with more of them."""


@pytest.fixture
def fleet(tmp_path: Path) -> Generator[Fleet]:
    """Return an installation without workers, and the next release."""
    with idle_fleet(tmp_path) as fleet:
        yield fleet


async def test_two_releases_side_by_side_finish_every_campaign(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever takes a task, and however scarce the places are, no campaign notices a roll-out."""
    monkeypatch.setenv("PHOENIX_MAX_CONCURRENT_ACTIVITIES", "2")
    await fleet.start(ROOT, fleet.next_release)
    campaigns = [fleet_request() for _ in range(SIDE_BY_SIDE)]

    await fleet.submit(campaigns)

    await fleet.assert_all_finish(campaigns)
    histories = await _histories(fleet, campaigns)
    assert any(f'"{ADDED}":"in use"' in history for history in histories)


async def test_a_release_is_rolled_out_and_back_in_the_middle_of_everything(fleet: Fleet) -> None:
    """What one release began in any state another one ends, forwards and backwards."""
    await fleet.start(ROOT)
    waiting = await fleet.submit_waiting()
    before = await fleet.submit_held()

    await fleet.replace(fleet.next_release)
    await fleet.assert_all_finish(before)
    still_waiting = await fleet.submit_waiting()
    meanwhile = await fleet.submit_held()

    await fleet.replace(ROOT)
    await fleet.approve(waiting)
    await fleet.approve(still_waiting)
    await fleet.assert_all_finish([waiting, still_waiting, *meanwhile])


async def _histories(fleet: Fleet, campaigns: Sequence[CampaignRequest]) -> list[str]:
    client = await fleet.installation.client()
    texts: list[str] = []
    for campaign in campaigns:
        history = await client.get_workflow_handle(
            workflow_id(campaign.execution_id)
        ).fetch_history()
        texts.extend(
            payload.data.decode()
            for event in history.events
            for payload in event.activity_task_completed_event_attributes.result.payloads
        )
    return texts
