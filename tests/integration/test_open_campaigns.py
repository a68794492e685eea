"""A tenant's limit of open campaigns: at the door, at the admission, and what follows either."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts import CampaignState, ReviewAction, ReviewDecision, retry_id
from runtime.schedule.replies import SlotState
from tests.support.batches import fields, written
from tests.support.builders import TENANT, request
from tests.support.campaigns.schedules import DAY, NAME, order, plan
from tests.support.eventually import eventually
from tests.support.worlds.campaigns import Campaign
from tests.support.worlds.installation import REVIEWED, Installation, open_installation


@pytest.fixture
async def installation(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> AsyncIterator[Installation]:
    """Give a test an installation of its own."""
    async with open_installation(tmp_path, capsys, monkeypatch) as installation:
        yield installation


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file of one request of the usual tenant."""
    path = tmp_path / "request.json"
    path.write_text(json.dumps(of_tenant("Walks")), encoding="utf-8")
    return path


def of_tenant(name: str) -> dict[str, Any]:
    """Return the fields of a request of the usual tenant."""
    return fields(name, tenant_id=str(TENANT), review={"mode": "always"})


def let_in(installation: Installation, most: int | None) -> None:
    """Let the worker admit so many open campaigns."""
    policies = installation.world.policies
    policies.policy = policies.policy.model_copy(update={"max_open_campaigns": most})


def let_begin(home: Path, most: int) -> None:
    """Write the policy that commands find here."""
    (home / "tenants").mkdir(exist_ok=True)
    (home / f"tenants/{TENANT}.toml").write_text(f"max_open_campaigns = {most}\n")


async def test_one_campaign_too_many_is_refused_and_leaves_nothing_behind(
    installation: Installation, tmp_path: Path, file: Path
) -> None:
    """Who starts it reads how many are open, how many may be, and what can be done."""
    _, opened = await installation.reviewed()
    let_begin(tmp_path, 1)

    refused = await installation.type("start", str(file))
    before = (await installation.campaigns.list()).campaigns
    await opened.handle.terminate()
    later = await eventually(
        lambda: installation.type("start", str(file)), lambda typed: typed.status == 0
    )
    twice = await installation.type("start", str(file))

    assert (refused.status, refused.out) == (1, "")
    assert refused.err == (
        f"nothing was started. Open campaigns of tenant {TENANT}: 1, and its policy "
        f"({TENANT}.toml) allows 1 (max_open_campaigns). This one can be started again when one of "
        f"them has ended: 'starter.py list --tenant {TENANT}' shows them, and 'starter.py cancel' "
        "ends one.\n"
    )
    assert len(before) == 1
    assert not (tmp_path / "artifacts").exists()
    assert "started 'Walks'" in later.err
    assert twice.status == 0
    assert "duplicate, nothing was started" in twice.err


async def test_what_was_ended_from_outside_goes_on_whatever_is_open(
    installation: Installation, tmp_path: Path, file: Path
) -> None:
    """It was let in once, and what it may have sent has to be settled."""
    begun = json.loads((await installation.type("start", str(file), "--json")).out)
    campaign = Campaign(installation.world.client.get_workflow_handle(begun["workflow_id"]))
    await campaign.until(lambda status: status.awaiting_review)
    await campaign.handle.terminate()
    let_begin(tmp_path, 0)
    let_in(installation, 0)

    again = await installation.type("start", str(file))
    status = await Campaign(campaign.handle).until(lambda status: status.awaiting_review)

    assert again.status == 0
    assert "started again, since its run came to no conclusion" in again.err
    assert not status.finished


async def test_a_batch_says_which_were_too_many_and_starts_them_later(
    installation: Installation, tmp_path: Path
) -> None:
    """The same file again starts what was refused, once there is room for it."""
    path = tmp_path / "many.jsonl"
    path.write_text(written(of_tenant("Walks"), of_tenant("Rides")), encoding="utf-8")
    let_begin(tmp_path, 1)

    first = await installation.type("batch", str(path), "--rate", "1", "--json")
    let_begin(tmp_path, 2)
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


async def test_a_retry_too_many_is_refused(installation: Installation, tmp_path: Path) -> None:
    """A retry is a campaign like any other, and is typed again later."""
    former = await installation.failed("compose", review=REVIEWED)
    _, opened = await installation.reviewed()
    let_begin(tmp_path, 1)

    refused = await installation.type("retry", former)
    await opened.handle.terminate()
    later = await eventually(
        lambda: installation.type("retry", former), lambda typed: typed.status == 0
    )

    assert (refused.status, refused.out) == (1, "")
    assert "nothing was started" in refused.err
    assert f"started a retry of {former}" in later.err


