"""Content orders for tests, filled in as far as they do not matter."""

from typing import Any

from activities.content.templates.copywriter import write_copy
from contracts import BrandKit, ContentOrder, Language, StrategyBrief
from domain.platforms import known_placements, placement_of
from tests.support.builders import CAMPAIGN, EXECUTION, TENANT

PLACEMENTS = [(known.channel, known.placement) for known in known_placements()]
BRIEF_FIELDS = set(StrategyBrief.model_fields)


def content_order(
    channel: str = "instagram", placement: str = "feed", **values: Any
) -> ContentOrder:
    """Return an order for one channel; a value may be the order's or its brief's."""
    brief: dict[str, Any] = {
        "brief_id": CAMPAIGN,
        "target_audience": "personas que preparan café de filtro en casa",
        "core_message": "La cosecha nueva ya está en la tienda",
        "channels": [channel],
        "budget_allocation": {},
    }
    order: dict[str, Any] = {
        "step_key": "step",
        "campaign_id": CAMPAIGN,
        "tenant_id": TENANT,
        "execution_id": EXECUTION,
        "channel": channel,
        "placement": placement,
        "language": Language.SPANISH,
        "product": "Café de Nariño",
        "call_to_action": "Ver la cosecha",
        "brand": BrandKit(name="Tostadores del Sur"),
        "landing_url": "https://www.tostadores.example/cosecha",
    }
    for name, value in values.items():
        (brief if name in BRIEF_FIELDS else order)[name] = value
    return ContentOrder(**order, brief=StrategyBrief(**brief))


def copy_of(channel: str = "instagram", placement: str = "feed", **values: Any) -> dict[str, str]:
    """Write the copy of an order."""
    return write(content_order(channel, placement, **values))


def write(order: ContentOrder) -> dict[str, str]:
    """Write the copy of an order for its own placement."""
    return write_copy(order, placement_of(order.channel, order.placement))
