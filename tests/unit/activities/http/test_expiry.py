"""A token that says when it ends is believed by its owner."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime

import pytest

from activities.http.expiry import expiry_of


def token(claims: bytes) -> str:
    """Return a JSON Web Token with these claims, unpadded as RFC 7515 has it."""
    return f"head.{urlsafe_b64encode(claims).decode().rstrip('=')}.signature"


@pytest.mark.parametrize("exp", [1772442000, 1772442000.25])
@pytest.mark.parametrize("more", ["", "a", "ab", "é?>"])
def test_a_token_with_a_moment_ends_then(exp: float, more: str) -> None:
    """Whole seconds and their parts are read, whatever stands beside them."""
    claims = json.dumps({"exp": exp, "sub": more}).encode()

    assert expiry_of(token(claims)) == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "held",
    [
        "an opaque token",
        "",
        "two.parts",
        "three.parts.here",
        "a.é.b",
        token(b"{}"),
        token(b"[]"),
        token(b'{"exp": "soon"}'),
        token(b'{"exp": 1e300}'),
        token(b'{"exp": -1}'),
        token(b"\xff"),
    ],
)
def test_a_token_without_one_says_nothing(held: str) -> None:
    """Most tokens hold until they are revoked, and anything may stand in a variable."""
    assert expiry_of(held) is None
