"""A Mastodon server's limits and faults are told by what is certain, before anything is sent."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

import pytest

from activities.publish.mastodon.publisher import MastodonPublisher
from contracts import (
    AnswerLost,
    ArtifactMissing,
    PlatformRefused,
    PlatformUnavailable,
    PublishOrder,
)
from tests.support.publishing.networks.accounts import mastodon_of
from tests.support.publishing.networks.mastodon import Mastodon
from tests.support.publishing.networks.troubles import Trouble
from tests.support.publishing.outbox_orders import PICTURE, SHA, asset, order, settle

CONTENT = {SHA: PICTURE}


@pytest.mark.parametrize(
    ("kind", "limit", "value", "message"),
    [
        ("statuses", "max_characters", 40, "has 60 characters, and its server takes 40"),
        ("statuses", "max_media_attachments", 0, "takes 0 pictures in a post"),
        ("media_attachments", "image_size_limit", 5, "bytes, and its server takes 5"),
        ("media_attachments", "supported_mime_types", ["image/avif"], "no pictures in image/png"),
        ("media_attachments", "description_limit", 3, "has 17 characters, and its server takes 3"),
    ],
)
async def test_the_server_s_own_limits_are_kept_to(
    server: Mastodon, publisher: MastodonPublisher, kind: str, limit: str, value: Any, message: str
) -> None:
    """What the server would refuse is refused before a picture is sent."""
    server.limits[kind][limit] = value

    with pytest.raises(PlatformRefused, match=message):
        await publisher.publish(order(), CONTENT)

    assert [heard.path for heard in server.heard] == ["/api/v2/instance"]


async def test_a_server_without_limits_of_its_own_has_the_usual_ones(
    server: Mastodon, publisher: MastodonPublisher
) -> None:
    """Relatives of Mastodon say less of themselves, and addresses count 23 characters there too."""
    server.limits = {"statuses": {}, "media_attachments": {}, "more": 1}
    server.limits["statuses"]["max_characters"] = 500
    server.limits["media_attachments"]["supported_mime_types"] = ["image/png"]
    link = "https://tostadores.example/" + "x" * 600
    one = asset("mastodon", link=link)

    with pytest.raises(PlatformRefused, match="422"):
        # This server counts every character, so the answer is its own.
        await publisher.publish(order("mastodon", assets=[one]), CONTENT)

    assert server.statuses == []


async def test_a_revoked_token_is_told_apart(server: Mastodon) -> None:
    """Whoever publishes hears a refusal, and whoever asks that there was no answer."""
    publisher = mastodon_of(server)
    server.token = "another"  # noqa: S105 - it opens nothing

    with pytest.raises(PlatformRefused, match="answered 401") as refused:
        await publisher.publish(order(), CONTENT)
    with pytest.raises(PlatformUnavailable, match="answered 401"):
        await publisher.find(settle())
    with pytest.raises(PlatformUnavailable, match="answered 401"):
        await publisher.retract(settle())

    assert "a-token" not in str(refused.value)
    await publisher.close()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "has no body"),
        ({"body": ""}, "has no body"),
    ],
)
async def test_a_post_without_text_is_refused(
    server: Mastodon, publisher: MastodonPublisher, body: dict[str, str], message: str
) -> None:
    """A picture alone is not what was written for the network."""
    with pytest.raises(PlatformRefused, match=message):
        await publisher.publish(order(assets=[asset(text=body)]), CONTENT)

    assert server.heard == []


async def test_pictures_with_texts_of_their_own_make_no_post(
    publisher: MastodonPublisher,
) -> None:
    """Nobody chooses among several audited texts."""
    two = [asset(), asset(text={"body": "Otro texto"})]

    with pytest.raises(PlatformRefused, match="came with several"):
        await publisher.publish(order(assets=two), CONTENT)


async def test_more_pictures_than_any_server_takes_make_no_post(
    server: Mastodon, publisher: MastodonPublisher
) -> None:
    """Nobody is asked for their limits about what is beyond all of them."""
    with pytest.raises(PlatformRefused, match="takes 16 pictures, and there are 17"):
        await publisher.publish(oversized(), CONTENT)

    assert server.heard == []


def oversized() -> PublishOrder:
    """Return an order with more assets than the contract lets anybody order."""
    return order().model_copy(update={"assets": [asset()] * 17})


async def test_bytes_that_are_missing_are_named(publisher: MastodonPublisher) -> None:
    """Nothing is sent before everything is there."""
    with pytest.raises(ArtifactMissing, match=hashlib.sha256(PICTURE).hexdigest()):
        await publisher.publish(order(), {})


async def test_a_deletion_that_fails_is_told_by_what_is_certain(
    server: Mastodon, publisher: MastodonPublisher
) -> None:
    """A post that somebody else has deleted meanwhile is gone; after a fault it may be."""
    await publisher.publish(order(), CONTENT)
    server.troubled = "^DELETE"
    server.troubles += [Trouble.BROKEN_BEFORE, Trouble.BUSY, Trouble.REFUSED]

    with pytest.raises(AnswerLost, match="may have been taken back"):
        await publisher.retract(settle())
    with pytest.raises(PlatformUnavailable) as busy:
        await publisher.retract(settle())
    with pytest.raises(PlatformUnavailable):
        await publisher.retract(settle())

    assert busy.value.retry_after == timedelta(seconds=2)


async def test_an_answer_that_is_no_answer_is_none(
    server: Mastodon, publisher: MastodonPublisher
) -> None:
    """A page for people with the status 200 says nothing about a picture or a list."""
    server.troubled = ""
    server.troubles += [Trouble.NONSENSE, Trouble.NOTHING, Trouble.BROKEN_AFTER]

    for _ in range(2):
        with pytest.raises(PlatformUnavailable, match="which is no Instance"):
            await publisher.publish(order(), CONTENT)
    with pytest.raises(PlatformUnavailable, match="answered 500"):
        await publisher.publish(order(), CONTENT)


async def test_a_moment_without_an_offset_is_utc(
    server: Mastodon, publisher: MastodonPublisher
) -> None:
    """Relatives of Mastodon leave it out."""
    server.post("old", datetime(2020, 1, 1))  # noqa: DTZ001 - that is the point

    assert await publisher.find(settle()) is None
