"""An endpoint of the webhook's that asks for a permit."""

from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.signing import trusted
from tests.support.publishing.documented_verifiers import Refused, by_python
from tests.support.publishing.networks.server import Network, Reply, Request


def keys_of(*signers: Ed25519PrivateKey) -> dict[str, str]:
    """Return public keys as a receiver holds them."""
    auditors = [trusted(signer.public_key()) for signer in signers]
    return {auditor.key_id: auditor.public_key for auditor in auditors}


class Receiver(Network):
    """An endpoint that publishes nothing without a valid permit for its channel."""

    def __init__(self, keys: dict[str, str], channel: str = "instagram") -> None:
        super().__init__()
        self.now: datetime | None = None
        """What its clock shows; `None` for the real one."""
        self.published: list[dict[str, Any]] = []
        self._keys, self._channel = keys, channel

    def commits(self, request: Request) -> bool:
        """Whatever it takes is public."""
        return request.method == "POST"

    def answer(self, request: Request) -> Reply:
        """Publish what may be."""
        permit, now = request.headers.get("phoenix-permit", ""), self.now or datetime.now(UTC)
        try:
            post = by_python(request.body, permit, self._keys, self._channel, now.timestamp())
        except Refused:
            return Reply(403, {"error": "there is no valid permit for it"})
        self.published.append(post)
        return Reply(200, {"id": f"post-{len(self.published)}"})
