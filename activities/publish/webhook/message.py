"""What a webhook is sent: the key and the body."""

import base64
import json
from collections.abc import Mapping
from typing import Final

from activities.publish.keys import idempotency_key
from contracts import ArtifactMissing, PlatformRefused, PublishOrder, QualityReport, read_kept
from domain.signing import canonical, report_as_signed

BODY_VERSION: Final = 2
"""The form of the body; a change that a receiver could notice raises it."""


def body_of(order: PublishOrder, content: Mapping[str, bytes], limit: int) -> bytes:
    """Return the body that publishes an order: JSON in UTF-8, with every file in base64.

    The same order gives the same bytes whenever it is sent, since a receiver may refuse another
    body under a key that it knows (IETF draft-ietf-httpapi-idempotency-key-header-07, section
    2.7). So it has no time in it and nothing of the attempt.

    Args:
        order: What to publish.
        content: The bytes of every asset, by SHA-256, and of the report.
        limit: The most bytes that the body may take.

    Raises:
        ArtifactMissing: The bytes of an asset are not in `content`.
        PlatformRefused: The body would be larger than the limit.
    """
    missing = next((asset.sha256 for asset in order.assets if asset.sha256 not in content), None)
    if missing is not None:
        raise ArtifactMissing(
            f"The bytes of artefact {missing} are needed to publish on {order.channel} and were "
            "not given."
        )
    files = sum(4 * len(content[asset.sha256]) // 3 for asset in order.assets)
    body = b"" if files > limit else _json(order, content)
    if max(files, len(body)) > limit:
        raise PlatformRefused(
            f"The request to publish on {order.channel} would take "
            f"{max(files, len(body)):,} bytes, and {limit:,} are allowed: use smaller creatives."
        )
    return body


def _json(order: PublishOrder, content: Mapping[str, bytes]) -> bytes:
    body: dict[str, object] = {
        "version": BODY_VERSION,
        "key": idempotency_key(order.step_key),
        "step_key": order.step_key,
        "campaign_id": str(order.campaign_id),
        "tenant_id": str(order.tenant_id),
        "execution_id": str(order.execution_id),
        "channel": order.channel,
        "placement": order.placement,
        "assets": [
            {
                "placement": asset.placement,
                "text": asset.text,
                "link": asset.link,
                "alt_text": asset.alt_text,
                "language": asset.language,
                "ai_generated": asset.ai_generated,
                "width": asset.width,
                "height": asset.height,
                "media_type": asset.media_type,
                "audited": canonical(asset).decode(),
                "sha256": asset.sha256,
                "data": base64.b64encode(content[asset.sha256]).decode(),
            }
            for asset in order.assets
        ],
    }
    if order.report_sha256 in content:
        report = read_kept(QualityReport, content[order.report_sha256])
        body["report"] = {
            "signed": report_as_signed(report),
            "signature": report.auditor_signature,
        }
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
