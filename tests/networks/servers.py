"""The networks' real servers: processes of their own, each with one account that a test may use."""

import asyncio
import json
import shutil
import socket
import subprocess
import urllib.request
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from domain.platforms import FieldKind
from tests.support.eventually import eventually
from tests.support.paths import ROOT
from tests.support.publishing.worlds.world import World

_INSTALLED: Final = ROOT / ".networks"
_BLUESKY: Final = ROOT / "tests/networks/bluesky/server.mjs"
_TOKEN: Final = "mock_token"  # noqa: S105 - what every server of the kind begins with


def fetched(url: str, token: str = "", said: object = None) -> bytes:
    """Return what a server answers to anybody, or to whom a token belongs.

    Args:
        url: What is asked for.
        token: Whose it is.
        said: What is posted, as JSON; nothing where something is only asked.
    """
    headers = {"authorization": f"Bearer {token}"} if token else {}
    body = None if said is None else json.dumps(said).encode()
    headers |= {"content-type": "application/json"} if body else {}
    request = urllib.request.Request(url, body, headers)  # noqa: S310 - 127.0.0.1
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - 127.0.0.1
        told: bytes = answer.read()
    return told


def asked(url: str, token: str = "", said: object = None) -> Any:
    """Return it as what its JSON means; see `fetched`."""
    return json.loads(fetched(url, token, said) or b"{}")


@contextmanager
def bluesky(folder: Path) -> Generator[World]:
    """Yield an account of a personal data server; Phoenix is given its app password alone."""
    node = shutil.which("node")
    installed = _INSTALLED / "bluesky"
    if node is None or not (_INSTALLED / ".bluesky").exists():
        pytest.skip("Bluesky's servers are not installed: `make networks` does it")
    command = [node, str(_BLUESKY), str(installed), str(folder)]
    with _running(command, folder) as process:
        assert process.stdout is not None
        said: dict[str, str] = json.loads(process.stdout.readline())
        posts = (
            f"{said['url']}/xrpc/com.atproto.repo.listRecords"
            f"?repo={said['did']}&collection=app.bsky.feed.post"
        )
        yield World(
            lambda: _texts(asked(posts)["records"]),
            {"url": said["url"], "handle": said["handle"], "password_env": "APP_PASSWORD"},
            {"APP_PASSWORD": said["password"], "ACCOUNT_PASSWORD": said["account"]},
            remembers=False,
            fields=[FieldKind.BODY],
            meet=None,  # nobody makes a real server fail
        )


@contextmanager
def mastodon(folder: Path) -> Generator[World]:
    """Yield an account of a server that keeps what it is told."""
    program = _INSTALLED / "mastodon/bin/mastodon_mock"
    if not (_INSTALLED / ".mastodon").exists():
        why = "Mastodon's server is not installed: `make networks` does it"
        pytest.skip(why)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [str(program), "serve", "--in-memory", "--port", str(port), "--log-level", "error"]
    with _running(command, folder):
        me = asyncio.run(eventually(lambda: _account(url), bool))
        posts = f"{url}/api/v1/accounts/{me}/statuses?limit=40"
        yield World(
            lambda: _texts(asked(posts, _TOKEN)),
            {"url": url, "token_env": "FEDI_TOKEN"},
            {"FEDI_TOKEN": _TOKEN},
            remembers=False,
            fields=[FieldKind.BODY],
            meet=None,  # nobody makes a real server fail
        )


@contextmanager
def _running(command: list[str], folder: Path) -> Generator[subprocess.Popen[bytes]]:
    # A server that listens to its input ends with the tests, however they end.
    process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


async def _account(url: str) -> str:
    try:
        return str(asked(f"{url}/api/v1/accounts/verify_credentials", _TOKEN)["id"])
    except OSError:
        return ""


def _texts(posts: list[Mapping[str, Any]]) -> list[str]:
    # An account stands in each of its posts, and changes with the others.
    shown = ({name: post[name] for name in post if name != "account"} for post in posts)
    return [json.dumps(post, ensure_ascii=False) for post in shown]
