"""What went out is what was audited, and the status never claims more than is proven.

Longer than 250 lines because every way in which one publication can end stands beside the others.
"""

from datetime import timedelta

import pytest
from temporalio.api.enums.v1 import EventType

from activities.ports import StepStatus
from contracts import (
    CampaignPayload,
    CampaignState,
    ChannelFailurePolicy,
    ContractInvalid,
    FailureReason,
    OutcomeUnknowable,
    Place,
    PlatformRefused,
    PlatformUnavailable,
    Publication,
    PublicationResolution,
    PublicationStatus,
    PublishResult,
    Timing,
    WaitingFor,
)
from contracts.base import utc_now
from tests.support.builders import request
from tests.support.worlds.campaigns import World

SENT, NOT_SENT = PublicationStatus.SENT, PublicationStatus.NOT_SENT
UNKNOWN, RETRACTED = PublicationStatus.UNKNOWN, PublicationStatus.RETRACTED


def statuses(payload: CampaignPayload) -> dict[str, PublicationStatus]:
    """Return what is proven per channel."""
    return {place.channel: entry.status for place, entry in payload.latest_publications().items()}


async def test_one_channel_fails_for_good(world: World) -> None:
    """The others are published all the same, and the end tells the truth per channel."""
    world.faults.plan("publish instagram", PlatformRefused("the account is closed"))
    campaign = await world.start(request("instagram", "x"))

    payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.PLATFORM_ERROR
    assert (
        payload.terminal_details == "instagram.feed: not_sent (the account is closed); x.post: sent"
    )
    assert statuses(payload) == {"instagram": NOT_SENT, "x": SENT}
    assert world.faults.calls.count("publish instagram") == 1


async def test_a_request_can_go_on_with_the_rest(world: World) -> None:
    """With `continue`, the channels that were published are measured."""
    world.faults.plan("publish instagram", PlatformRefused("the account is closed"))
    campaign = await world.start(
        request("instagram", "x", on_channel_failure=ChannelFailurePolicy.CONTINUE)
    )

    payload = await campaign.handle.result()

    assert payload.current_state is CampaignState.IDLE
    assert payload.learning is not None
    assert payload.learning.without_metrics == ["x.post"]


async def test_going_on_needs_something_that_was_sent(world: World) -> None:
    """With `continue` and no channel left, the campaign fails like any other."""
    world.faults.plan("publish instagram", PlatformRefused("closed"))
    campaign = await world.start(
        request("instagram", on_channel_failure=ChannelFailurePolicy.CONTINUE)
    )

    payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.PLATFORM_ERROR


async def test_a_request_can_take_back_the_rest(world: World) -> None:
    """With `retract`, what was published is taken back before the campaign fails."""
    world.faults.plan("publish instagram", PlatformRefused("the account is closed"))
    campaign = await world.start(
        request("instagram", "x", on_channel_failure=ChannelFailurePolicy.RETRACT)
    )

    payload = await campaign.failed_payload()

    assert statuses(payload) == {"instagram": NOT_SENT, "x": RETRACTED}
    assert world.platform.taken_back == world.platform.book


async def test_a_channel_may_refuse_to_take_back(world: World) -> None:
    """What cannot be taken back stays `sent`, with the reason."""
    world.faults.plan("publish instagram", PlatformRefused("closed"))
    world.faults.plan("retract x", PlatformRefused("posts are for ever"))
    campaign = await world.start(
        request("instagram", "x", on_channel_failure=ChannelFailurePolicy.RETRACT)
    )

    payload = await campaign.failed_payload()

    assert statuses(payload)["x"] is SENT
    assert "posts are for ever" in (payload.latest_publications()[Place("x", "post")].detail or "")


async def test_a_lost_answer_is_looked_up(world: World) -> None:
    """When every answer was lost, the channel is asked, and what it has counts as sent."""
    world.faults.plan("answer instagram", *[ConnectionError("lost")] * 9)
    campaign = await world.start(request("instagram", max_retries=1))

    payload = await campaign.handle.result()

    assert statuses(payload) == {"instagram": SENT}
    assert len(world.platform.book) == 1
    assert payload.retry_count == 1


async def test_what_the_channel_does_not_have_was_not_sent(world: World) -> None:
    """A channel that stays broken and has nothing ends the campaign as `FAILED_PLATFORM`."""
    world.faults.plan("publish instagram", *[PlatformUnavailable("down")] * 9)
    campaign = await world.start(request("instagram", max_retries=1))

    payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.PLATFORM_ERROR
    assert statuses(payload) == {"instagram": NOT_SENT}
    assert "find instagram" not in world.faults.calls  # the ledger knows that no call is open


