"""What a webhook of Discord is told and says; see https://discord.com/developers/docs."""

import json
from typing import Annotated, Final

import httpx2
from pydantic import BaseModel, SecretStr, StringConstraints

from activities.http.answer import Answer
from activities.publish.one_way import Dialect, Sent
from activities.publish.posts import Post

_MOST_PICTURES: Final = 10
"""Attachments of a message."""

_Snowflake = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,20}$")]


class _Message(BaseModel):
    id: _Snowflake
    channel_id: _Snowflake


class _Webhook(BaseModel):
    name: str
    channel_id: _Snowflake


def dialect_of(address: SecretStr) -> Dialect:
    """Return how a webhook posts in its channel."""

    def request(post: Post) -> httpx2.Request:
        said = {
            "content": post.text,
            # Nothing that stands in the copy calls anybody, not even @everyone.
            "allowed_mentions": {"parse": []},
            "attachments": [
                {
                    "id": number,
                    "filename": picture.file_name,
                    "description": picture.asset.alt_text or "",
                }
                for number, picture in enumerate(post.pictures)
            ],
        }
        files = {
            f"files[{number}]": (picture.file_name, picture.data, picture.asset.media_type)
            for number, picture in enumerate(post.pictures)
        }
        return httpx2.Request(
            "POST",
            # Without `wait`, the answer comes before the message is made, and proves nothing.
            f"{address.get_secret_value()}?wait=true",
            data={"payload_json": json.dumps(said, ensure_ascii=False)},
            files=files,
        )

    def question() -> httpx2.Request:
        return httpx2.Request("GET", address.get_secret_value())

    return Dialect(_MOST_PICTURES, request, _sent, question=question, account=_account)


def _account(answer: Answer) -> str | None:
    webhook = answer.told(_Webhook)
    return None if webhook is None else f"{webhook.name} in channel {webhook.channel_id}"


def _sent(answer: Answer) -> Sent | None:
    message = answer.told(_Message)
    return None if message is None else Sent(f"{message.channel_id}/{message.id}")
