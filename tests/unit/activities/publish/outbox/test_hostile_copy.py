"""Posts whose copy means no good: every page shows it, and nothing of it does anything."""

from datetime import UTC, datetime
from functools import cache
from typing import Final

import pytest
from hypothesis import given

from activities.publish.outbox.post import Post, PostAsset, PostContent
from activities.publish.outbox.preview import overview_page, post_page
from contracts import Language
from tests.support.documents.markup import HOSTILE, as_shown, hostile_text, read
from tests.support.publishing.outbox_orders import SHA

FORMS: Final = pytest.mark.parametrize(
    ("channel", "places"),
    [("facebook", 18), ("instagram", 18), ("email", 18), ("google_display", 16)],
)
FIELDS: Final = (
    *("subject", "preheader", "headline", "body", "hashtags", "description"),
    *("call_to_action", "business_name"),
)


def post(channel: str, text: str) -> Post:
    """Return a post with one text in every field."""
    asset = PostAsset.model_construct(
        file="1-feed.png",
        sha256=SHA,
        media_type="image/png",
        size_bytes=15,
        width=1080,
        height=1350,
        text=dict.fromkeys(FIELDS, text),
        alt_text=text,
        link="https://tostadores.example/",
        language=Language.SPANISH,
        ai_generated=False,
    )
    return Post.model_construct(
        step_key=text,
        campaign_id=text,
        tenant_id=text,
        execution_id=text,
        channel=channel,
        placement="feed",
        remote_id=text,
        brief_sha256=SHA,
        report_sha256=SHA,
        published_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
        retracted_at=None,
        content=PostContent.model_construct(assets=[asset]),
    )


def pages_of(channel: str, text: str) -> tuple[str, str]:
    """Return a post's page and the overview with it alone."""
    one = post(channel, text)
    return post_page(one), overview_page([("folder", one)], [text])


@cache
def shapes_of(channel: str) -> list[list[tuple[str, ...]]]:
    """Return what the pages consist of when everybody means well."""
    return [read(page).shape() for page in pages_of(channel, "well")]


@FORMS
@given(text=hostile_text)
def test_pages_are_the_same_whatever_the_copy_says(channel: str, places: int, text: str) -> None:
    """No copy adds an element, takes one away, or is lost, in any channel's form."""
    page, overview = (read(one) for one in pages_of(channel, text))

    assert [page.shape(), overview.shape()] == shapes_of(channel)
    assert page.text.count(as_shown(text)) >= places
    assert overview.text.count(as_shown(text)) >= 3
    assert page.one("img").attributes["alt"] == as_shown(text)


@FORMS
def test_every_kind_of_hostile_copy_is_shown(channel: str, places: int) -> None:
    """Tags, quotes, templates and marks of direction stand on a page as they were written."""
    text = f"x{''.join(HOSTILE)}x"

    page, overview = (read(one) for one in pages_of(channel, text))

    assert page.text.count(as_shown(text)) >= places
    assert as_shown(text) in overview.text
    for whole in (page, overview):
        assert not whole.all("script")
        assert {one.attributes["href"] for one in whole.all("a")} <= {
            *("https://tostadores.example/", "1-feed.png", "../index.html"),
            *("feed.json", "folder/index.html"),
        }
