"""What Telegram's Bot API is told and says; see https://core.telegram.org/bots/api."""

import json
import re
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

import httpx2
from pydantic import BaseModel, SecretStr

from activities.http.answer import LONGEST_RETRY_AFTER, Answer
from activities.http.failure import failure_of
from activities.publish.one_way import Dialect, Sent
from activities.publish.posts import Post
from contracts import CampaignError

_MOST_PICTURES: Final = 10
"""Of a group of pictures; see `sendMediaGroup`."""


def check_token(token: str) -> str:
    """Return a bot's token if it has the form of one.

    Raises:
        ValueError: It has not; the message does not show it.
    """
    if not re.fullmatch(r"[0-9]{3,20}:[A-Za-z0-9_-]{20,80}", token):
        raise ValueError("must hold a bot's token, as @BotFather gives it")
    return token


class _Chat(BaseModel):
    id: int
    username: str | None = None


class _Message(BaseModel):
    message_id: int
    chat: _Chat


class _Reply(BaseModel):
    ok: bool
    result: _Message | list[_Message]


class _Bot(BaseModel):
    username: str


class _Me(BaseModel):
    ok: bool
    result: _Bot


class _Parameters(BaseModel):
    retry_after: int | None = None


class _Fault(BaseModel):
    parameters: _Parameters = _Parameters()


def dialect_of(url: str, token: SecretStr, chat: str) -> Dialect:
    """Return how a bot posts in a chat."""

    def request(post: Post) -> httpx2.Request:
        # No parse mode: what was audited is plain text, and none of its characters is a command.
        fields = {"chat_id": chat}
        if len(post.pictures) == 1:
            method = "sendPhoto"
            fields["caption"] = post.text
            names = ["photo"]
        else:
            method = "sendMediaGroup"
            names = [f"picture{number}" for number, _ in enumerate(post.pictures)]
            media = [{"type": "photo", "media": f"attach://{name}"} for name in names]
            media[0]["caption"] = post.text
            fields["media"] = json.dumps(media, ensure_ascii=False)
        files = {
            name: (picture.file_name, picture.data, picture.asset.media_type)
            for name, picture in zip(names, post.pictures, strict=True)
        }
        address = f"{url}/bot{token.get_secret_value()}/{method}"
        return httpx2.Request("POST", address, data=fields, files=files)

    def question() -> httpx2.Request:
        return httpx2.Request("GET", f"{url}/bot{token.get_secret_value()}/getMe")

    return Dialect(_MOST_PICTURES, request, _sent, _failure, question, _account)


def _sent(answer: Answer) -> Sent | None:
    reply = answer.told(_Reply)
    if reply is None or not reply.ok or not reply.result:
        return None
    message = reply.result[0] if isinstance(reply.result, list) else reply.result
    name = message.chat.username
    url = None if name is None else f"https://t.me/{name}/{message.message_id}"
    return Sent(f"{message.chat.id}/{message.message_id}", url)


def _account(answer: Answer) -> str | None:
    reply = answer.told(_Me)
    return None if reply is None or not reply.ok else f"@{reply.result.username}"


def _failure(answer: Answer, said: str, now: datetime) -> CampaignError:
    """Return what an answer proves; how long to wait stands in its body, and in no header."""
    failure = failure_of(answer, said, now)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS and failure.retry_after is None:
        seconds = (answer.told(_Fault) or _Fault()).parameters.retry_after
        if seconds is not None and seconds >= 0:
            longest = LONGEST_RETRY_AFTER.total_seconds()
            failure.retry_after = timedelta(seconds=min(seconds, longest))
    return failure
