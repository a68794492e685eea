"""Parts of a campaign for unit tests, filled in as far as they do not matter."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from contracts import (
    Publication,
    PublicationStatus,
    QualityCheck,
    QualityReport,
    QualityVerdict,
    StrategyBrief,
    VisualAsset,
)
from domain.signing import asset_digests, digest, sign
from tests.support.builders import EXECUTION, MOMENT
from tests.support.fakes import KEY


def brief(**changes: Any) -> StrategyBrief:
    """Return a brief for two channels."""
    values: dict[str, Any] = {
        "brief_id": UUID(int=4),
        "target_audience": "a",
        "core_message": "b",
        "channels": ["x", "email"],
        "budget_allocation": {"x": 1.0},
    }
    return StrategyBrief(**values | changes)


def asset(**changes: Any) -> VisualAsset:
    """Return a creative for X."""
    values: dict[str, Any] = {
        "channel": "x",
        "placement": "post",
        "sha256": "0" * 64,
        "size_bytes": 1,
        "media_type": "image/png",
    }
    return VisualAsset(**values | changes)


def publication(
    status: PublicationStatus = PublicationStatus.UNKNOWN, channel: str = "x", **changes: Any
) -> Publication:
    """Return what is known of a channel."""
    proof = None if status in (PublicationStatus.UNKNOWN, PublicationStatus.NOT_SENT) else "post-1"
    values: dict[str, Any] = {"placement": "post", "remote_id": proof, "at": MOMENT}
    return Publication(channel=channel, status=status, **values | changes)


def report(
    *checks: QualityCheck,
    assets: Sequence[VisualAsset] = (),
    verdict: QualityVerdict | None = None,
    **changes: Any,
) -> QualityReport:
    """Return a report about these assets, signed by the auditor whom tests trust.

    Without a verdict it is as mild as its checks allow.
    """
    results = {check.result for check in checks}
    order = (QualityVerdict.FAIL, QualityVerdict.WARN, QualityVerdict.PASS)
    values: dict[str, Any] = {
        "execution_id": EXECUTION,
        "brief_sha256": digest(brief()),
        "asset_digests": asset_digests(assets),
        "timestamp": 1.0,
    }
    unsigned = QualityReport(
        verdict=verdict or next((v for v in order if v in results), QualityVerdict.PASS),
        checks=list(checks),
        auditor_signature="",
        **values | changes,
    )
    return sign(unsigned, KEY)
