"""A tenant's limit of open campaigns, as commands meet it."""

import json
from pathlib import Path
from uuid import uuid4

from tests.support.batches import written
from tests.support.builders import TENANT
from tests.support.eventually import eventually
from tests.support.worlds.campaigns import Campaign
from tests.support.worlds.installation import REVIEWED, Installation, fields_of_tenant


async def test_one_campaign_too_many_is_refused_and_leaves_nothing_behind(
    installation: Installation, tmp_path: Path
) -> None:
    """Who starts it reads how many are open, how many may be, and what can be done."""
    _, opened = await installation.reviewed()
    installation.commands_allow(1)

    refused = await installation.type("start", installation.request_file())
    before = (await installation.campaigns.list()).campaigns
    await opened.handle.terminate()
    later = await eventually(
        lambda: installation.type("start", installation.request_file()),
        lambda typed: typed.status == 0,
    )
    twice = await installation.type("start", installation.request_file())

    assert (refused.status, refused.out) == (1, "")
    assert refused.err == (
        f"nothing was started. Open campaigns of tenant {TENANT}: 1, and its policy "
        f"({TENANT}.toml) allows 1 (max_open_campaigns). This one can be started again when one of "
        f"them has ended: 'starter.py list --tenant {TENANT}' shows them, and 'starter.py cancel' "
        "ends one.\n"
    )
    assert len(before) == 1
    assert not (tmp_path / "artifacts" / str(TENANT)).exists()
    assert "started 'Walks'" in later.err
    assert twice.status == 0
    assert "duplicate, nothing was started" in twice.err


async def test_what_was_ended_from_outside_goes_on_whatever_is_open(
    installation: Installation,
) -> None:
    """It was let in once, and what it may have sent has to be settled."""
    begun = json.loads(
        (await installation.type("start", installation.request_file(), "--json")).out
    )
    campaign = Campaign(installation.world.client.get_workflow_handle(begun["workflow_id"]))
    await campaign.until(lambda status: status.awaiting_review)
    await campaign.handle.terminate()
    installation.commands_allow(0)
    installation.workers_allow(0)

    again = await installation.type("start", installation.request_file())
    status = await Campaign(campaign.handle).until(lambda status: status.awaiting_review)

    assert again.status == 0
    assert "started again, since its run came to no conclusion" in again.err
    assert not status.finished


async def test_a_batch_says_which_were_too_many_and_starts_them_later(
    installation: Installation, tmp_path: Path
) -> None:
    """The same file again starts what was refused, once there is room for it."""
    path = tmp_path / "many.jsonl"
    path.write_text(written(fields_of_tenant("Walks"), fields_of_tenant("Rides")), encoding="utf-8")
    installation.commands_allow(1)

    first = await installation.type("batch", str(path), "--rate", "1", "--json")
    installation.commands_allow(2)
    second = await installation.type("batch", str(path), "--json")

    told = json.loads(first.out)
    assert (first.status, told["counts"]["started"], told["counts"]["refused"]) == (1, 1, 1)
    assert "(max_open_campaigns)" in told["entries"][1]["why"]
    assert second.status == 0
    assert json.loads(second.out)["counts"] | {"left": 0} == {
        "started": 1,
        "duplicate": 1,
        "refused": 0,
        "left": 0,
    }


async def test_a_retry_too_many_is_refused(installation: Installation) -> None:
    """A retry is a campaign like any other, and is typed again later."""
    former = await installation.failed("compose", review=REVIEWED)
    _, opened = await installation.reviewed()
    installation.commands_allow(1)

    refused = await installation.type("retry", former)
    await opened.handle.terminate()
    later = await eventually(
        lambda: installation.type("retry", former), lambda typed: typed.status == 0
    )

    assert (refused.status, refused.out) == (1, "")
    assert "nothing was started" in refused.err
    assert f"started a retry of {former}" in later.err


async def test_the_examination_counts_the_open_campaigns_of_limited_tenants(
    installation: Installation, tmp_path: Path
) -> None:
    """An operator sees who is near the limit before the next campaign is refused."""
    await installation.reviewed()
    installation.commands_allow(1)
    (tmp_path / "tenants/default.toml").write_text("max_open_campaigns = 5\n")
    (tmp_path / f"tenants/{uuid4()}.toml").write_text("review_required = true\n")

    typed = await installation.type("doctor", "--json")
    found = [one for one in json.loads(typed.out)["findings"] if one["part"] == "open campaigns"]

    assert [(one["health"], one["says"].partition(" has ")[2]) for one in found] == [
        ("doubtful", f"1 of the 1 that {TENANT}.toml allows"),
        ("well", "0 of the 5 that default.toml allows"),
    ]
    assert "others of this tenant are refused" in found[0]["to_do"]
