"""A channel at several places: each has its own creative, publication, numbers and truth."""

from typing import Any

from contracts import (
    CampaignRequest,
    ChannelFailurePolicy,
    ChannelMetrics,
    ChannelPlan,
    MetricsRecord,
    OutcomeUnknowable,
    Place,
    PlatformRefused,
    PublicationResolution,
    PublicationStatus,
    WaitingFor,
)
from tests.support.builders import metrics, request
from tests.support.worlds.campaigns import World

FEED, STORY, LETTER = (
    Place("instagram", "feed"),
    Place("instagram", "story"),
    Place("email", "newsletter"),
)
SENT, UNKNOWN = PublicationStatus.SENT, PublicationStatus.UNKNOWN


def everywhere(**changes: Any) -> CampaignRequest:
    """Return a request for Instagram's feed and its stories, and for a newsletter."""
    plans = [
        ChannelPlan(channel=place.channel, placement=place.placement)
        for place in (FEED, STORY, LETTER)
    ]
    return request(channels=plans, **changes)


def counted(place: Place) -> ChannelMetrics:
    """Return what a place counted, by its name."""
    return metrics(place.channel).model_copy(update={"placement": place.placement})


async def test_each_place_has_a_creative_and_a_publication_of_its_own(world: World) -> None:
    """Feed and story of one channel are made, audited and published side by side."""
    campaign = await world.start(everywhere())
    await campaign.waits_for(WaitingFor.METRICS)
    numbers = [counted(place) for place in (FEED, STORY, LETTER)]
    await campaign.send("record_metrics", MetricsRecord(metrics=numbers, final=True))

    payload = await campaign.handle.result()

    assert [asset.place for asset in payload.assets] == [FEED, STORY, LETTER]
    assert {place: known.status for place, known in payload.latest_publications().items()} == {
        FEED: SENT,
        STORY: SENT,
        LETTER: SENT,
    }
    assert len(set(world.platform.book)) == 3
    assert payload.strategy is not None
    assert payload.strategy.channels == ["instagram", "email"]
    assert [metric.placement for metric in payload.metrics] == ["feed", "story", "newsletter"]


async def test_numbers_name_the_place_where_a_channel_has_several(world: World) -> None:
    """Nobody guesses to which place a channel's numbers belong; where there is one, it is meant."""
    campaign = await world.start(everywhere())
    await campaign.waits_for(WaitingFor.METRICS)

    why = await campaign.refusal("record_metrics", MetricsRecord(metrics=[metrics("instagram")]))
    await campaign.send("record_metrics", MetricsRecord(metrics=[metrics("email")]))
    wrong = metrics("instagram").model_copy(update={"placement": "reel"})
    strange = await campaign.refusal("record_metrics", MetricsRecord(metrics=[wrong]))

    assert why == (
        "instagram has several placements here, so name one: instagram.feed, instagram.story"
    )
    assert strange == (
        "nothing was published on instagram.reel; "
        "published are: instagram.feed, instagram.story, email.newsletter"
    )
    assert [metric.placement for metric in (await campaign.payload()).metrics] == ["newsletter"]


async def test_an_unknown_place_is_settled_by_its_name(world: World) -> None:
    """Who found the story's post says so of the story; the feed's stays what it is."""
    world.platform.answers_questions = False
    lost = OutcomeUnknowable("no answer")
    world.faults.plan("publish instagram", lost, lost)
    campaign = await world.start(everywhere())
    await campaign.waits_for(WaitingFor.RESOLUTION)
    found = PublicationResolution(channel="instagram", status=SENT, remote_id="7", by="Ana")

    either = await campaign.refusal("resolve_publication", found)
    await campaign.send("resolve_publication", found.model_copy(update={"placement": "story"}))
    status = await campaign.status()

    assert either == (
        "instagram has several placements here, so name one: instagram.feed, instagram.story"
    )
    assert [(one.placement, one.status) for one in status.channels] == [
        ("feed", UNKNOWN),
        ("story", SENT),
        ("newsletter", SENT),
    ]


async def test_one_place_that_fails_takes_no_other_with_it(world: World) -> None:
    """The end tells the truth of each place, also of two on one channel."""
    world.faults.plan("publish instagram", PlatformRefused("no stories"))
    campaign = await world.start(everywhere(on_channel_failure=ChannelFailurePolicy.FAIL))

    payload = await campaign.failed_payload()

    statuses = [known.status for known in payload.latest_publications().values()]
    assert sorted(statuses) == [PublicationStatus.NOT_SENT, SENT, SENT]
    assert payload.terminal_details is not None
    assert payload.terminal_details.count("instagram.") == 2
