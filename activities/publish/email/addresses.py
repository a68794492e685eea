"""What is an e-mail address, and what of one may be told."""

import hashlib
import re
from email.utils import parseaddr
from typing import Final

_LOCAL: Final = r"[A-Za-z0-9_](?:[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{0,62}[A-Za-z0-9_+-])?"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS: Final = re.compile(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})+")
"""The form of https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address, but for
beginnings that a spreadsheet takes for a formula."""
_NAMED: Final = re.compile(
    r"(?:(?<![^\s<>()\[\],;:\"])\"[^\"@]*\"|(?<![^\s<>()\[\],;:\"])[^\s<>()\[\],;:\"@]+)@([\w.-]*)"
)
"""What may be one in the words of a server, whoever's it is."""
_LONGEST: Final = 254
"""Characters of a path less its brackets: RFC 5321 section 4.5.3.1.3."""


def address_of(text: str) -> str | None:
    """Return an address in the form in which it is compared and used; `None` for any other text.

    A host in letters of other scripts is spelled as DNS has it.
    """
    local, at, host = text.strip().rpartition("@")
    try:
        host = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    address = f"{local}{at}{host}"
    is_address = len(address) <= _LONGEST and _ADDRESS.fullmatch(address) and ".." not in local
    return address if is_address else None


def mailbox_of(text: str) -> tuple[str, str]:
    """Return name and address of `Name <name@host>` or of an address alone.

    Raises:
        ValueError: It is neither.
    """
    name, given = parseaddr(text)
    address = address_of(given)
    if address is None or not name.isprintable():
        raise ValueError("must be like 'Name <name@host.example>'")
    return name, address


def recipient_key(step_key: str, address: str) -> str:
    """Return what a recipient is called in the ledger: nobody finds the address by it.

    Addresses that differ by case alone are one person's.
    """
    return hashlib.sha256(f"{step_key}\n{address.casefold()}".encode()).hexdigest()


def without_addresses(text: str) -> str:
    """Return what somebody said without the addresses in it, but for their hosts."""
    return _NAMED.sub(r"…@\1", text)


def masked(address: str) -> str:
    """Return as much of an address as a person needs to recognise it."""
    local, _, host = address.rpartition("@")
    return f"{local[:1]}…@{host}"