@pytest.mark.parametrize("why", ["cannot be asked", "answers nonsense"])
async def test_what_nobody_can_tell_is_unknown_until_a_person_settles_it(
    world: World, why: str
) -> None:
    """An unknown outcome is never sent again; a person's word settles it."""
    world.faults.plan("answer instagram", *[ConnectionError("lost")] * 9)
    if why == "cannot be asked":
        world.platform.answers_questions = False
    else:
        world.faults.plan("find instagram", ContractInvalid("an answer that fits nothing"))
    campaign = await world.start(request("instagram", max_retries=0))
    status = await campaign.waits_for(WaitingFor.RESOLUTION)
    assert status.channels[0].status is UNKNOWN

    wrong = await campaign.refusal(
        "resolve_publication", {"channel": "x", "status": "not_sent", "by": "Ana"}
    )
    await campaign.send(
        "resolve_publication",
        {"channel": "instagram", "status": "sent", "remote_id": "p-1", "by": "Ana"},
    )
    payload = await campaign.handle.result()

    assert wrong == "the outcome of x is not unknown; unknown are: instagram.feed"
    assert [entry.status for entry in payload.publications] == [UNKNOWN, SENT]
    assert payload.publications[-1].remote_id == "p-1"
    assert world.faults.calls.count("publish instagram") == 1


async def test_an_unknown_outcome_says_what_the_channel_answered(world: World) -> None:
    """Whoever looks there knows by the answer what to look for, not only that nobody can tell."""
    said = 'The platform answered 201 {"id": 12345}, which does not prove the publication.'
    world.faults.plan("answer instagram", OutcomeUnknowable(said))
    world.platform.answers_questions = False
    campaign = await world.start(request("instagram"))

    status = await campaign.waits_for(WaitingFor.RESOLUTION)
    await campaign.handle.cancel()
    payload = await campaign.cancelled_payload()

    assert status.channels[0].detail == f"{said} instagram cannot be asked"
    assert payload.publications[-1].detail == status.channels[0].detail


async def test_a_person_can_say_that_it_is_not_out(world: World) -> None:
    """Settled as not sent, the campaign fails as the channel did; also by signal."""
    world.faults.plan("answer instagram", *[ConnectionError("lost")] * 9)
    world.platform.answers_questions = False
    campaign = await world.start(request("instagram", max_retries=0))
    await campaign.waits_for(WaitingFor.RESOLUTION)

    await campaign.handle.signal(
        "resolve_publication", {"channel": "instagram", "status": "not_sent", "by": "Ana"}
    )
    payload = await campaign.failed_payload()

    assert statuses(payload) == {"instagram": NOT_SENT}


async def test_what_is_proven_meanwhile_is_worth_more_than_a_persons_word(world: World) -> None:
    """Who denies a publication that an attempt has proven since is corrected by the ledger."""
    world.faults.plan("answer instagram", *[ConnectionError("lost")] * 9)
    world.platform.answers_questions = False
    campaign = await world.start(request("instagram", max_retries=0))
    await campaign.waits_for(WaitingFor.RESOLUTION)
    (step,) = [row for (key, _), row in world.ledger.steps.rows.items() if ":PUBLISH" in key]
    proven = Publication(
        channel="instagram", placement="feed", status=SENT, remote_id="post-1", at=utc_now()
    )
    step.status, step.call_left = StepStatus.DONE, None
    step.result = PublishResult(publication=proven).model_dump_json()

    await campaign.send(
        "resolve_publication",
        PublicationResolution(channel="instagram", status=NOT_SENT, by="Ana"),
    )
    payload = await campaign.handle.result()

    assert statuses(payload) == {"instagram": SENT}


async def test_nobody_settles_it(world: World) -> None:
    """After its window the campaign ends as `FAILED_TIMEOUT`, with the outcome still unknown."""
    world.faults.plan("answer instagram", *[ConnectionError("lost")] * 9)
    world.platform.answers_questions = False
    campaign = await world.start(request("instagram", max_retries=0))

    payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.TIMEOUT
    assert statuses(payload) == {"instagram": UNKNOWN}


