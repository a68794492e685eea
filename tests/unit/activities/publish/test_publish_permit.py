"""A publisher is told what the gate decided, and has the report that it decided on."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from contracts import GateOutcome, Publication, PublishOrder, QualityReport
from tests.support.builders import MOMENT
from tests.support.publishing.scene import KEYED, scene_of


async def test_the_order_has_the_gate_s_decision_and_the_report(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is shown outside is what was asked of the gate just before."""
    scene = await scene_of(KEYED)
    publish = scene.channel.publish
    heard: list[tuple[PublishOrder, Mapping[str, bytes]]] = []

    async def noted(order: PublishOrder, content: Mapping[str, bytes]) -> Publication:
        heard.append((order, content))
        return await publish(order, content)

    monkeypatch.setattr(scene.channel, "publish", noted)
    await scene.publish()

    ((order, content),) = heard
    assert order.permit is not None
    assert order.permit.decision.outcome is GateOutcome.PUBLISH
    assert order.permit.not_before is None
    assert order.permit.not_after == MOMENT + timedelta(minutes=1)
    assert QualityReport.model_validate_json(content[order.report_sha256]).asset_digests
    assert set(content) == {order.report_sha256, *(asset.sha256 for asset in order.assets)}
