"""What a campaign limits is understood alike by who makes its creatives and who audits them."""

import math
from typing import Any

import pytest

from domain.audit.catalogue import ASSET_CHECKS
from domain.audit.rules.compiler import compile_rules
from domain.platforms import Placement, known_constraint, known_placements, placement_of
from domain.platforms.constraints import (
    Constraint,
    constraint_in,
    flattened,
    limits_at,
    read_constraint,
)
from tests.support.audit.subjects import Creative, canvas, subject

FEED = ("instagram", "feed")
SHAPES: list[dict[str, Any]] = [
    {},
    {"ratio": "1:1"},
    {"ratio": 0.8},
    {"width": 540},
    {"height": 675},
    {"width": 800, "height": 600},
    {"width": 600, "ratio": "1:1"},
]


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (1, 1.0),
        (675.0, 675.0),
        (2.5, None),
        (0, None),
        (-1, None),
        (True, None),
        ("20", None),
        (None, None),
        ({}, None),
        (math.inf, None),
        (math.nan, None),
    ],
)
def test_a_length_or_size_is_a_whole_number_above_nothing(
    value: object, number: float | None
) -> None:
    """Nonsense is no limit, and breaks nothing."""
    read = read_constraint("instagram.feed.width", value)

    assert read == (number and Constraint(*FEED, "width", number))


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("4:5", 0.8),
        (" 4 / 5 ", 0.8),
        ("1.91:1", 1.91),
        (0.8, 0.8),
        (1, 1.0),
        ("4:0", None),
        ("0:4", None),
        ("4", None),
        ("wide", None),
        ("9" * 400 + ":1", None),
        (False, None),
        (-2, None),
    ],
)
def test_a_ratio_is_two_numbers_or_one(value: object, number: float | None) -> None:
    """Width and height with a colon or a slash, or what one is by the other."""
    read = read_constraint("instagram.feed.ratio", value)

    assert read == (number and Constraint(*FEED, "ratio", number))


@pytest.mark.parametrize("key", ["headline", "feed.headline", "a.b.c.d", ""])
def test_a_limit_is_of_one_placement_on_one_channel(key: str) -> None:
    """A key that names less or more says nothing."""
    assert read_constraint(key, 30) is None


@pytest.mark.parametrize(
    "constraints",
    [
        {"instagram.feed.width": 540},
        {"instagram": {"feed": {"width": 540}}},
        {"instagram.feed": {"width": 540}},
        {"instagram": {"feed.width": 540}},
    ],
)
def test_dots_and_nesting_say_the_same_to_everybody(constraints: dict[str, Any]) -> None:
    """However a limit is written, it is rendered, compiled as a rule and audited."""
    (rule,) = compile_rules([], {}, constraints)
    place = placement_of(*FEED)

    assert list(flattened(constraints)) == [("instagram.feed.width", 540)]
    assert rule.values == ["instagram", "feed", "width", "540"]
    assert place.constrained(constraints).width == 540
    assert subject(constraints=constraints).constraints == {"width": 540.0}


def test_an_empty_part_is_no_limit_and_is_told() -> None:
    """What holds nothing is not dropped in silence."""
    assert list(flattened({"instagram": {"feed": {}}})) == [("instagram.feed", {})]


def test_of_several_values_the_strictest_holds_for_everybody() -> None:
    """Copy is written to the limit by which it is judged."""
    twice = {
        "instagram.feed.headline": 30,
        "instagram": {"feed": {"headline": 20, "body_min": 5}},
        "instagram.feed": {"headline": 40, "body_min": 9},
    }

    audited = subject(constraints=twice).constraints
    written = placement_of(*FEED).constrained(twice).fields["headline"]

    assert audited == {"headline": 20.0, "body_min": 9.0}
    assert written.max == 20


def test_a_compiled_rule_carries_its_constraint_there_and_back() -> None:
    """What the compiler wrote is what the checks read."""
    read = read_constraint("instagram.feed.ratio", "4:5")

    assert read is not None
    assert constraint_in(read.values) == read
    assert constraint_in(["instagram", "feed", "ratio"]) is None
    assert constraint_in([*FEED, "ratio", "inf"]) is None
    assert limits_at([read, None], ("instagram", "story")) == {}


@pytest.mark.parametrize(
    ("key", "is_known"),
    [
        ("instagram.feed.headline", True),
        ("instagram.feed.headline_min", True),
        ("google_display.square.headline_variants", True),
        ("instagram.feed.max_bytes", True),
        ("instagram.feed.music", False),
        ("instagram.feed.music_min", False),
        ("tiktok.feed.headline", False),
    ],
)
def test_a_limit_that_no_placement_has_is_not_known(key: str, *, is_known: bool) -> None:
    """A misspelt limit is not taken for one that holds."""
    assert (known_constraint(key, 3) is not None) is is_known


@pytest.mark.parametrize("limits", SHAPES, ids=str)
@pytest.mark.parametrize(
    "place", known_placements(), ids=lambda each: f"{each.channel}.{each.placement}"
)
def test_what_is_rendered_under_a_limit_is_what_the_audit_asks_for(
    place: Placement, limits: dict[str, Any]
) -> None:
    """A campaign that limits one side, or the shape, does not fail by its own creative."""
    constraints = {place.channel: {place.placement: limits}}
    rendered = place.constrained(constraints)
    size = (rendered.width, rendered.height)
    shown = subject(
        Creative(canvas(size=size)),
        placement=place,
        constraints=constraints,
        width=size[0],
        height=size[1],
    )

    (shape,) = ASSET_CHECKS["aspect_ratio_check"](shown)
    (dimensions,) = ASSET_CHECKS["image_dimensions_check"](shown)

    is_refused = size[0] < place.min_width or size[1] < place.min_height
    assert shape.reason_code is None
    assert dimensions.reason_code in ({None, "IMAGE_TOO_SMALL"} if is_refused else {None})
