"""A platform in a process of its own that fails by plan and keeps a book of what it really did.

Run it with `python -m tests.chaos.platform --book FILE`; it prints its port. Publications are
posted to `/keyed`, `/queryable` or `/neither`, each as honest as its name says. Every line of the
book is a JSON object with a `kind`: `request`, `effect`, `query`, `retraction`, `rejected`, or
`busy` for a request that came while another one with its key was under way.
An effect is in the book, and on the disk, before it counts.

Longer than 250 lines because one process plays the platform with all its faults, and its book is
only true as a whole.
"""

import argparse
import asyncio
import base64
import hashlib
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncGenerator, Generator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Final

from standardwebhooks import Webhook, WebhookVerificationError

from tests.chaos.book import Book
from tests.chaos.faults import NOTHING_OUT, Fault, Plan
from tests.support.paths import ROOT

SECRET: Final = "whsec_" + base64.b64encode(b"a secret of the tests, only them").decode()
"""What requests are signed with unless other secrets are given."""

LEVELS: Final = ("keyed", "queryable", "neither")
_PURPOSES: Final = {"POST": "", "GET": "find_", "DELETE": "retract_"}
_HUGE: Final = b"x" * 10_000_000


@dataclass
class _Post:
    key: str
    id: str
    sha256: str
    since: float
    body: bytes
    retracted: bool = False


@dataclass
class _Request:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def level(self) -> str:
        return self.path.split("/")[1]

    @property
    def key(self) -> str:
        return self.headers.get("idempotency-key", "")


@dataclass
class _Reply:
    status: int
    body: bytes | Mapping[str, Any] = b""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    times: int = 1

    def raw(self) -> bytes:
        body = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        lines = [f"HTTP/1.1 {self.status} {'Fine' if self.status < 300 else 'Bad'}"]
        headers = {"content-length": len(body), "connection": "close"} | dict(self.headers)
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


class _Cut(Exception):
    """The connection is reset instead of an answer."""


