"""A call that never reaches its endpoint, or is cut off, is told by what is certain."""

import socket

import pytest

from contracts import (
    AnswerLost,
    PlatformUnavailable,
)
from tests.support.publishing.outbox_orders import SHA, order
from tests.support.publishing.webhook_world import Saying, answer, published, publishing


async def test_a_connection_that_is_refused_is_certain() -> None:
    """Nothing can be out at a platform that nobody could speak to."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    async with publishing(f"http://127.0.0.1:{port}/posts") as publisher:
        with pytest.raises(PlatformUnavailable, match="could not be reached"):
            await published(publisher)


async def test_a_platform_without_encryption_gets_nothing() -> None:
    """When the handshake fails, not one byte of the content has left."""
    endpoint = Saying(answer(200, b'{"id": "1"}'))
    async with (
        endpoint.serving() as url,
        publishing(url.replace("http://", "https://"), timeout_seconds=2) as publisher,
    ):
        with pytest.raises(PlatformUnavailable):
            await published(publisher)

    assert b"Idempotency" not in b"".join(endpoint.heard).title()


async def test_a_handshake_that_never_ends_is_certain() -> None:
    """The time is over before the platform has proven who it is, so it was sent nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/posts"

        async with publishing(url, timeout_seconds=0.3) as publisher:
            with pytest.raises(PlatformUnavailable, match="could not be reached"):
                await published(publisher)


async def test_a_connection_that_never_comes_about_is_certain() -> None:
    """The time is over before anything was sent, so nothing is out."""
    with socket.socket() as busy, socket.socket() as first, socket.socket() as second:
        busy.bind(("127.0.0.1", 0))
        busy.listen(0)
        for queued in (first, second):
            queued.settimeout(0)
            queued.connect_ex(busy.getsockname())
        url = f"http://127.0.0.1:{busy.getsockname()[1]}/posts"
        async with publishing(url, timeout_seconds=0.3) as publisher:
            with pytest.raises(PlatformUnavailable, match=r"TimeoutError within 0\.3 s"):
                await published(publisher)


async def test_what_was_not_delivered_in_time_is_not_delivered_later() -> None:
    """A platform that reads on after the call has ended finds the request broken off."""
    picture = bytes(3_000_000)
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/posts"
        async with publishing(url, timeout_seconds=0.5) as publisher:
            with pytest.raises(AnswerLost):
                await publisher.publish(order(), {SHA: picture})
        accepted, _ = listening.accept()
        with accepted:
            received = 0
            with pytest.raises(ConnectionResetError):  # noqa: PT012 - it reads until it breaks off
                while chunk := accepted.recv(65_536):
                    received += len(chunk)

    assert received < 100_000
