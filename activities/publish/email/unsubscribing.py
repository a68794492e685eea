"""The address by which one reader unsubscribes; nobody else can make it."""

import base64
import hashlib
import hmac
from typing import Final

from pydantic import SecretStr

from activities.publish.email.settings import TOKEN

_SIGNED_BYTES: Final = 16


def unsubscribe_url(url: str, secret: SecretStr, reader: str) -> str:
    """Return where a reader unsubscribes: `base64url(address).base64url(HMAC-SHA256[:16])`.

    Args:
        url: With the place of the token.
        secret: What the token is made by; whoever serves the address knows it too.
        reader: The address.
    """
    signature = hmac.digest(secret.get_secret_value().encode(), reader.encode(), hashlib.sha256)
    token = f"{_text(reader.encode())}.{_text(signature[:_SIGNED_BYTES])}"
    return url.replace(TOKEN, token)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
