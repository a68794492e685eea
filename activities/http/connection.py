"""How a call reaches somebody else's endpoint, and what is known of it while it goes on."""

import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import httpx2

_CONNECTED: Final = "connect_tcp.complete"
_REQUEST_BEGINS: Final = "send_request_headers.started"
"""How httpcore2 names the moment before the first byte of a request is written."""

_DISCARD_ON_CLOSE: Final = (socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
"""Closing drops what the kernel has not delivered: it would arrive after the call has ended."""


HEADERS: Final = {
    "accept": "*/*",
    "accept-encoding": "identity",
    # A connection that the platform has closed in the meantime would turn a call that was never
    # made into a lost answer, so every call has its own.
    "connection": "close",
    "user-agent": "Phoenix",
}
"""What every call says of itself, besides its signature."""


def transport_to(url: str) -> httpx2.AsyncHTTPTransport:
    """Return what makes calls to this endpoint alone, without following or logging anything."""
    # A client of httpx2 would log the whole address of every call, which may hold a token.
    return httpx2.AsyncHTTPTransport(
        # Certificates take 50 ms to load, and a redirect to https is not followed.
        verify=urlsplit(url).scheme == "https",
        trust_env=False,
        socket_options=[_DISCARD_ON_CLOSE],
    )


class Watch:
    """What is known of one call while it goes on; httpcore2 tells it every step."""

    def __init__(self) -> None:
        self.began = False
        self._close: Callable[[], Awaitable[None]] | None = None

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of a step."""
        if event.endswith(_CONNECTED):
            self._close = info["return_value"].aclose
        self.began = self.began or event.endswith(_REQUEST_BEGINS)

    async def close(self) -> None:
        """Close the connection, which httpcore2 forgets when a handshake is cut short."""
        if self._close is not None:
            await self._close()
