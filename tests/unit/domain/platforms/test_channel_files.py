"""A channel is one TOML file, and every mistake in it is named with its place."""

import copy
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from contracts import ContractInvalid
from domain.audit.picture.colors import contrast, luminance, parse_hex
from domain.package_data import data_beside
from domain.platforms import FieldKind, Part, PreviewLayout, known_placements, look_of
from domain.platforms.channels import read_channels

GONE: Final = object()
"""In place of a value: it is left out."""
LIMIT: Final = {"max": 9, "enforcement": "soft", "counting": "graphemes"}


def document(**changes: object) -> dict[str, Any]:
    """Return the file of X with these values in it, by their places with double underscores."""
    whole: dict[str, Any] = copy.deepcopy(data_beside("domain.platforms", "x.toml"))
    for place, value in changes.items():
        *path, last = place.split("__")
        table = whole
        for name in path:
            table = table[name]
        if value is GONE:
            del table[last]
        else:
            table[last] = value
    return whole


def test_a_sound_file_is_a_channel() -> None:
    """What the file says is what the channel takes and how it looks."""
    channel = read_channels({"x.toml": document()})["x"]

    post = channel.placements["post"]
    assert (channel.look.title, channel.look.layout) == ("X", PreviewLayout.FEED)
    assert (post.channel, post.placement, post.checked_on) == ("x", "post", channel.checked_on)
    assert post.paragraphs == ((Part.MESSAGE,), (Part.PITCH,), (Part.LINK,))
    assert post.fields["body"].name == FieldKind.BODY


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"colour": 1}, "colour: is not known here; known are channel, checked_on, look, placem"),
        ({"channel": GONE}, "channel: is required"),
        ({"channel": "y"}, "channel: the file of y is y.toml"),
        ({"channel": "A B"}, "channel: string should match pattern"),
        ({"checked_on": GONE}, "invalid: checked_on: is required."),
        ({"checked_on": 7}, "invalid: checked_on: must be a date without quotes or a time"),
        ({"checked_on": "2026-11-22"}, "checked_on: must be a date without quotes or a time"),
        ({"checked_on": datetime(2026, 11, 22, tzinfo=UTC)}, "checked_on: must be a date without"),
        ({"look": GONE}, "look: is required"),
        ({"look": 3}, "look: should be an object"),
        ({"look__title": GONE}, "look.title: is required"),
        ({"look__title": " "}, "look.title: string should match pattern"),
        ({"look__accent": "red"}, "look.accent: string should match pattern"),
        ({"look__layout": "page"}, "look.layout: should be 'feed', 'picture', 'mail' or 'ad'"),
        ({"look__shape": 1}, "look.shape: is not known here; known are accent, layout, title"),
        ({"placements": GONE}, "placements: is required"),
        ({"placements": 3}, "placements: should be an object"),
        ({"placements__post": "wide"}, "placements.post: should be an object"),
        ({"placements__post__max_emojis": 3}, "placements.post.max_emojis: is not known here"),
        ({"placements__post__channel": "x"}, "placements.post.channel: is not known here"),
        ({"placements__post__width": GONE}, "placements.post.width: is required"),
        ({"placements__post__width": "wide"}, "placements.post.width: should be a valid integer"),
        ({"placements__post__width": 20}, "placements.post.width: should be greater than or equal"),
        ({"placements__post__width": 4000}, "width: neither side may be more than 3 times the"),
        ({"placements__post__min_width": 1201}, "post.width: must not be less than min_width"),
        ({"placements__post__min_height": 999}, "post.height: must not be less than min_height"),
        ({"placements__post__emoji": 0}, "placements.post.emoji: should be a valid boolean"),
        ({"placements__post__formats": []}, "post.formats: tuple should have at least 1 item"),
        ({"placements__post__safe_top": 1}, "post.safe_top: should be less than 1"),
        ({"placements__post__safe_side": 0.5}, "safe_side: must leave room for text"),
        (
            {"placements__post__safe_top": 0.5, "placements__post__safe_bottom": 0.5},
            "safe_bottom, safe_side: must leave room for text",
        ),
        ({"placements__post__source": ""}, "post.source: string should have at least 1 character"),
        ({"placements__post__paragraphs": GONE}, "is required beside a body; its parts are mess"),
        ({"placements__post__paragraphs": [[]]}, "paragraphs.0: tuple should have at least 1 item"),
        ({"placements__post__paragraphs": [["joke"]]}, "post.paragraphs.0.0: should be 'message',"),
        ({"placements__post__paragraphs": [["pitch"]]}, "must have the part link, because link_in"),
        ({"placements__post__fields": GONE}, "placements.post.fields: is required"),
        ({"placements__post__fields": {}}, "post.fields: dictionary should have at least 1 item"),
        ({"placements__post__fields__slogan": LIMIT}, "fields.slogan: is not known here; known ar"),
        ({"placements__post__fields__body": GONE}, "must be left out where there is no body"),
        ({"placements__post__fields__body": 280}, "fields.body: should be an object"),
        ({"placements__post__fields__body__max": GONE}, "post.fields.body.max: is required"),
        ({"placements__post__fields__body__max": "280"}, "body.max: should be a valid integer"),
        ({"placements__post__fields__body__max": 0}, "body.max: should be greater than or equal"),
        ({"placements__post__fields__body__min": 281}, "body.min: must not be more than max"),
        ({"placements__post__fields__body__min_variants": 2}, "must not be more than max_variants"),
        ({"placements__post__fields__body__name": "body"}, "fields.body.name: is not known here"),
        ({"placements__post__fields__body__counting": "words"}, "counting: should be 'graphemes',"),
        ({"placements__post__fields__body__enforcement": "x"}, "should be 'hard' or 'soft'"),
    ],
)
def test_a_mistake_is_named_with_its_place(changes: dict[str, object], message: str) -> None:
    """Who adds a channel reads which file, placement and field is wrong, and what would fit."""
    with pytest.raises(ContractInvalid) as caught:
        read_channels({"x.toml": document(**changes)})

    assert str(caught.value).startswith("The channel file x.toml is invalid: ")
    assert message in str(caught.value)


def test_all_mistakes_of_a_kind_are_named_at_once() -> None:
    """A file is mended in one go, not in one go per slip."""
    with pytest.raises(ContractInvalid, match=r"look\.a: .*; placements\.post\.fields\.b: "):
        read_channels({"x.toml": document(look__a=1, placements__post__fields__b=2)})


def test_a_field_of_an_unknown_name_is_told_which_ones_there_are() -> None:
    """The kinds of copy that somebody knows how to write are in the message."""
    with pytest.raises(ContractInvalid) as caught:
        read_channels({"x.toml": document(placements__post__fields__slogan=LIMIT)})

    assert all(kind in str(caught.value) for kind in FieldKind)


def test_a_channel_without_a_file_looks_plain() -> None:
    """What was published before a channel's file was removed can be shown all the same."""
    look = look_of("some_network")

    assert (look.title, look.layout) == ("Some Network", PreviewLayout.FEED)


def test_white_words_can_be_read_on_every_accent() -> None:
    """The buttons of a preview have the contrast that WCAG 2.2 asks of small text."""
    white = luminance(parse_hex("#ffffff"))
    accents = {known.channel: look_of(known.channel).accent for known in known_placements()}

    ratios = {
        name: contrast(luminance(parse_hex(accent)), white) for name, accent in accents.items()
    }

    assert {name: ratio for name, ratio in ratios.items() if ratio < 4.5} == {}