async def test_altered_content_is_refused(world: World) -> None:
    """A byte that changed between audit and publication ends the campaign as `FAILED_QUALITY`."""
    release = world.faults.hold("audit")
    campaign = await world.start(request("instagram"))
    await campaign.until(lambda status: status.state is CampaignState.QUALITY_AUDIT)
    asset = (await campaign.payload()).assets[0]
    world.store.blobs[asset.sha256] += b"!"
    release.set()

    payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.QUALITY_CHECK_FAILED
    assert world.platform.book == []


async def test_nothing_goes_out_before_its_time(world: World) -> None:
    """A campaign with a publishing time waits for it, and says so."""
    opens = utc_now() + timedelta(days=20)
    campaign = await world.start(request(timing=Timing(publish_not_before=opens)))

    status = await campaign.waits_for(WaitingFor.PUBLISHING_TIME)
    payload = await campaign.handle.result()

    assert status.wait is not None
    assert status.wait.until is not None
    assert abs(status.wait.until - opens) < timedelta(seconds=1)
    published = [e for e in payload.execution_log if e.action == "publication_known"]
    assert all(entry.timestamp >= opens for entry in published)


async def test_a_missed_window_sends_nothing(world: World) -> None:
    """A campaign that comes too late for its window ends as `FAILED_TIMEOUT`, unsent."""
    closed = utc_now() - timedelta(days=1)
    campaign = await world.start(request(timing=Timing(publish_before=closed)))

    payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.TIMEOUT
    assert "the publishing window closed" in (payload.terminal_details or "")
    assert world.platform.book == []


async def test_metrics_of_an_unpublished_channel_are_refused(world: World) -> None:
    """Numbers for a channel on which nothing went out are refused, and so are early ones."""
    release = world.faults.hold("publish x")
    campaign = await world.start(request("x"))
    await campaign.until(lambda status: status.state is CampaignState.PUBLISH)
    record = {
        "metrics": [
            {
                "channel": "x",
                "impressions": 1,
                "clicks": 0,
                "observed_until": "2026-03-02T10:00:00Z",
                "source": "export",
            }
        ]
    }

    early = await campaign.refusal("record_metrics", record)
    await campaign.send("pause", {"by": "Luis"})
    release.set()
    await campaign.waits_for(WaitingFor.RESUME)
    between = await campaign.refusal("record_metrics", record)
    await campaign.send("resume", {"by": "Luis"})
    await campaign.waits_for(WaitingFor.METRICS)

    assert early == "nothing was published on x; published are: none yet"
    assert between == "the campaign does not listen for metrics yet, or no longer"
    await campaign.send("record_metrics", record)


async def test_a_cancellation_while_a_lost_answer_is_looked_up(world: World) -> None:
    """The look-up is finished first, and then the campaign ends as cancelled."""
    world.faults.plan("answer instagram", ConnectionError("lost"))
    release = world.faults.hold("find instagram")
    campaign = await world.start(request("instagram", "x", max_retries=0))
    await world.faults.called("find instagram")

    await campaign.handle.cancel()
    await campaign.has_event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED)
    release.set()
    payload = await campaign.cancelled_payload()

    assert statuses(payload) == {"instagram": SENT, "x": SENT}


async def test_a_channel_that_is_down_is_asked_again_to_take_back(world: World) -> None:
    """What is to be taken back is, although the channel was down and no retries are left."""
    world.faults.plan("publish instagram", PlatformRefused("closed"))
    world.faults.plan("retract x", PlatformUnavailable("down"))
    campaign = await world.start(
        request("instagram", "x", max_retries=0, on_channel_failure=ChannelFailurePolicy.RETRACT)
    )

    payload = await campaign.failed_payload()

    assert statuses(payload) == {"instagram": NOT_SENT, "x": PublicationStatus.RETRACTED}
    assert payload.retry_count == 0


async def test_content_for_another_channel_is_not_published(world: World) -> None:
    """A content service that mixes channels up ends the campaign before anything goes out."""
    world.providers.mixed_up = True
    campaign = await world.start(request("instagram", "x"))

    payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.CONTRACT_INVALID
    assert "was ordered" in (payload.terminal_details or "")
    assert world.platform.book == []


async def test_a_call_that_is_under_way_is_not_called_not_sent(world: World) -> None:
    """While nobody knows what comes of it, the status does not claim that nothing went out."""
    release = world.faults.hold("answer instagram")
    campaign = await world.start(request("instagram"))
    await world.faults.called("answer instagram")

    during = await campaign.status()
    release.set()
    payload = await campaign.handle.result()

    assert [channel.status for channel in during.channels] == [PublicationStatus.UNDER_WAY]
    assert statuses(payload) == {"instagram": SENT}