class Platform:
    """What has been published, and under which key."""

    def __init__(
        self,
        book: Book,
        plan: Plan,
        secrets: Sequence[str] = (SECRET,),
        *,
        keys_live: float = float("inf"),
        slow: float = 0.05,
        hold: float = 30.0,
    ) -> None:
        self._book = book
        self._plan = plan
        self._secrets = [Webhook(secret) for secret in secrets]
        self._keys_live, self._slow, self._hold = keys_live, slow, hold
        self._posts: dict[tuple[str, str], list[_Post]] = {}
        self._under_way: set[tuple[str, str]] = set()
        self._numbers: dict[str, int] = {}
        self._attempts: Counter[tuple[str, str, str]] = Counter()
        self._effects = 0

    @asynccontextmanager
    async def serving(self, port: int = 0) -> AsyncGenerator[str, None]:
        """Serve on 127.0.0.1 meanwhile, and yield the address without a level."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()
            await server.wait_closed()

    def shown(self) -> list[str]:
        """Return the body of every publication that is out."""
        posts = [post for of_key in self._posts.values() for post in of_key]
        return [post.body.decode() for post in posts if not post.retracted]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            # A caller that goes away in the middle has ended its request, and that is all.
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                reply = await self._reply(await _read(reader), reader)
                writer.write(reply.raw() * reply.times)
                await writer.drain()
                writer.close()
                await writer.wait_closed()
        except _Cut:
            pass
        finally:
            writer.transport.abort()

    async def _reply(self, request: _Request, reader: asyncio.StreamReader) -> _Reply:
        why = self._objection(request)
        if why is not None:
            self._book.note("rejected", {"why": why, "level": request.level, "key": request.key})
            return _Reply(401, {"error": why})
        key, level, method = request.key, request.level, request.method
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        self._attempts[method, level, key] += 1
        attempt = self._attempts[method, level, key]
        fault = self._plan.fault(method, key, number, attempt)
        noted = {"key": key, "level": level, "attempt": attempt, "fault": fault}
        if method == "POST":
            self._book.note("request", noted)
            return await self._publish(request, fault, reader)
        posts = self._known(level, key)
        if method == "GET":
            self._book.note("query", noted | {"found": bool(posts)})
        if fault is not None and fault in NOTHING_OUT:
            return await self._failed(fault, reader)
        if level == "neither":
            return _Reply(405)
        if not posts:
            return _Reply(404, {"key": key})
        if method == "DELETE":
            for post in posts:
                self._retract(level, post)
        return await self._answered(fault, posts[0], reader)

    def _objection(self, request: _Request) -> str | None:
        message_id = request.headers.get("webhook-id", "")
        if message_id != _PURPOSES.get(request.method, "-") + request.key:
            return "the id is not that of the key and the method"
        path = (
            f"/{request.level}" if request.method == "POST" else f"/{request.level}/{request.key}"
        )
        if request.path != path or request.level not in LEVELS:
            return "there is no such place"
        for secret in self._secrets:
            with suppress(WebhookVerificationError):
                secret.verify(request.body, dict(request.headers), json_parse=False)
                break
        else:
            return "the signature is wrong"
        return _objection_to_body(request) if request.method == "POST" else None

    async def _publish(
        self, request: _Request, fault: Fault | None, reader: asyncio.StreamReader
    ) -> _Reply:
        place = (request.level, request.key)
        if fault is Fault.FORGET:
            self._posts.pop(place, None)
        is_keyed = request.level == "keyed"
        if is_keyed and place in self._under_way:
            self._book.note("busy", {"key": request.key, "level": request.level})
            return _Reply(409, {"error": "a request with this key is under way"})
        self._under_way.add(place)
        try:
            if fault is not None and fault in NOTHING_OUT:
                return await self._failed(fault, reader)
            if fault is Fault.SLOW:
                await asyncio.sleep(self._slow)
            if fault is Fault.LATE:
                await self._gone(reader)
            sha256 = hashlib.sha256(request.body).hexdigest()
            known = self._known(*place) if is_keyed else []
            post = known[0] if known else self._effect(request, sha256)
        finally:
            self._under_way.discard(place)
        if post.sha256 != sha256:
            return _Reply(422, {"error": "this key was used with another body"})
        return await self._answered(fault, post, reader)

    def _known(self, level: str, key: str) -> list[_Post]:
        posts = self._posts.get((level, key), [])
        is_forgotten = level == "keyed" and any(
            time.monotonic() - post.since > self._keys_live for post in posts
        )
        return [] if is_forgotten else posts

    def _effect(self, request: _Request, sha256: str) -> _Post:
        level, key = request.level, request.key
        self._effects += 1
        post = _Post(key, f"{level}-{self._effects}", sha256, time.monotonic(), request.body)
        order = json.loads(request.body)
        self._book.note(
            "effect",
            {
                "key": key,
                "level": level,
                "id": post.id,
                "sha256": sha256,
                "attempt": self._attempts["POST", level, key],
                "step_key": order["step_key"],
                "channel": order["channel"],
                "assets": [_made(asset) for asset in order["assets"]],
            },
            durably=True,
        )
        self._posts.setdefault((level, key), []).append(post)
        return post

    def _retract(self, level: str, post: _Post) -> None:
        if not post.retracted:
            facts = {"key": post.key, "level": level, "id": post.id}
            self._book.note("retraction", facts, durably=True)
            post.retracted = True

    async def _failed(self, fault: Fault, reader: asyncio.StreamReader) -> _Reply:
        if fault is Fault.CUT_BEFORE:
            raise _Cut
        if fault is Fault.HANG_BEFORE:
            await self._gone(reader)
        later = datetime.now(UTC) + timedelta(minutes=1)
        replies = {
            Fault.REFUSE: _Reply(400, {"error": "not in this house"}),
            Fault.BUSY: _Reply(429, headers={"retry-after": "2"}),
            Fault.UNAVAILABLE: _Reply(
                503, headers={"retry-after": format_datetime(later, usegmt=True)}
            ),
            Fault.TIMEOUT: _Reply(408),
            Fault.REDIRECT: _Reply(308, headers={"location": "/neither"}),
        }
        return replies.get(fault, _Reply(500, {"error": "broken"}))

    async def _answered(
        self, fault: Fault | None, post: _Post, reader: asyncio.StreamReader
    ) -> _Reply:
        good = {"id": post.id, "key": post.key, "url": f"https://social.example/{post.id}"}
        receipt = good | {"retracted": post.retracted}
        if fault is Fault.CUT_AFTER:
            raise _Cut
        if fault is Fault.HANG_AFTER:
            await self._gone(reader)
        replies = {
            Fault.ERROR_AFTER: _Reply(500, {"error": "broken"}),
            Fault.SEE_OTHER: _Reply(303, headers={"location": good["url"]}),
            Fault.NO_ID: _Reply(200, {"key": post.key}),
            Fault.NONSENSE: _Reply(200, b"<html>Thank you!</html>"),
            Fault.WRONG_KEY: _Reply(200, receipt | {"key": "0" * 64}),
            Fault.HUGE_ERROR: _Reply(500, _HUGE),
            Fault.DUPLICATE: _Reply(200, receipt, times=2),
        }
        return _Reply(200, receipt) if fault is None else replies.get(fault, _Reply(200, receipt))

    async def _gone(self, reader: asyncio.StreamReader) -> None:
        with suppress(TimeoutError, ConnectionError):
            await asyncio.wait_for(reader.read(1), self._hold)


async def _read(reader: asyncio.StreamReader) -> _Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ")
    pairs = (line.partition(":") for line in head[1:] if line)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return _Request(method, path, headers, body)


def _made(asset: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what tells one revision of an asset from another."""
    audited = json.loads(asset["audited"])
    return {
        "revision": audited.get("revision", 0),
        "sha256": asset["sha256"],
        "text": asset["text"],
    }


