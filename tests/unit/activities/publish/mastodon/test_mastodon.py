"""An account on a Mastodon server posts within the server's limits, once, and can be asked."""

import hashlib
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from activities.publish.mastodon import publisher as module
from activities.publish.mastodon.marker import Focus
from activities.publish.mastodon.publisher import MastodonPublisher
from activities.publish.mastodon.settings import MastodonSettings
from contracts import (
    AnswerLost,
    ArtifactMissing,
    OutcomeUnknowable,
    PlatformRefused,
    PlatformUnavailable,
    PublicationStatus,
    utc_now,
)
from tests.support.publishing.networks.mastodon import Mastodon
from tests.support.publishing.networks.troubles import Trouble
from tests.support.publishing.outbox_orders import PICTURE, SHA, asset, order, settle
from tests.support.publishing.worlds import tools_in

CONTENT = {SHA: PICTURE}
TEXT = "Café recién tostado.\n\nPruébalo: https://tostadores.example/otono"


@pytest.fixture
async def server() -> AsyncGenerator[Mastodon]:
    """Serve an account meanwhile."""
    network = Mastodon()
    async with network.serving():
        yield network


def publisher_of(server: Mastodon, **changes: Any) -> MastodonPublisher:
    """Return a publisher to the server's account."""
    values = {"url": server.url, "token_env": "TOKEN"} | changes
    secrets = {"TOKEN": SecretStr(server.token)}
    return MastodonPublisher(
        MastodonSettings.model_validate(values), replace(tools_in(Path()), secrets=secrets)
    )


@pytest.fixture
async def publisher(server: Mastodon) -> AsyncGenerator[MastodonPublisher]:
    """Open the usual publisher."""
    one = publisher_of(server)
    yield one
    await one.close()


async def test_a_post_is_what_was_audited_in_the_words_of_the_api(server: Mastodon) -> None:
    """Text, tags, link, language, visibility, alt text and focus arrive as they were meant."""
    publisher = publisher_of(server, visibility="unlisted", focus_x=0.5, focus_y=-0.25)
    said = {"body": "Café recién tostado.", "hashtags": "#café #tueste", "headline": "Otoño"}
    link = "https://tostadores.example/otono"

    publication = await publisher.publish(
        order("mastodon", assets=[asset("mastodon", text=said, link=link)]), CONTENT
    )

    (status,) = server.statuses
    shown = status.entity()
    assert shown["content"] == f"Café recién tostado.\n\n#café #tueste\n\n{link}"
    assert (shown["language"], shown["visibility"]) == ("es", "unlisted")
    (media,) = shown["media_attachments"]
    assert media["description"] == "Una bolsa de café"
    assert media["meta"]["focus"]["x"] == pytest.approx(0.5, abs=0.001)
    assert media["meta"]["focus"]["y"] == pytest.approx(-0.25, abs=0.001)
    assert publication.remote_id == status.id
    assert publication.url == f"https://fedi.example/@shop/{status.id}"
    await publisher.close()


async def test_a_link_that_stands_in_the_body_is_not_said_again(
    server: Mastodon, publisher: MastodonPublisher
) -> None:
    """Where the copy leads to the page already, nothing is added to it."""
    one = asset("mastodon", text={"body": TEXT}, link="https://tostadores.example/otono")

    await publisher.publish(order("mastodon", assets=[one]), CONTENT)

    assert server.statuses[0].entity()["content"] == TEXT


@pytest.mark.parametrize("key", ["a", "b", "campaign:c:exec:1:step:PUBLISH:channel:x"])
@pytest.mark.parametrize("point", [(0, 0), (1, -1), (-0.3, 0.999)])
def test_a_marker_moves_the_focus_by_less_than_anybody_sees(
    key: str, point: tuple[float, float]
) -> None:
    """Every key has its own point, within a thousandth of the one that was meant."""
    focus = Focus.of(key, *point)

    assert focus.x == pytest.approx(point[0], abs=0.0015)
    assert focus.y == pytest.approx(point[1], abs=0.0015)
    assert max(abs(focus.x), abs(focus.y)) <= 1
    x, y = (float(each) for each in str(focus).split(","))
    assert focus.is_at(x, y)
    assert not Focus.of(f"{key}.", *point).is_at(focus.x, focus.y)


