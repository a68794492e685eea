"""Whole audits by the built-in auditor: an order, a store that has what it names, and a report."""

import asyncio
import hashlib
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from activities.audit.keys import AuditorKey
from activities.audit.rules import RuleAuditor
from activities.compute import ThreadCompute
from activities.ports import Compute
from contracts import (
    ArtifactAltered,
    ArtifactMissing,
    ArtifactRef,
    AuditOrder,
    BrandKit,
    Language,
    QualityReport,
    QualityVerdict,
    StrategyBrief,
)
from domain.signing import digest
from tests.support.audit.subjects import LINK, Creative, asset_of, canvas, jpeg, ref, stored
from tests.support.builders import CAMPAIGN, EXECUTION, MOMENT, TENANT
from tests.support.fakes import FakeStores

FULL_SIZE = Creative(canvas(size=(1080, 1350)), px=100)
_, MANIFEST, MASK = stored(FULL_SIZE)
PICTURE = jpeg(FULL_SIZE.picture())
"""What Instagram takes."""
KEY = AuditorKey(Ed25519PrivateKey.from_private_bytes(bytes(32)), development=False)


class Shelf:
    """A store that keeps bytes in memory and verifies them on every read."""

    def __init__(self, *blobs: bytes) -> None:
        self.blobs = {hashlib.sha256(blob).hexdigest(): blob for blob in blobs}

    async def put(self, data: bytes, media_type: str) -> ArtifactRef:
        """Keep the bytes."""
        named = ref(data, media_type)
        self.blobs[named.sha256] = data
        return named

    async def get(self, sha256: str) -> bytes:
        """Return the bytes."""
        if sha256 not in self.blobs:
            raise ArtifactMissing(f"there are no bytes under {sha256}")
        if hashlib.sha256(self.blobs[sha256]).hexdigest() != sha256:
            raise ArtifactAltered(f"the bytes under {sha256} are others")
        return self.blobs[sha256]


def brief(**changes: Any) -> StrategyBrief:
    """Return a brief for Instagram."""
    values: dict[str, Any] = {
        "brief_id": CAMPAIGN,
        "target_audience": "personas que preparan café en casa",
        "core_message": "La cosecha nueva ya está en la tienda",
        "channels": ["instagram"],
        "budget_allocation": {"instagram": 100.0},
    }
    return StrategyBrief(**{**values, **changes})


def order(written: StrategyBrief | None = None, **changes: Any) -> AuditOrder:
    """Return an order to audit one creative against a brief."""
    against = written or brief()
    values: dict[str, Any] = {
        "step_key": "step",
        "campaign_id": CAMPAIGN,
        "tenant_id": TENANT,
        "execution_id": EXECUTION,
        "assets": [asset_of(PICTURE, MANIFEST, width=1080, height=1350)],
        "brief": against,
        "brief_sha256": digest(against),
        "language": Language.SPANISH,
        "brand": BrandKit(name="Tostadores del Sur"),
        "landing_url": LINK,
    }
    return AuditOrder(**{**values, **changes})


def audit(
    what: AuditOrder,
    *,
    shelf: Shelf | None = None,
    key: AuditorKey = KEY,
    at: datetime = MOMENT,
    compute: Compute | None = None,
) -> QualityReport:
    """Run an audit to its end."""
    stores = FakeStores({TENANT: shelf or Shelf(PICTURE, MANIFEST, MASK)})
    auditor = RuleAuditor(stores, key, lambda: at, compute or ThreadCompute())
    return asyncio.run(auditor.audit(what))


def faults(report: QualityReport) -> list[tuple[str, str | None]]:
    """Return check and reason of everything that did not pass."""
    return [
        (each.check_id, each.reason_code)
        for each in report.checks
        if each.result is not QualityVerdict.PASS
    ]