def _objection_to_body(request: _Request) -> str | None:
    order = json.loads(request.body)
    if order["key"] != request.key:
        return "the body is for another key"
    for asset in order["assets"]:
        if hashlib.sha256(base64.b64decode(asset["data"])).hexdigest() != asset["sha256"]:
            return "a file is not what its digest says"
    return None


@contextmanager
def running(book: Path, *options: str) -> Generator[str, None, None]:
    """Run a platform in a process of its own meanwhile, and yield its address."""
    command = [sys.executable, "-m", "tests.chaos.platform", "--book", str(book), *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()


async def _main(options: argparse.Namespace) -> None:
    written = json.loads(options.plan.read_text(encoding="utf-8")) if options.plan else {}
    plan = Plan(written, options.seed, options.rate, options.most)
    platform = Platform(
        Book(options.book),
        plan,
        options.secret or [SECRET],
        keys_live=options.keys_live,
        slow=options.slow,
        hold=options.hold,
    )
    async with platform.serving(options.port) as url:
        sys.stdout.write(f"{url.rpartition(':')[2]}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="A platform that fails by plan.")
    parser.add_argument("--book", type=Path, required=True, help="where it notes what it did")
    parser.add_argument("--port", type=int, default=0, help="0 for any that is free")
    parser.add_argument("--plan", type=Path, help="a JSON file: request to faults of its attempts")
    parser.add_argument("--seed", type=int, default=0, help="decides what the plan does not say")
    parser.add_argument("--rate", type=float, default=0.0, help="share of attempts with a fault")
    parser.add_argument("--most", type=int, default=3, help="attempts of a key with a fault")
    parser.add_argument("--secret", action="append", help="whsec_...; more than once to rotate")
    parser.add_argument("--keys-live", type=float, default=float("inf"), help="seconds")
    parser.add_argument("--slow", type=float, default=0.05, help="seconds of a slow answer")
    parser.add_argument("--hold", type=float, default=30.0, help="seconds of no answer at most")
    asyncio.run(_main(parser.parse_args()))
