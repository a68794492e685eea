"""A signed report about one small picture, and the campaign around it."""

import hashlib
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts import (
    CampaignPayload,
    CampaignState,
    QualityCheck,
    QualityReport,
    QualityVerdict,
    Severity,
    StrategyBrief,
    VisualAsset,
)
from domain.signing import asset_digests, digest, sign
from tests.support.audit.files import as_bytes, picture
from tests.support.builders import CAMPAIGN, EXECUTION, TENANT

KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
"""The auditor's."""


def finding(sha256: str, result: QualityVerdict = QualityVerdict.PASS) -> QualityCheck:
    """Return a finding about a file."""
    return QualityCheck(
        check_id="image_integrity_check",
        result=result,
        reason_code=None if result is QualityVerdict.PASS else "IMAGE_BLANK",
        severity=Severity.CRITICAL,
        evidence={"artifact_sha256": sha256},
    )


def asset_of(data: bytes) -> VisualAsset:
    """Return the asset that names a file."""
    return VisualAsset(
        channel="x",
        placement="post",
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
        media_type="image/png",
    )


BYTES = as_bytes(picture(size=(64, 64)), "PNG")
ASSET = asset_of(BYTES)
BRIEF = StrategyBrief(
    brief_id=CAMPAIGN,
    target_audience="People",
    core_message="The harvest is here",
    channels=["x"],
    budget_allocation={"x": 100.0},
)


def report(**changes: Any) -> QualityReport:
    """Return a report that the test's key has signed."""
    values: dict[str, Any] = {
        "verdict": QualityVerdict.PASS,
        "checks": [finding(ASSET.sha256)],
        "auditor_signature": "unsigned",
        "timestamp": 1_750_000_000.5,
        "execution_id": EXECUTION,
        "brief_sha256": digest(BRIEF),
        "asset_digests": asset_digests([ASSET]),
        "files": [ASSET.sha256],
        "ruleset": "test@1",
    }
    return sign(QualityReport(**{**values, **changes}), KEY)


def payload(signed: QualityReport, **changes: Any) -> CampaignPayload:
    """Return a campaign that the report is about."""
    values: dict[str, Any] = {
        "campaign_id": CAMPAIGN,
        "tenant_id": TENANT,
        "execution_id": EXECUTION,
        "current_state": CampaignState.PUBLISH,
        "name": "Harvest",
        "strategy": BRIEF,
        "assets": [ASSET],
        "quality_audit": signed,
        "audit_digests": [digest(signed)],
    }
    return CampaignPayload(**{**values, **changes})
