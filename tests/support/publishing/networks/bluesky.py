"""A personal data server with one account.

It answers as `@atproto/pds` 0.4.217 does, errors included: `tests/networks` asks both the same.
"""

import hashlib
import json
from typing import Any, Final

from domain.platforms.counting import Counting, measure
from tests.support.publishing.networks.server import Network, Reply, Request

DID: Final = "did:plc:6tdqhjl6wacd6aobphkqfuuf"
HANDLE: Final = "shop.test"
PASSWORD: Final = "abcd-efgh-ijkl-mnop"  # noqa: S105 - it opens nothing
_SORTABLE: Final = set("234567abcdefghijklmnopqrstuvwxyz")
_MOST: Final = {"text": 300, "bytes": 1_000_000}


class Bluesky(Network):
    """One server; its tokens hold until `expire` or `forget_sessions` is called."""

    def __init__(self) -> None:
        super().__init__()
        self.password = PASSWORD
        self.records: dict[str, dict[str, Any]] = {}
        self.sessions = 0
        self.salt = ""
        """What nobody can guess of its tokens."""
        self.quota: dict[str, str] = {}
        """What it says of further calls, as headers of the answer to whoever begins a session."""
        self._blobs: dict[str, dict[str, Any]] = {}
        self._access: set[str] = set()
        self._refresh: set[str] = set()

    def shown(self) -> list[str]:
        """Return every post as a reader finds it."""
        return [
            json.dumps(record, ensure_ascii=False).replace("\\\\n", "\n")
            for record in self.records.values()
        ]

    def expire(self) -> None:
        """Let the hours pass for which an access token holds."""
        self._access.clear()

    def forget_sessions(self) -> None:
        """Let the months pass for which a refresh token holds."""
        self._access.clear()
        self._refresh.clear()

    def revoke(self) -> None:
        """End the app password and its refresh tokens; its access tokens go on for their hours."""
        self.password = "another"  # noqa: S105 - it opens nothing
        self._refresh.clear()

    def commits(self, request: Request) -> bool:
        """Only records are public."""
        return request.path.endswith(".putRecord")

    def answer(self, request: Request) -> Reply:
        """Do what is asked."""
        name = request.path.removeprefix("/xrpc/com.atproto.")
        of_sessions = {
            "server.createSession": self._open,
            "server.refreshSession": self._go_on,
            "server.deleteSession": self._end,
        }
        if name in of_sessions:
            return of_sessions[name](request)
        if not request.token.startswith("access"):
            return _fault("InvalidToken", "Token could not be verified")
        if request.token not in self._access:
            return _fault("ExpiredToken", "Token has expired")
        methods = {
            "repo.getRecord": self._get,
            "repo.uploadBlob": self._upload,
            "repo.putRecord": self._put,
            "repo.deleteRecord": self._delete,
        }
        return methods[name](request)

    def _open(self, request: Request) -> Reply:
        given = request.json()
        if (given["identifier"], given["password"]) != (HANDLE, self.password):
            return _fault("AuthenticationRequired", "Invalid identifier or password", 401)
        return self._begin()

    def _go_on(self, request: Request) -> Reply:
        # For two hours, and as long as this process, a token goes on that was used: the answer to
        # its use may have been lost.
        return self._refused(request) or self._begin()

    def _end(self, request: Request) -> Reply:
        refused = self._refused(request)
        self._refresh.discard(request.token)
        return refused or Reply(200)

    def _refused(self, request: Request) -> Reply | None:
        if not request.token.startswith("refresh"):
            return _fault("InvalidToken", "Invalid token type")
        is_open = request.token in self._refresh
        return None if is_open else _fault("ExpiredToken", "Token has been revoked")

    def _begin(self) -> Reply:
        self.sessions += 1
        number = f"{self.sessions}{self.salt}"
        access, refresh = f"access-{number}", f"refresh-{number}"
        self._access.add(access)
        self._refresh.add(refresh)
        session = {"did": DID, "handle": HANDLE, "accessJwt": access, "refreshJwt": refresh}
        return Reply(200, session, self.quota)

    def _get(self, request: Request) -> Reply:
        key = request.query["rkey"]
        if key not in self.records:
            return _fault("RecordNotFound", f"Could not locate record: {_uri(key)}")
        record = self.records[key]
        return Reply(200, {"uri": _uri(key), "cid": _cid(record), "value": record})

    def _upload(self, request: Request) -> Reply:
        digest = hashlib.sha256(request.body).hexdigest()
        self._blobs[digest] = {
            "$type": "blob",
            "ref": {"$link": digest},
            "mimeType": request.headers["content-type"],
            "size": len(request.body),
        }
        return Reply(200, {"blob": self._blobs[digest]})

    def _put(self, request: Request) -> Reply:
        given = request.json()
        key, record = given["rkey"], given["record"]
        if len(key) != 13 or not set(key) <= _SORTABLE or key[0] > "j":
            return _fault("InvalidRequest", f"record-key is no tid: {key}")
        length = measure(Counting.GRAPHEMES, record["text"])
        if length > _MOST["text"]:
            return _fault("InvalidRequest", f"grapheme too big (maximum 300, got {length})")
        for blob in _blobs_in(record["embed"]):
            if blob not in self._blobs.values():
                return _fault("BlobNotFound", "Could not find blob")
            if blob["size"] > _MOST["bytes"]:
                why = f"blob too big (maximum {_MOST['bytes']}, got {blob['size']})"
                return _fault("InvalidRequest", why)
        known = self.records.get(key)
        if known is not None and known != record and "swapRecord" in given:
            return _fault("InvalidSwap", f"Record was at {_cid(known)}")
        self.records[key] = record
        return Reply(200, {"uri": _uri(key), "cid": _cid(record), "validationStatus": "valid"})

    def _delete(self, request: Request) -> Reply:
        self.records.pop(request.json()["rkey"], None)
        return Reply(200, {})


def _blobs_in(embed: dict[str, Any]) -> list[dict[str, Any]]:
    if "external" in embed:
        return [embed["external"]["thumb"]]
    return [image["image"] for image in embed["images"]]


def _fault(error: str, message: str, status: int = 400) -> Reply:
    return Reply(status, {"error": error, "message": message})


def _uri(key: str) -> str:
    return f"at://{DID}/app.bsky.feed.post/{key}"


def _cid(record: dict[str, Any]) -> str:
    return "bafyrei" + hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()
