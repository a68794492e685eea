"""Values for tests, filled in as far as they do not matter."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from contracts import (
    BrandKit,
    Budget,
    CampaignRequest,
    ChannelMetrics,
    ChannelPlan,
    Language,
    QualityCheck,
    QualityVerdict,
    Severity,
)

TENANT = UUID("0b0e4c5e-8a3e-4a57-9d15-0f1f6a6f0001")
CAMPAIGN = UUID("0b0e4c5e-8a3e-4a57-9d15-0f1f6a6f0002")
EXECUTION = UUID("0b0e4c5e-8a3e-4a57-9d15-0f1f6a6f0003")
MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PLACEMENTS = {"instagram": "feed", "x": "post", "linkedin": "feed", "email": "newsletter"}
"""Where on a channel a request wants to appear that names the channel alone."""


def request(*channels: str, **changes: Any) -> CampaignRequest:
    """Return a request that can run: on Instagram and X unless channels are named."""
    values: dict[str, Any] = {
        "campaign_id": CAMPAIGN,
        "tenant_id": TENANT,
        "execution_id": EXECUTION,
        "name": "Café de temporada",
        "product": "Café de Nariño",
        "purpose": "Que los clientes de la tienda prueben la cosecha nueva",
        "audience": "Personas que preparan café de filtro en casa",
        "core_message": "La cosecha nueva ya está en la tienda",
        "call_to_action": "Ver la cosecha",
        "language": Language.SPANISH,
        "channels": [
            ChannelPlan(channel=channel, placement=PLACEMENTS[channel])
            for channel in channels or ("instagram", "x")
        ],
        "budget": Budget(total=1200.0),
        "brand": BrandKit(name="Tostadores del Sur"),
        "landing_url": "https://tostadores.example/cosecha",
    }
    return CampaignRequest(**{**values, **changes})


def check(
    result: QualityVerdict = QualityVerdict.PASS,
    severity: Severity = Severity.CRITICAL,
    reason_code: str | None = None,
    check_id: str = "contrast_ratio_check",
) -> QualityCheck:
    """Return one finding of an auditor."""
    return QualityCheck(
        check_id=check_id, result=result, reason_code=reason_code, severity=severity, evidence={}
    )


def metrics(channel: str, impressions: int = 1000, clicks: int = 30) -> ChannelMetrics:
    """Return what a channel counted."""
    return ChannelMetrics(
        channel=channel,
        impressions=impressions,
        clicks=clicks,
        observed_until=MOMENT,
        source="export.csv",
    )
