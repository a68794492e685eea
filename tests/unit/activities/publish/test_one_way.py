"""Bots and incoming webhooks post once, as plain text, and call nobody."""

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from activities.ports import Account, HasAccount, Publisher
from activities.publish.registry import KINDS
from activities.secret_variables import secrets_of
from contracts import AnswerLost, PlatformRefused, PlatformUnavailable
from tests.support.publishing.networks.messengers import Discord, Slack, Telegram
from tests.support.publishing.networks.server import Network, Reply
from tests.support.publishing.outbox_orders import PICTURE, SHA, asset, order
from tests.support.publishing.worlds.world import tools_in

CONTENT = {SHA: PICTURE}
HOSTILE = "@everyone <!channel> & <b>*hola*</b> https://a.example/?a=1&b=2"


def built(kind: str, section: Mapping[str, object], secret: str) -> Publisher:
    """Return a publisher of a kind."""
    settings = KINDS[kind].settings.model_validate(section)
    tools = replace(tools_in(Path()), secrets={"SECRET": SecretStr(secret)})
    publisher: Publisher = KINDS[kind].build(settings, tools)
    return publisher


@asynccontextmanager
async def publishing(server: Network, **changes: Any) -> AsyncGenerator[Publisher]:
    """Yield a publisher to a network."""
    async with server.serving() as url:
        match server:
            case Telegram():
                section = {"url": url, "token_env": "SECRET", "chat": server.chat} | changes
                publisher = built("telegram", section, server.token)
            case Discord():
                publisher = built("discord", {"url_env": "SECRET"}, f"{url}{server.path}")
            case _:
                section = {"url_env": "SECRET", "pictures_url": "https://p.example/a/"}
                publisher = built("slack", section, f"{url}{Slack.path}")
        yield publisher
        await publisher.close()


async def test_copy_is_plain_text_to_telegram() -> None:
    """No parse mode is asked for, so that no character of the copy is taken for a command."""
    server = Telegram()
    async with publishing(server) as publisher:
        sent = await publisher.publish(order(assets=[asset(text={"body": HOSTILE})]), CONTENT)

    assert json.loads(server.posts[0])["text"].startswith(HOSTILE)
    assert "parse_mode" not in server.heard[0].fields()
    assert sent.remote_id == "-1001234/1"
    assert sent.url == "https://t.me/tostadores/1"


async def test_nobody_is_called_by_copy_on_discord() -> None:
    """Not even the word @everyone in it reaches everyone."""
    server = Discord()
    async with publishing(server) as publisher:
        sent = await publisher.publish(order(assets=[asset(text={"body": HOSTILE})]), CONTENT)

    shown = json.loads(server.posts[0])
    assert shown["text"].startswith(HOSTILE)
    assert shown["calls"] == []
    assert sent.remote_id == "99/1"
    assert sent.url is None


async def test_nobody_is_called_by_copy_on_slack() -> None:
    """What Slack would take for a command is escaped as it asks for."""
    server = Slack()
    one = asset(text={"body": HOSTILE}, link=None, alt_text=None)
    async with publishing(server) as publisher:
        sent = await publisher.publish(order(assets=[one]), CONTENT)

    shown = json.loads(server.posts[0])
    assert shown["text"] == (
        "@everyone &lt;!channel&gt; &amp; &lt;b&gt;*hola*&lt;/b&gt; https://a.example/?a=1&amp;b=2"
    )
    assert shown["pictures"] == [f"https://p.example/a/{SHA}"]
    assert shown["descriptions"] == [HOSTILE]
    assert sent.remote_id == "req1"


@pytest.mark.parametrize("named", ["", "not a name\t"])
async def test_slack_s_answer_may_have_no_name(named: str) -> None:
    """That it says ok is the proof, and then the only one."""
    server = Slack()
    said = Reply(200, b"ok\n", {"x-slack-req-id": named} if named else {})
    server.says = said
    async with publishing(server) as publisher:
        sent = await publisher.publish(order(), CONTENT)

    assert sent.remote_id == "ok"


