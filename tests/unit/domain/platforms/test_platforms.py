"""The platforms' limits are data with sources, and a campaign may set its own."""

import dataclasses
from datetime import date
from typing import Any, Final

import pytest

from contracts import ContractInvalid
from domain.package_data import every_data_beside
from domain.platforms import Enforcement, known_placements, listing, placement_of
from domain.platforms.listing import list_limits

DOCUMENTS: Final[dict[str, dict[str, Any]]] = every_data_beside("domain.platforms")
"""What every channel's file says, by its name."""
AGREED: Final = {
    "bluesky.post",
    "email.newsletter",
    "facebook.feed",
    "google_display.landscape",
    "google_display.square",
    "instagram.feed",
    "instagram.story",
    "linkedin.feed",
    "mastodon.post",
    "x.post",
}
"""What requests name already: a channel may come, and none may go."""


def test_every_placement_of_a_channel_s_file_is_known() -> None:
    """A request may name what the files describe, and what it could name it can name for good."""
    described = {
        f"{document['channel']}.{placement}"
        for document in DOCUMENTS.values()
        for placement in document["placements"]
    }

    names = {f"{known.channel}.{known.placement}" for known in known_placements()}

    assert names == described
    assert names >= AGREED


def test_every_number_says_where_it_comes_from() -> None:
    """A reader can check each limit and how old the reading is."""
    unsourced = [
        (known.channel, limit.name)
        for known in known_placements()
        for limit in known.fields.values()
        if not limit.source or not known.source or known.checked_on < date(2026, 1, 1)
    ]

    assert unsourced == []


def test_what_is_rendered_is_within_the_placement_s_own_limits() -> None:
    """A creative of the size that Phoenix renders is never refused for its size."""
    too_small = [
        known.channel
        for known in known_placements()
        if known.width < known.min_width or known.height < known.min_height
    ]

    assert too_small == []


def test_an_unknown_placement_is_refused_with_those_there_are() -> None:
    """Who mistypes a placement is told which ones exist."""
    with pytest.raises(ContractInvalid, match=r"x\.billboard is not .* linkedin\.feed"):
        placement_of("x", "billboard")


@pytest.mark.parametrize(
    "constraints",
    [{"instagram.feed.headline": 20}, {"instagram": {"feed": {"headline": 20}}}],
)
def test_a_campaign_may_replace_a_length(constraints: dict[str, object]) -> None:
    """A length in `platform_constraints` counts in place of the channel's own, and is hard."""
    limit = placement_of("instagram", "feed").constrained(constraints).fields["headline"]

    assert (limit.max, limit.enforcement) == (20, Enforcement.HARD)


@pytest.mark.parametrize(
    ("limits", "size"),
    [
        ({"ratio": "1:1"}, (1080, 1080)),
        ({"ratio": 0.5625}, (1080, 1920)),
        ({"width": 540}, (540, 675)),
        ({"height": 675.0}, (540, 675)),
        ({"width": 800, "height": 600}, (800, 600)),
        ({"ratio": "0:1"}, (1080, 1350)),
        ({"ratio": "wide"}, (1080, 1350)),
        ({"ratio": -2}, (1080, 1350)),
        ({"ratio": 40}, (1080, 1350)),
        ({"width": 100_000}, (1080, 1350)),
        ({"width": 1}, (1080, 1350)),
    ],
)
def test_a_campaign_may_replace_the_size(limits: dict[str, object], size: tuple[int, int]) -> None:
    """A size or ratio in `platform_constraints` is rendered if a creative can have it."""
    placement = placement_of("instagram", "feed").constrained({"instagram": {"feed": limits}})

    assert (placement.width, placement.height) == size


@pytest.mark.parametrize("value", [0, -1, True, "20", None, 2.5])
def test_a_constraint_that_is_no_length_replaces_nothing(value: object) -> None:
    """Nonsense in `platform_constraints` leaves the channel's own limit in force."""
    placement = placement_of("instagram", "feed")

    assert placement.constrained({"instagram": {"feed": {"headline": value}}}) == placement


def test_a_post_may_be_short_enough_and_yet_have_too_many_bytes() -> None:
    """Both of Bluesky's limits count: 300 characters and 3,000 bytes."""
    limit = placement_of("bluesky", "post").fields["body"]

    assert limit.admits("é" * 300)
    assert not limit.admits("👨‍👩‍👧‍👦" * 200)


def test_every_limit_is_listed_with_its_source_and_its_age() -> None:
    """Who reads a limit sees where it comes from and how old the reading is."""
    today = date(2026, 12, 2)
    read_on = {document["channel"]: document["checked_on"] for document in DOCUMENTS.values()}

    limits = list_limits(today)

    assert {limit.channel for limit in limits} == read_on.keys()
    assert all(limit.source for limit in limits)
    assert all(limit.checked_on == read_on[limit.channel] for limit in limits)
    assert all(limit.age_days == (today - limit.checked_on).days for limit in limits)
    listed = {(each.channel, each.placement, each.limit): each for each in limits}
    assert listed["x", "post", "body"].value == "280"
    assert listed["x", "post", "body"].counting == "x_weighted"
    assert listed["instagram", "story", "safe_bottom"].value == "35%"
    assert listed["instagram", "feed", "max_hashtags"].value == "30"
    assert listed["google_display", "square", "max_emoji"].value == "0"
    assert listed["google_display", "square", "headline_variants"].value == "1 to 5"
    assert listed["bluesky", "post", "body_bytes"].value == "3000"


def test_a_campaign_s_own_limits_are_listed_as_such() -> None:
    """What a campaign sets in place of the platform's is told from the platform's own."""
    today = placement_of("instagram", "feed").checked_on

    limits = list_limits(today, {"instagram.feed.headline": 20, "instagram.feed.ratio": "1:1"})

    listed = {each.limit: each for each in limits if each.placement == "feed"}
    mine = {(e.channel, e.limit) for e in limits if e.source == "platform_constraints"}
    assert mine == {("instagram", "headline"), ("instagram", "ratio"), ("instagram", "size")}
    assert listed["headline"].age_days == 0


def test_shortest_lengths_and_refused_characters_are_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Limits that no shipped platform has are listed all the same once one has them."""
    known = placement_of("x", "post")
    short = dataclasses.replace(known.fields["body"], min=2)
    strict = dataclasses.replace(known, fields={"body": short}, forbidden_characters="{}")
    monkeypatch.setattr(listing, "known_placements", lambda: [strict])

    names = {each.limit for each in list_limits(date(2026, 11, 22))}

    assert {"body_min", "forbidden_characters"} <= names


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("headline", "headline"),
        ("headline_2", "headline"),
        ("headline_5", "headline"),
        ("headline_6", None),
        ("headline_1", None),
        ("headline_x", None),
        ("slogan_2", None),
    ],
)
def test_a_variant_has_the_limit_of_its_kind(field: str, kind: str | None) -> None:
    """A second headline is as long as a first one may be, up to as many as the platform takes."""
    limit = placement_of("google_display", "square").limit_of(field)

    assert (limit.name if limit else None) == kind
