"""Connections to servers that strangers name: only where the public internet answers.

Rule 1: every address that a name has is judged, and the connection goes to one that was judged: a
name that means another address a moment later leads nowhere else.
Rule 2: whatever carries an IPv4 address within an IPv6 one is refused: who routes it decides where
it leads.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, cast

import httpcore2

Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Returns every address of a host."""

_PUBLIC_IPV6: Final = IPv6Network("2000::/3")
"""Of IPv6, what is given out (RFC 4291, section 2.4, and IANA's registry of its unicast space)."""
_SPECIAL: Final[tuple[Network, ...]] = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",  # protocol assignments
            "192.88.99.0/24",  # relays of 6to4
            "168.63.129.16/32",  # a cloud's own service, with the credentials of its machines
            "2001::/23",  # Teredo and other protocol assignments
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4
            "3fff::/20",  # documentation
        ),
    )
)
"""What Python counts as public and is not (IANA's registries of special-purpose addresses)."""


class Forbidden(Exception):
    """A host has an address to which nothing is sent."""


def is_allowed(address: str, allowed: Iterable[Network] = ()) -> bool:
    """Tell whether an address is on the public internet, or in one of the networks allowed.

    Args:
        address: An IPv4 or IPv6 address.
        allowed: Networks that an operator has opened.
    """
    found = ip_address(address.partition("%")[0])
    plain = found.ipv4_mapped if isinstance(found, IPv6Address) and found.ipv4_mapped else found
    if any(plain.version == network.version and plain in network for network in allowed):
        return True
    if plain is not found or any(
        found.version == network.version and found in network for network in _SPECIAL
    ):
        return False
    if isinstance(found, IPv4Address):
        return found.is_global and not found.is_multicast
    return found in _PUBLIC_IPV6


async def resolve(host: str, port: int) -> Sequence[str]:
    """Return every address of a host, as this machine finds them."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class GuardedNetwork(httpcore2.AsyncNetworkBackend):
    """Connects only to addresses that were judged."""

    def __init__(self, allowed: Sequence[Network], resolve: Resolve = resolve) -> None:
        self._allowed = allowed
        self._resolve = resolve
        # Its type says that it may be missing: it is there with httpx2.
        self._network = cast("httpcore2.AsyncNetworkBackend", httpcore2.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's name
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to one of the host's addresses.

        Raises:
            Forbidden: One of them is not public: none is tried.
        """
        addresses = await self._resolve(host, port)
        if not addresses:
            raise httpcore2.ConnectError(f"{host} has no address")
        for address in addresses:
            if not is_allowed(address, self._allowed):
                named = host if host == address else f"{host}, which is {address},"
                raise Forbidden(f"{named} is no address on the public internet")
        return await self._network.connect_tcp(
            addresses[0], port, timeout, local_address, socket_options
        )
