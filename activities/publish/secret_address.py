"""Addresses that are secrets themselves: whoever knows one can post."""

from pydantic import SecretStr

from activities.http.address import is_encrypted, is_endpoint
from activities.http.endpoint import Endpoint


def check_address(address: str) -> str:
    """Return a secret address if something can be posted there.

    Raises:
        ValueError: It cannot; the message does not show it.
    """
    try:
        is_endpoint(address)
    except ValueError:
        raise ValueError("must hold an address without query, as the network gives it") from None
    if not is_encrypted(address):
        raise ValueError("must hold an address that begins with https://")
    return address


def endpoint_at(address: SecretStr, seconds: float) -> Endpoint:
    """Return the server at a secret address, no part of which is told anywhere.

    Args:
        address: Where it is.
        seconds: How long the calls of one order may take.
    """
    url = address.get_secret_value()
    return Endpoint(url, seconds, [url])
