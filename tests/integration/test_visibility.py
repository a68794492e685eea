"""The Temporal Web UI alone says where a campaign is, and every suppressed start is counted."""

import asyncio

from temporalio.common import TypedSearchAttributes

from contracts import CampaignState, QualityVerdict, Severity, WaitingFor
from tests.support.builders import CAMPAIGN, TENANT, check, request
from tests.support.worlds.campaigns import Campaign, World
from workflows import visibility


async def attributes(campaign: Campaign) -> TypedSearchAttributes:
    """Return the attributes by which the campaign can be found."""
    return (await campaign.handle.describe()).typed_search_attributes


async def test_attributes_are_right_while_a_campaign_waits(world: World) -> None:
    """A campaign that waits for review is found by state, tenant, campaign and channels."""
    world.providers.findings = [check(QualityVerdict.WARN, Severity.HIGH)]
    campaign = await world.start(request("instagram", "x"))
    await campaign.waits_for(WaitingFor.REVIEW)

    found = await attributes(campaign)

    assert found[visibility.STATE] == "QUALITY_AUDIT"
    assert found[visibility.AWAITING_REVIEW] is True
    assert found[visibility.TENANT] == str(TENANT)
    assert found[visibility.CAMPAIGN] == str(CAMPAIGN)
    assert found[visibility.CHANNELS] == ["instagram", "x"]


async def test_attributes_are_right_after_the_end(world: World) -> None:
    """A failed campaign is found by its reason."""
    failed = check(QualityVerdict.FAIL, Severity.CRITICAL, "CONTRAST_TOO_LOW")
    world.providers.findings = [failed]
    campaign = await world.start(request())
    await campaign.failed_payload()

    found = await attributes(campaign)

    assert found[visibility.STATE] == "FAILED"
    assert found[visibility.REASON] == "FAILED_QUALITY"
    assert found[visibility.AWAITING_REVIEW] is False


async def test_a_finished_campaign_has_no_reason(world: World) -> None:
    """A campaign at rest is found as `IDLE`, without a reason of failure."""
    campaign = await world.start(request())
    await campaign.handle.result()

    found = await attributes(campaign)

    assert found[visibility.STATE] == "IDLE"
    assert found.get(visibility.REASON) is None


async def test_suppressed_starts_are_counted(world: World) -> None:
    """Every duplicate is counted; the log shows the first ones and stays readable."""
    world.faults.hold("scan")
    campaign = await world.start(request())
    await campaign.until(lambda status: status.state is CampaignState.RADAR_SCAN)

    await asyncio.gather(
        *(campaign.handle.signal("duplicate", {"by": f"client {i}"}) for i in range(120))
    )
    await campaign.handle.signal("duplicate", "nonsense")
    status = await campaign.status()

    payload = await campaign.payload()
    logged = [e.metadata["count"] for e in payload.execution_log if e.action.startswith("dup")]
    assert status.duplicates_suppressed == 120
    assert logged == [*range(1, 11), 100]
    assert [e.action for e in payload.execution_log].count("signal_refused") == 1
