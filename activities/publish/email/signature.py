"""DKIM: a letter is signed in the name of its sender's domain (RFC 6376, RFC 8301)."""

import base64
import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import SecretStr

_SMALLEST_KEY: Final = 1024
"""Bits below which verifiers take no key: RFC 8301 section 3.2."""
_BLANKS: Final = re.compile(r"[ \t\r\n]+")

Header = tuple[str, str]
"""Name and value, which may be folded."""


def check_key(pem: str) -> str:
    """Return a key if letters can be signed with it.

    Raises:
        ValueError: It is none; the message does not show it.
    """
    _key(pem)
    return pem


class Signer:
    """One domain's key."""

    def __init__(self, domain: str, selector: str, pem: SecretStr) -> None:
        self._domain = domain
        self._selector = selector
        self._key = _key(pem.get_secret_value())

    def header(self, headers: Sequence[Header], body: bytes, at: datetime) -> Header:
        """Return the signature over headers and body.

        Args:
            headers: All of the letter's, each of which occurs once.
            body: What follows them, with CRLF at the end of every line, and at its own.
            at: When it is signed.
        """
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        names = ":".join(name.lower() for name, _ in headers)
        unsigned = (
            f"v=1; a=rsa-sha256; c=relaxed/simple; d={self._domain}; s={self._selector}; "
            f"t={int(at.timestamp())}; h={names}; bh={digest}; b="
        )
        lines = [f"{_relaxed(header)}\r\n" for header in headers]
        signed = "".join([*lines, _relaxed(("DKIM-Signature", unsigned))]).encode()
        signature = self._key.sign(signed, PKCS1v15(), SHA256())
        return "DKIM-Signature", _folded(unsigned + base64.b64encode(signature).decode())


def _key(pem: str) -> RSAPrivateKey:
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, RSAPrivateKey) or key.key_size < _SMALLEST_KEY:
        raise ValueError(f"must hold an RSA key in PEM of at least {_SMALLEST_KEY} bits")
    return key


def _relaxed(header: Header) -> str:
    """Return a header as both sides compare it: RFC 6376 section 3.4.2."""
    name, value = header
    return f"{name.lower()}:{_BLANKS.sub(' ', value).strip()}"


def _folded(value: str) -> str:
    """Return a value in lines that no server finds too long."""
    tags = value.split("; ")
    *others, last = tags
    chunks = [last[at : at + 70] for at in range(0, len(last), 70)]
    return ";\r\n ".join([*others, "\r\n ".join(chunks)])
