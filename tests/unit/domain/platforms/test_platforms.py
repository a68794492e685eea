"""The platforms' limits are data with sources, and texts are counted as the platforms count."""

import dataclasses
from datetime import date

import pytest

from contracts import ContractInvalid
from domain.platforms import Enforcement, known_placements, listing, placement_of
from domain.platforms.counting import Counting, measure
from domain.platforms.listing import list_limits


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("café", 4),
        ("cafe\u0301", 4),
        ("👾", 2),
        ("🙋🏽", 2),
        ("👨‍🎤", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("https://example.com", 23),
        ("https://example.com/very/long/path", 23),
        ("漢字", 4),
        ("Hello, world! 👋", 16),
        ("©", 2),
        ("® café", 7),
        ("™", 2),
        ("https://a.es/" + "漢" * 400, 23 + 800),
        ("https://a.es/x" + "☕" * 200, 23 + 400),
        ("https://a.es日本語", 23 + 6),
        ("https://日本語.jp/", 23),
        ("https://a.es/ruta_(larga)?q=a|b", 23),
        ("(https://a.es/x).", 23 + 3),
        ("a.co/漢", 23 + 2),
        ("漢a.co", 2 + 23),
        ("hola@a.co", 9),
    ],
)
def test_x_lengths_are_those_of_its_documentation(text: str, length: int) -> None:
    """A post is as long as X's own page on counting characters says."""
    counted = measure("x_weighted", text)

    assert counted == length


def test_x_counts_a_domain_without_a_scheme_as_the_link_that_it_may_become() -> None:
    """A post never turns out longer than was counted because X makes a link of a domain."""
    counted = measure("x_weighted", "Ver en a.co")

    assert counted == len("Ver en ") + 23


def test_the_full_stop_after_a_link_is_not_part_of_it() -> None:
    """A sentence may end in a link."""
    counted = measure("x_weighted", "Más en https://example.com/a.")

    assert counted == len("Más en ") + 23 + 1


@pytest.mark.parametrize(
    ("counting", "text", "length"),
    [
        (Counting.GRAPHEMES, "👨‍👩‍👧‍👦 ñ", 3),
        (Counting.DISPLAY_WIDTH, "東京 Café", 9),
        (Counting.BYTES, "año", 4),
    ],
)
def test_other_platforms_count_characters_columns_or_bytes(
    counting: Counting, text: str, length: int
) -> None:
    """A length is told in the counting of the platform that has the limit."""
    counted = measure(counting, text)

    assert counted == length


def test_an_unknown_way_of_counting_is_refused() -> None:
    """A slip in the data does not count as something else."""
    with pytest.raises(ValueError, match="words"):
        measure("words", "dos palabras")


def test_every_agreed_placement_is_known() -> None:
    """A request may name these channels and placements."""
    names = {f"{known.channel}.{known.placement}" for known in known_placements()}

    assert names == {
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
    limits = list_limits(date(2026, 12, 2))

    assert {limit.channel for limit in limits} == {known.channel for known in known_placements()}
    assert all(limit.source and limit.age_days == 10 for limit in limits)
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
    limits = list_limits(
        date(2026, 11, 22), {"instagram.feed.headline": 20, "instagram.feed.ratio": "1:1"}
    )

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
