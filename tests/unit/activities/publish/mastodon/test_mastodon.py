"""An account on a Mastodon server posts within the server's limits, once, and can be asked."""

from datetime import UTC, datetime, timedelta

import pytest

from activities.ports import Account, Quota
from activities.publish.mastodon import publisher as module
from activities.publish.mastodon.marker import Focus
from activities.publish.mastodon.publisher import MastodonPublisher
from contracts import (
    AnswerLost,
    OutcomeUnknowable,
    PlatformRefused,
    PublicationStatus,
    utc_now,
)
from tests.support.publishing.networks.accounts import mastodon_of
from tests.support.publishing.networks.mastodon import Mastodon
from tests.support.publishing.networks.troubles import Trouble
from tests.support.publishing.outbox_orders import PICTURE, SHA, asset, order, settle

CONTENT = {SHA: PICTURE}
TEXT = "Café recién tostado.\n\nPruébalo: https://tostadores.example/otono"


async def test_a_post_is_what_was_audited_in_the_words_of_the_api(server: Mastodon) -> None:
    """Text, tags, link, language, visibility, alt text and focus arrive as they were meant."""
    publisher = mastodon_of(server, visibility="unlisted", focus_x=0.5, focus_y=-0.25)
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


async def test_an_account_says_how_many_calls_are_left(
    server: Mastodon, publisher: MastodonPublisher
) -> None:
    """Mastodon's own tokens hold until they are revoked, so nothing is said of their end."""
    server.quota = {"X-RateLimit-Remaining": "298", "X-RateLimit-Reset": "2026-03-02T09:05:00Z"}

    moment = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
    quota = Quota(left=298, resets_at=moment)
    assert await publisher.account("mastodon") == Account(name="@shop", quota=quota)


async def test_a_token_that_says_when_it_ends_is_quoted(server: Mastodon) -> None:
    """Servers that speak Mastodon's API and sign their tokens, as Pixelfed does, let them end."""
    server.token = "e30.eyJleHAiOjE3NzI0NDIwMDAuNX0.signature"  # noqa: S105 - it opens nothing
    publisher = mastodon_of(server)

    known = await publisher.account("mastodon")

    assert known.expires == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    await publisher.close()
