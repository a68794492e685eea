"""How a server tells that a request is ours: signatures of Standard Webhooks, and their secrets."""

import base64
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from pydantic import SecretStr
from standardwebhooks import Webhook

from activities.trace_context import trace_headers

_SMALLEST_SECRET: Final = 24
_LARGEST_SECRET: Final = 64
"""Bytes of a symmetric secret, from the Standard Webhooks specification, "Signature scheme"."""


def check_secret(secret: str) -> str:
    """Return the secret if it has the form of Standard Webhooks.

    Raises:
        ValueError: It has not; the message does not show it.
    """
    prefix, _, encoded = secret.partition("_")
    try:
        size = len(base64.b64decode(encoded, validate=True)) if prefix == "whsec" else 0
    except ValueError:
        size = 0
    if not _SMALLEST_SECRET <= size <= _LARGEST_SECRET:
        raise ValueError(
            f"must be whsec_ and the base64 of {_SMALLEST_SECRET} to {_LARGEST_SECRET} bytes"
        )
    return secret


def signed_headers(
    secrets: Iterable[SecretStr], message_id: str, at: datetime, body: bytes
) -> dict[str, str]:
    """Return the three headers of Standard Webhooks, with one signature for every secret.

    Those of the present trace go with them, unsigned: whoever has the secret is one's own service.

    Args:
        secrets: The present one first; others while a receiver changes from one to another.
        message_id: What is signed for beside the body and the time.
        at: When it is sent.
        body: What is sent.
    """
    # The library takes the hour of any time zone for UTC.
    moment = at.astimezone(UTC)
    text = body.decode()
    signatures = [
        Webhook(secret.get_secret_value()).sign(message_id, moment, text) for secret in secrets
    ]
    return {
        **trace_headers(),
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