async def test_a_post_is_found_when_the_server_has_forgotten_the_key(
    server: Mastodon, publisher: MastodonPublisher
) -> None:
    """After the hour that servers keep a key, the marker still tells, behind other posts too."""
    server.troubles.append(Trouble.CUT_AFTER)
    with pytest.raises(AnswerLost):
        await publisher.publish(order(), CONTENT)
    server.forget_keys()
    for number in range(90):
        server.post(f"another post, {number}", utc_now())

    found = await publisher.find(settle())

    assert found is not None
    assert found.status is PublicationStatus.SENT
    assert found.remote_id == server.statuses[0].id
    assert await publisher.find(settle("x")) is None


async def test_what_is_older_than_any_campaign_is_not_looked_through(
    server: Mastodon, publisher: MastodonPublisher
) -> None:
    """An account with years of posts is asked for a month of them."""
    for number in range(200):
        server.post(f"old, {number}", datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=number))

    assert await publisher.find(settle()) is None
    assert sum("statuses" in heard.path for heard in server.heard) == 1


async def test_an_account_that_posts_too_much_cannot_be_asked(
    server: Mastodon, publisher: MastodonPublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question that cannot be answered for certain is a person's."""
    monkeypatch.setattr(module, "_MOST_PAGES", 2)
    for number in range(100):
        server.post(f"another post, {number}", utc_now())

    with pytest.raises(OutcomeUnknowable, match="more posts of the account"):
        await publisher.find(settle())


async def test_a_picture_is_waited_for(
    server: Mastodon, publisher: MastodonPublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server may work on a picture before a post can have it."""
    monkeypatch.setattr(module, "_LOOK_AGAIN", 0)
    server.looks_until_ready = 3

    await publisher.publish(order(), CONTENT)

    assert [heard.path.rpartition("/")[0] for heard in server.heard].count("/api/v1/media") == 3
    assert len(server.statuses) == 1


async def test_a_server_that_would_not_mark_a_post_gets_none(
    server: Mastodon, publisher: MastodonPublisher
) -> None:
    """What could not be found again is not sent: it might be sent twice."""
    server.keeps_focus = False

    with pytest.raises(PlatformRefused, match="does not keep the focus"):
        await publisher.publish(order(), CONTENT)

    assert server.statuses == []


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
    publisher = publisher_of(server)
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


async def test_bytes_that_are_missing_are_named(publisher: MastodonPublisher) -> None:
    """Nothing is sent before everything is there."""
    with pytest.raises(ArtifactMissing, match=hashlib.sha256(PICTURE).hexdigest()):
        await publisher.publish(order(), {})


async def test_a_deletion_that_fails_is_told_by_what_is_certain(
    server: Mastodon, publisher: MastodonPublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A post that somebody else has deleted meanwhile is gone; after a fault it may be."""
    await publisher.publish(order(), CONTENT)
    monkeypatch.setattr(server, "commits", lambda heard: heard.method == "DELETE")
    server.troubles += [Trouble.BROKEN_BEFORE, Trouble.BUSY, Trouble.REFUSED]

    with pytest.raises(AnswerLost, match="may have been taken back"):
        await publisher.retract(settle())
    with pytest.raises(PlatformUnavailable) as busy:
        await publisher.retract(settle())
    with pytest.raises(PlatformUnavailable):
        await publisher.retract(settle())

    assert busy.value.retry_after == timedelta(seconds=2)


async def test_an_answer_that_is_no_answer_is_none(
    server: Mastodon, publisher: MastodonPublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page for people with the status 200 says nothing about a picture or a list."""
    monkeypatch.setattr(server, "commits", lambda _: True)
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