async def test_a_worker_turns_away_what_nobody_refused_before(
    installation: Installation, file: Path
) -> None:
    """Its run ends as a violation of the policy with nothing done; the same start begins another.

    So it is for who starts many at once, and for a program that does not know the policy.
    """
    _, opened = await installation.reviewed()
    let_in(installation, 1)

    started = await installation.type("start", str(file), "--wait")
    (listed,) = (await installation.campaigns.list(state=CampaignState.FAILED)).campaigns
    execution = listed.execution_id
    status = await installation.campaigns.status(execution)
    payload = await installation.campaigns.result(execution)
    retried = await installation.type("retry", str(execution))
    await opened.handle.terminate()
    again = await installation.type("start", str(file))
    goes_on = Campaign(installation.world.client.get_workflow_handle(f"campaign-{execution}"))
    await goes_on.until(lambda status: status.awaiting_review)

    assert started.status == 1
    assert status.terminal_reason == "FAILED_POLICY"
    assert "(max_open_campaigns)" in str(status.terminal_details)
    assert [entry.action for entry in payload.execution_log[:2]] == ["received", "turned_away"]
    assert retried.status == 2
    assert "'starter.py start' with the same request begins it" in retried.err
    assert "started again, since its run came to no conclusion" in again.err
    assert again.out.split()[0] == str(execution)


async def test_a_retry_that_was_turned_away_is_typed_again(installation: Installation) -> None:
    """The ledger does not take it for a retry that has failed, and nothing is lost of the chain."""
    former = await installation.failed("compose", review=REVIEWED)
    again = retry_id(UUID(former))
    _, opened = await installation.reviewed()
    let_in(installation, 1)

    turned_away = await installation.type("retry", former, "--wait")
    retried = await installation.type("retry", str(again))
    await opened.handle.terminate()
    let_in(installation, None)
    typed = await installation.type("retry", former)
    goes_on = Campaign(installation.world.client.get_workflow_handle(f"campaign-{again}"))
    status = await goes_on.until(lambda status: status.awaiting_review)
    await goes_on.send(
        "review",
        ReviewDecision(
            action=ReviewAction.REJECT, reviewer="Ana", report_digest=status.report_digest or ""
        ),
    )
    payload = await goes_on.failed_payload()

    assert turned_away.status == 1
    assert retried.status == 2
    assert f"'starter.py retry {former}' begins it" in retried.err
    assert (typed.status, typed.out.split()[0]) == (0, str(again))
    assert payload.terminal_reason == "FAILED_QUALITY"


async def test_of_many_that_begin_at_once_the_earliest_are_let_in(
    installation: Installation,
) -> None:
    """A crowd does not shut itself out, although each of them sees all the others."""
    let_in(installation, 3)
    wanted = [request("x", execution_id=uuid4(), review=REVIEWED) for _ in range(12)]
    await asyncio.gather(*(installation.campaigns.start(one, "Ana") for one in wanted))

    async def statuses() -> list[Any]:
        return [await installation.campaigns.status(one.execution_id) for one in wanted]

    found = await eventually(
        statuses, lambda all_: all(one.finished or one.awaiting_review for one in all_)
    )
    admitted = [one for one in found if one.awaiting_review]

    # Temporal lists them a moment late, and a busy machine a little later: that lets some more in.
    assert 3 <= len(admitted) < len(wanted)


async def test_a_schedule_says_that_a_slot_was_turned_away(installation: Installation) -> None:
    """Who looks why nothing was published at a slot finds the limit, and not a start."""
    let_in(installation, 0)
    schedules = installation.campaigns.schedules
    await schedules.create(order(), plan("09:00"))
    await schedules.trigger(NAME)

    found = await eventually(
        lambda: schedules.show(NAME, DAY),
        lambda found: [one.state for one in found.past] == [SlotState.TURNED_AWAY],
    )
    shown = await installation.type("schedule", "show", NAME)

    assert "allows 0 (max_open_campaigns)" in str(found.past[0].why)
    assert "turned away" in shown.out


async def test_the_examination_counts_the_open_campaigns_of_limited_tenants(
    installation: Installation, tmp_path: Path
) -> None:
    """An operator sees who is near the limit before the next campaign is refused."""
    await installation.reviewed()
    let_begin(tmp_path, 1)
    (tmp_path / "tenants/default.toml").write_text("max_open_campaigns = 5\n")
    (tmp_path / f"tenants/{uuid4()}.toml").write_text("review_required = true\n")

    typed = await installation.type("doctor", "--json")
    found = [one for one in json.loads(typed.out)["findings"] if one["part"] == "open campaigns"]

    assert [(one["health"], one["says"].partition(" has ")[2]) for one in found] == [
        ("doubtful", f"1 of the 1 that {TENANT}.toml allows"),
        ("well", "0 of the 5 that default.toml allows"),
    ]
    assert "others of this tenant are refused" in found[0]["to_do"]
