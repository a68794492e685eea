"""An auditor may get another key while campaigns run."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts import CampaignState, FailureReason, QualityVerdict, Severity, WaitingFor
from domain.signing import trusted
from tests.support.builders import check, request
from tests.support.world import World

NEW_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


@pytest.mark.parametrize("is_known", [True, False])
async def test_a_key_that_is_trusted_by_now_counts(world: World, *, is_known: bool) -> None:
    """A campaign that began under the old key is published under the new one, if it is trusted."""
    release = world.faults.hold("scan")
    campaign = await world.start(request("instagram"))
    await world.faults.called("scan")
    world.providers.key = NEW_KEY
    if is_known:
        world.policies.policy = world.policies.policy.model_copy(
            update={"trusted_auditors": [trusted(NEW_KEY.public_key())]}
        )
    release.set()

    if is_known:
        payload = await campaign.handle.result()
    else:
        payload = await campaign.failed_payload()

    assert payload.current_state is (CampaignState.IDLE if is_known else CampaignState.FAILED)
    assert payload.terminal_reason is (None if is_known else FailureReason.QUALITY_CHECK_FAILED)
    assert len(world.platform.book) == is_known


async def test_a_key_that_changes_during_the_review_fails_nothing(world: World) -> None:
    """What was audited under the old key and approved is published, although only a new one counts.

    So it is by default, where a policy trusts the key of the worker that reads it.
    """
    world.providers.findings = [check(QualityVerdict.WARN, Severity.HIGH)]
    campaign = await world.start(request("instagram"))
    await campaign.waits_for(WaitingFor.REVIEW)
    world.policies.policy = world.policies.policy.model_copy(
        update={"trusted_auditors": [trusted(NEW_KEY.public_key())]}
    )

    digest = (await campaign.status()).report_digest
    approval = {"action": "approve", "reviewer": "Ana", "report_digest": digest}
    await campaign.send("review", approval)
    payload = await campaign.handle.result()

    assert payload.current_state is CampaignState.IDLE
    assert len(world.platform.book) == 1
