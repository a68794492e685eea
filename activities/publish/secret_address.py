"""Addresses that are secrets themselves: whoever knows one can post."""

from activities.http.address import is_encrypted, is_endpoint


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
