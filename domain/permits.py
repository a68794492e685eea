"""The permit that travels with a publication: whoever receives it can tell that it may go out.

It is bound to the bytes of the request, to one channel and to a window that is soon over, so that
nobody can use it for anything else or later.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts import PublishOrder, PublishPermit
from domain.signing import signed_permit, trusted

PERMIT_VERSION: Final = 1
"""The form of a permit; a change that a receiver could notice raises it."""
LIVES: Final = timedelta(minutes=15)
"""How long a permit counts: long enough for clocks that differ, and for nothing else."""


def permit_for(
    order: PublishOrder,
    allowed: PublishPermit,
    *,
    key: str,
    body: bytes,
    now: datetime,
    signer: Ed25519PrivateKey,
) -> str:
    """Return the permit of one request, signed.

    Args:
        order: What goes out.
        allowed: What the gate said of it.
        key: The key of the publication.
        body: The bytes of the request.
        now: When it is sent.
        signer: The key of whoever asked the gate.
    """
    ends = now + LIVES if allowed.not_after is None else min(now + LIVES, allowed.not_after)
    permit: dict[str, Any] = {
        "version": PERMIT_VERSION,
        "key_id": trusted(signer.public_key()).key_id,
        "key": key,
        "channel": order.channel,
        "placement": order.placement,
        "tenant_id": str(order.tenant_id),
        "execution_id": str(order.execution_id),
        "report_sha256": order.report_sha256,
        "body_sha256": hashlib.sha256(body).hexdigest(),
        "decision": allowed.decision.model_dump(mode="json", exclude_none=True),
        "not_before": 0 if allowed.not_before is None else int(allowed.not_before.timestamp()),
        "not_after": int(ends.timestamp()),
    }
    return signed_permit(rfc8785.dumps(permit), signer)