@pytest.mark.parametrize(
    ("server", "body"),
    [
        (Telegram(), b'{"ok": true, "result": []}'),
        (Telegram(), b'{"ok": false, "result": {"message_id": 1, "chat": {"id": 1}}}'),
        (Telegram(), b'{"ok": true}'),
        (Discord(), b'{"id": "1\\n2", "channel_id": "9"}'),
        (Discord(), b""),
        (Slack(), b"invalid_blocks"),
        (Slack(), b"<html>ok</html>"),
        (Slack(), b"ok" + b" " * 100_000),
    ],
)
async def test_an_answer_that_proves_nothing_may_hide_a_post(server: Network, body: bytes) -> None:
    """A 200 with an error in it, or with anything else, is for a person to look at."""
    server.says = Reply(200, body)
    async with publishing(server) as publisher:
        with pytest.raises(AnswerLost, match="does not prove"):
            await publisher.publish(order(), CONTENT)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"parameters": {"retry_after": 14}}, timedelta(seconds=14)),
        ({"parameters": {"retry_after": 10**9}}, timedelta(hours=1)),
        ({"parameters": {"retry_after": -1}}, None),
        ({"parameters": {}}, None),
        ({}, None),
        ([], None),
    ],
)
async def test_telegram_is_left_alone_as_long_as_it_asks(
    body: object, expected: timedelta | None
) -> None:
    """It says so in the body of its answer, and in no header."""
    server = Telegram()
    server.says = Reply(429, body)
    async with publishing(server) as publisher:
        with pytest.raises(PlatformUnavailable) as caught:
            await publisher.publish(order(), CONTENT)

    assert caught.value.retry_after == expected


async def test_a_chat_that_has_no_address_is_named_by_numbers() -> None:
    """A private group has no page that a person could be led to."""
    server = Telegram()
    said = {"ok": True, "result": {"message_id": 7, "chat": {"id": -5}}}
    server.says = Reply(200, said)
    async with publishing(server) as publisher:
        sent = await publisher.publish(order(), CONTENT)

    assert (sent.remote_id, sent.url) == ("-5/7", None)


@pytest.mark.parametrize(
    ("server", "expected"), [(Telegram(), "@shop_bot"), (Discord(), "Shop in channel 99")]
)
async def test_a_network_says_as_whom_it_is_posted_to(server: Network, expected: str) -> None:
    """Without a post, and refused or unknown where it is so."""
    async with publishing(server) as publisher:
        assert isinstance(publisher, HasAccount)
        assert await publisher.account("x") == Account(name=expected)
        server.says = Reply(401, b"revoked")
        with pytest.raises(PlatformRefused, match="answered 401"):
            await publisher.account("x")
        server.says = Reply(200, b"<html>")
        with pytest.raises(PlatformUnavailable, match="asked as whom it is spoken to"):
            await publisher.account("x")


async def test_slack_does_not_say_as_whom_it_is_posted_to() -> None:
    """Its webhooks can do one thing alone, so nothing is asked of them."""
    server = Slack()
    async with publishing(server) as publisher:
        assert isinstance(publisher, HasAccount)
        assert await publisher.account("x") is None

    assert server.heard == []


async def test_a_text_that_is_too_long_is_refused_by_the_network() -> None:
    """Nothing is out, and the reason is told without the token that the address holds."""
    for server, size in ((Telegram(), 1025), (Discord(), 2001)):
        async with publishing(server) as publisher:
            with pytest.raises(PlatformRefused, match="answered 400") as caught:
                await publisher.publish(order(assets=[asset(text={"body": "é" * size})]), CONTENT)
        assert server.posts == []
        assert "oken" not in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "section", "secret", "message"),
    [
        ("telegram", {"token_env": "SECRET", "chat": "@tostadores"}, "abc", "a bot's token"),
        ("discord", {"url_env": "SECRET"}, "discord.com/api", "an address without query"),
        ("discord", {"url_env": "SECRET"}, "https://a.example/b?c", "an address without query"),
        ("discord", {"url_env": "SECRET"}, "http://a.example/b", "begins with https://"),
    ],
)
def test_a_secret_of_another_form_is_refused(
    kind: str, section: dict[str, object], secret: str, message: str
) -> None:
    """The message says what it should be, and not what it was."""
    settings = KINDS[kind].settings.model_validate(section)

    with pytest.raises(ValueError, match=message) as caught:
        secrets_of(settings, {"SECRET": secret})

    assert secret not in str(caught.value)


@pytest.mark.parametrize("url", ["http://p.example", "https://p.example/?a=", "p.example"])
def test_pictures_lie_where_everybody_can_read_them(url: str) -> None:
    """Slack fetches them itself, by an address that ends with their digest."""
    with pytest.raises(ValidationError):
        KINDS["slack"].settings.model_validate({"url_env": "SECRET", "pictures_url": url})
