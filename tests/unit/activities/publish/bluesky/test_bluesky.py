"""An account of the AT Protocol has one record under a key, and keeps its session up."""

import asyncio

import pytest

from activities.publish.bluesky.publisher import BlueskyPublisher
from activities.publish.bluesky.record import facets_of, record_key
from contracts import (
    AnswerLost,
    OutcomeUnknowable,
    PlatformRefused,
    PublicationStatus,
)
from tests.support.publishing.networks.accounts import bluesky_of
from tests.support.publishing.networks.bluesky import DID, Bluesky
from tests.support.publishing.outbox_orders import PICTURE, SHA, asset, order

CONTENT = {SHA: PICTURE}
LINK = "https://tostadores.example/otoño"
KEY = record_key(order().step_key)


async def test_a_post_is_what_was_audited_in_the_words_of_the_protocol(
    server: Bluesky, publisher: BlueskyPublisher
) -> None:
    """Text, link, tags, language, picture, its size and alt text arrive as they were meant."""
    said = {"body": f"Café: {LINK}.", "hashtags": "#café #2026"}

    publication = await publisher.publish(
        order("bluesky", assets=[asset("bluesky", text=said, link=LINK)]), CONTENT
    )

    (record,) = server.records.values()
    assert record["text"] == f"Café: {LINK}.\n\n#café #2026"
    assert record["langs"] == ["es"]
    assert record["createdAt"].endswith("Z")
    (image,) = record["embed"]["images"]
    assert image["alt"] == "Una bolsa de café"
    assert image["aspectRatio"] == {"width": 1080, "height": 1350}
    assert image["image"]["mimeType"] == "image/png"
    assert publication.remote_id == f"at://{DID}/app.bsky.feed.post/{record_key(of_bluesky())}"
    assert publication.url == f"https://bsky.app/profile/{DID}/post/{record_key(of_bluesky())}"


def of_bluesky() -> str:
    """Return the step key of the usual order on Bluesky."""
    return order("bluesky").step_key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Café: {LINK}.", [(LINK, "link")]),
        (
            "👩‍🌾 (https://a.example/b) y https://c.example!",
            [
                ("https://a.example/b", "link"),
                ("https://c.example", "link"),
            ],
        ),
        ("#café, #otoño_26 y #2026 pero no a#b ni ##c", [("#café", "tag"), ("#otoño_26", "tag")]),
        ("https://a.example/#seccion", [("https://a.example/#seccion", "link")]),
        ("https://:99999 y http://", []),
        ("", []),
    ],
)
def test_what_can_be_followed_is_marked_by_its_bytes(
    text: str, expected: list[tuple[str, str]]
) -> None:
    """A reader clicks exactly on the address or tag, whatever letters stand before it."""
    found = [
        (
            text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(),
            facet["features"][0]["$type"].rpartition("#")[2],
        )
        for facet in facets_of(text)
    ]

    assert found == expected


@pytest.mark.parametrize("key", ["a", "b", order().step_key])
def test_a_key_has_the_form_that_the_protocol_asks_for(key: str) -> None:
    """Thirteen sortable letters that stand for a moment of the past, equal every time."""
    made = record_key(key)

    assert made == record_key(key)
    assert len(made) == 13
    assert set(made) <= set("234567abcdefghijklmnopqrstuvwxyz")
    assert made[0] <= "3"
    assert made != record_key(f"{key}.")


async def test_a_link_can_be_a_card(server: Bluesky) -> None:
    """The picture is then the card's, and its words are those of the creative."""
    publisher = bluesky_of(server, card=True)
    said = {"body": "Café", "headline": "Otoño", "description": "Recién tostado"}

    await publisher.publish(order(assets=[asset(text=said, link=LINK)]), CONTENT)
    await publisher.publish(order("x", assets=[asset(link=LINK)]), CONTENT)
    await publisher.publish(order("email", assets=[asset(link=None)]), CONTENT)

    titled, plain, without = (record["embed"] for record in server.records.values())
    assert titled["external"]["title"] == "Otoño"
    assert titled["external"]["description"] == "Recién tostado"
    assert titled["external"]["uri"] == LINK
    assert plain["external"]["title"] == "tostadores.example"
    assert plain["external"]["description"] == "Una bolsa de café"
    assert without["$type"] == "app.bsky.embed.images"
    with pytest.raises(PlatformRefused, match="A card has one picture"):
        await publisher.publish(order("y", assets=[asset(link=LINK)] * 2), CONTENT)
    await publisher.close()


async def test_copy_without_a_picture_s_size_or_a_language_is_posted(
    server: Bluesky, publisher: BlueskyPublisher
) -> None:
    """What the creative does not say is left out."""
    bare = asset(width=None, height=None, language=None, alt_text=None)

    await publisher.publish(order(assets=[bare]), CONTENT)

    (record,) = server.records.values()
    assert "langs" not in record
    assert set(record["embed"]["images"][0]) == {"alt", "image"}


async def test_the_same_call_again_changes_nothing_of_the_record(
    server: Bluesky, publisher: BlueskyPublisher
) -> None:
    """Likes hang on a record as it is, so that even its moment stays."""
    first = await publisher.publish(order(), CONTENT)
    (before,) = server.records.values()

    again = await publisher.publish(order(), CONTENT)

    assert (again.remote_id, again.status) == (first.remote_id, PublicationStatus.SENT)
    assert [heard.path for heard in server.heard].count("/xrpc/com.atproto.repo.putRecord") == 1
    assert server.records == {KEY: before}


async def test_two_calls_at_the_same_time_make_one_record(
    server: Bluesky, publisher: BlueskyPublisher
) -> None:
    """Neither has seen the other's, and the server takes the first."""
    outcomes = await asyncio.gather(
        *(publisher.publish(order(), CONTENT) for _ in range(5)), return_exceptions=True
    )

    assert {type(each).__name__ for each in outcomes} <= {"Publication", "AnswerLost"}
    assert "Publication" in {type(each).__name__ for each in outcomes}
    assert len(server.records) == 1
    assert server.sessions == 1


async def test_a_record_that_came_in_between_is_not_replaced(
    server: Bluesky, publisher: BlueskyPublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever put it there first has published; the next attempt finds it."""
    await publisher.publish(order(), CONTENT)
    server.records[KEY]["createdAt"] = "2026-01-01T00:00:00.000Z"
    monkeypatch.setattr(publisher, "_found", no_record)

    with pytest.raises(AnswerLost, match="another call has just put it there"):
        await publisher.publish(order(), CONTENT)

    assert server.records[KEY]["createdAt"] == "2026-01-01T00:00:00.000Z"


async def no_record(*_: object) -> None:
    """Answer as before anything was there."""


async def test_other_content_under_the_key_is_nobodys_guess(
    server: Bluesky, publisher: BlueskyPublisher
) -> None:
    """What was published once is not replaced."""
    await publisher.publish(order(), CONTENT)

    with pytest.raises(OutcomeUnknowable, match="says something else"):
        await publisher.publish(order(assets=[asset(text={"body": "Otro"})]), CONTENT)

    assert len(server.records) == 1
