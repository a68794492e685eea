"""Where nothing may be sent that a stranger names, whatever form the address has."""

from collections.abc import Sequence
from ipaddress import ip_network

import httpcore2
import pytest

from activities.http.strangers import Forbidden, GuardedNetwork, is_allowed, resolve


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450:4003::1", "192.1.2.3", "172.32.0.1"],
)
def test_the_public_internet_is_open(address: str) -> None:
    """Feeds of the world can be read."""
    assert is_allowed(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104 - an address to be refused
        "10.1.2.3",
        "172.31.255.255",
        "192.168.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "168.63.129.16",
        "192.0.0.192",
        "192.88.99.1",
        "198.18.0.1",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::ffff:0:10.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_everything_else_is_closed(address: str) -> None:
    """Neither this machine, nor its network, nor a cloud's own services are reached."""
    assert not is_allowed(address)


def test_an_operator_opens_a_network_by_name() -> None:
    """A feed within the company can be read, and no neighbour of it."""
    opened = [ip_network("10.1.2.0/24"), ip_network("fd12::/16")]

    assert is_allowed("10.1.2.3", opened)
    assert is_allowed("::ffff:10.1.2.3", opened)
    assert is_allowed("fd12::1", opened)
    assert not is_allowed("10.1.3.3", opened)
    assert not is_allowed("::ffff:10.1.3.3", opened)


async def test_one_closed_address_closes_the_name() -> None:
    """A name with a public and a private address is not tried until the public one answers."""

    async def two(host: str, port: int) -> Sequence[str]:
        return [f"1.1.{len(host)}.{port % 250}", "10.0.0.1"]

    with pytest.raises(Forbidden, match=r"news\.example, which is 10\.0\.0\.1, is no"):
        await GuardedNetwork([], two).connect_tcp("news.example", 80)


async def test_no_name_is_no_connection() -> None:
    """A name without an address is told as what cannot be reached."""

    async def none(host: str, port: int) -> Sequence[str]:
        del host, port
        return []

    with pytest.raises(httpcore2.ConnectError, match=r"news\.example has no address"):
        await GuardedNetwork([], none).connect_tcp("news.example", 80)


async def test_this_machine_finds_addresses() -> None:
    """What the guard judges is what the machine itself would connect to."""
    assert "127.0.0.1" in await resolve("127.0.0.1", 80)
