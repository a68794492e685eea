"""A Mastodon server with one account, as https://docs.joinmastodon.org/ describes its API.

`tests/networks` asks it and `mastodon-mock` the same.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from tests.support.publishing.networks.server import Network, Reply, Request

_ME: Final = "110"


@dataclass
class _Status:
    id: str
    said: dict[str, Any]
    created_at: datetime
    media: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def entity(self) -> dict[str, Any]:
        """Return it as the API shows it."""
        return {
            "id": self.id,
            "created_at": self.created_at.isoformat(),
            "url": f"https://fedi.example/@shop/{self.id}",
            "content": self.said["status"],
            "visibility": self.said["visibility"],
            "language": self.said["language"],
            "media_attachments": self.media,
        }


class Mastodon(Network):
    """One server; idempotency keys are kept until `forget_keys` is called."""

    def __init__(self) -> None:
        super().__init__()
        self.token = "a-token-of-the-tests-0123456789"  # noqa: S105 - it opens nothing
        self.keeps_focus = True
        self.quota: dict[str, str] = {}
        """What it says of further calls, as headers."""
        self.looks_until_ready = 0
        """How often a picture is asked for until it was worked on."""
        self.limits: dict[str, Any] = {
            "statuses": {
                "max_characters": 500,
                "max_media_attachments": 4,
                "characters_reserved_per_url": 23,
            },
            "media_attachments": {
                "supported_mime_types": ["image/jpeg", "image/png"],
                "image_size_limit": 16_777_216,
                "description_limit": 1500,
            },
        }
        self.statuses: list[_Status] = []
        self._media: dict[str, dict[str, Any]] = {}
        self._waits: dict[str, int] = {}
        self._keys: dict[str, _Status] = {}
        self._made = 0

    def shown(self) -> list[str]:
        """Return every post as readers find it."""
        return [json.dumps(each.entity(), ensure_ascii=False) for each in self.statuses]

    def forget_keys(self) -> None:
        """Let the hour pass for which a server keeps them."""
        self._keys.clear()

    def post(self, text: str, created_at: datetime) -> None:
        """Let somebody else post by the same account."""
        said = {"status": text, "visibility": "public", "language": "en"}
        self.statuses.append(_Status(self._next(), said, created_at))

    def commits(self, request: Request) -> bool:
        """Only posts are public."""
        return (request.method, request.path) == ("POST", "/api/v1/statuses")

    def answer(self, request: Request) -> Reply:  # noqa: PLR0911 - one for each method of the API
        """Do what is asked."""
        match request.method, request.path.strip("/").split("/"):
            case "GET", ["api", "v2", "instance"]:
                return Reply(200, {"domain": "fedi.example", "configuration": self.limits})
            case _ if request.token != self.token:
                return Reply(401, {"error": f"The access token {request.token} is invalid"})
            case "GET", ["api", "v1", "accounts", "verify_credentials"]:
                return Reply(200, {"id": _ME, "acct": "shop"}, self.quota)
            case "GET", ["api", "v1", "accounts", account, "statuses"] if account == _ME:
                return Reply(200, self._page(request))
            case "POST", ["api", "v2", "media"]:
                return self._take(request)
            case "GET", ["api", "v1", "media", media]:
                return self._look(media)
            case "POST", ["api", "v1", "statuses"]:
                return self._publish(request)
            case "DELETE", ["api", "v1", "statuses", status]:
                found = [each for each in self.statuses if each.id == status]
                self.statuses = [each for each in self.statuses if each.id != status]
                return Reply(200, found[0].entity()) if found else Reply(404, {"error": "none"})
            case _:
                return Reply(404, {"error": "Record not found"})

    def _page(self, request: Request) -> list[dict[str, Any]]:
        before = int(request.query.get("max_id", self._made + 1))
        latest = [each for each in reversed(self.statuses) if int(each.id) < before]
        return [each.entity() for each in latest[: int(request.query.get("limit", "20"))]]

    def _take(self, request: Request) -> Reply:
        fields, (form, data) = request.fields(), request.files()["file"]
        if form not in self.limits["media_attachments"]["supported_mime_types"]:
            return Reply(422, {"error": "Validation failed: File content type is invalid"})
        x, y = (float(each) for each in fields["focus"].split(","))
        media: dict[str, Any] = {
            "id": self._next(),
            "type": "image",
            "url": f"https://files.fedi.example/{hashlib.sha256(data).hexdigest()}",
            "description": fields["description"],
            "meta": {"focus": {"x": x, "y": y}} if self.keeps_focus else {},
        }
        self._media[media["id"]] = media
        self._waits[media["id"]] = self.looks_until_ready
        is_ready = not self.looks_until_ready
        return Reply(200 if is_ready else 202, media if is_ready else media | {"url": None})

    def _look(self, media: str) -> Reply:
        self._waits[media] -= 1
        if self._waits[media] > 0:
            return Reply(206, self._media[media] | {"url": None})
        return Reply(200, self._media[media])

    def _publish(self, request: Request) -> Reply:
        key = request.headers.get("idempotency-key", "")
        if key not in self._keys:
            said = request.json()
            if len(said["status"]) > self.limits["statuses"]["max_characters"]:
                return Reply(422, {"error": "Validation failed: Text character limit exceeded"})
            media = [self._media[each] for each in said["media_ids"]]
            self._keys[key] = _Status(self._next(), said, datetime.now(UTC), media)
            self.statuses.append(self._keys[key])
        return Reply(200, self._keys[key].entity())

    def _next(self) -> str:
        self._made += 1
        return str(self._made)
