"""What the name of a host says about where it is."""

from ipaddress import ip_address


def is_this_machine(host: str) -> bool:
    """Tell whether a name or an address means this machine, and no other.

    Browsers and resolvers ask nobody what `localhost` means (RFC 6761, section 6.3).
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
