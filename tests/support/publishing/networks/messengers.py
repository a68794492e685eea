"""Telegram, Discord and Slack, as their documentation describes what a bot or webhook may do."""

import hashlib
import json
from typing import Any, Final

from tests.support.publishing.networks.server import Network, Reply, Request

_CAPTION: Final = 1024
_CONTENT: Final = 2000


def _posted(text: str, pictures: list[str], **more: Any) -> str:
    return json.dumps({"text": text, "pictures": pictures} | more, ensure_ascii=False)


class _Messenger(Network):
    """A network whose every call posts something, but for the question whose it is."""

    def __init__(self) -> None:
        super().__init__()
        self.posts: list[str] = []

    def shown(self) -> list[str]:
        """Return every post as a reader finds it."""
        return list(self.posts)

    def commits(self, request: Request) -> bool:
        """Whatever it is told is a post."""
        return request.method == "POST"


class Telegram(_Messenger):
    """The server of the Bot API, with one bot that may post in one channel."""

    token = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"  # noqa: S105 - it opens nothing
    chat = "@tostadores"

    def answer(self, request: Request) -> Reply:
        """Post a picture or a group of them."""
        if not request.path.startswith(f"/bot{self.token}/"):
            return _not_ok(404, "Not Found")
        if request.path.endswith("/getMe"):
            return Reply(200, {"ok": True, "result": {"id": 1, "username": "shop_bot"}})
        fields = request.fields()
        if fields["chat_id"] != self.chat:
            return _not_ok(400, "Bad Request: chat not found")
        method = request.path.rpartition("/")[2]
        group = json.loads(fields.get("media", "[]"))
        caption = group[0]["caption"] if group else fields["caption"]
        if len(caption) > _CAPTION:
            return _not_ok(400, "Bad Request: message caption is too long")
        files = request.files()
        names = [each["media"].removeprefix("attach://") for each in group] or ["photo"]
        pictures = [hashlib.sha256(files[name][1]).hexdigest() for name in names]
        self.posts.append(_posted(caption, pictures))
        message = {
            "message_id": len(self.posts),
            "chat": {"id": -1001234, "type": "channel", "username": self.chat[1:]},
        }
        return Reply(200, {"ok": True, "result": message if method == "sendPhoto" else [message]})


def _not_ok(code: int, description: str) -> Reply:
    return Reply(code, {"ok": False, "error_code": code, "description": description})


class Discord(_Messenger):
    """A channel with an incoming webhook."""

    path = "/api/webhooks/1234567890/a-Token_of-the-tests-0123456789"

    def answer(self, request: Request) -> Reply:
        """Post a message, and return it only to those who wait for it."""
        if request.path != self.path:
            return Reply(404, {"message": "Unknown Webhook", "code": 10015})
        if request.method == "GET":
            return Reply(200, {"id": "1", "name": "Shop", "channel_id": "99"})
        said = json.loads(request.fields()["payload_json"])
        if len(said["content"]) > _CONTENT:
            return Reply(400, {"message": "Invalid Form Body", "code": 50035})
        files = request.files()
        pictures = [
            hashlib.sha256(files[f"files[{each['id']}]"][1]).hexdigest()
            for each in said["attachments"]
        ]
        told = [each["description"] for each in said["attachments"]]
        calls = said.get("allowed_mentions", {}).get("parse", ["everyone"])
        self.posts.append(_posted(said["content"], pictures, descriptions=told, calls=calls))
        if request.query.get("wait") != "true":
            return Reply(204)
        return Reply(200, {"id": str(len(self.posts)), "channel_id": "99", "content": "…"})


class Slack(_Messenger):
    """A channel with an incoming webhook."""

    path = "/services/T0000/B0000/aTokenOfTheTests01234567"

    def answer(self, request: Request) -> Reply:
        """Post a message, and say no more than that."""
        if request.path != self.path:
            return Reply(404, b"no_service")
        said = request.json()
        if not said.get("text"):
            return Reply(400, b"no_text")
        images = [block for block in said["blocks"] if block["type"] == "image"]
        pictures = [each["image_url"] for each in images]
        told = [each["alt_text"] for each in images]
        self.posts.append(_posted(said["blocks"][0]["text"]["text"], pictures, descriptions=told))
        return Reply(200, b"ok", {"x-slack-req-id": f"req{len(self.posts)}"})
