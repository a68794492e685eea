"""Content as it is, but for a fault in the first revision of some executions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from activities.ports import ContentProvider
from contracts import ContentOrder, VisualAsset
from tests.chaos.hits import Hits

FORBIDDEN: Final = "No decir 'barato'"
"""What the requests of those executions forbid."""
_SLIP: Final = "cta: Un café barato"


@dataclass(frozen=True)
class SlippingContent:
    """A content provider that says what is forbidden, and mends it when the audit has found it."""

    real: ContentProvider
    hits: Hits

    async def produce(self, order: ContentOrder) -> list[VisualAsset]:
        """See the port."""
        if order.revision == 0 and self.hits.slips(order.step_key):
            order = order.model_copy(update={"changes": [_SLIP]})
        return await self.real.produce(order)

    async def why_idle(self, order: ContentOrder, present: Sequence[VisualAsset]) -> str | None:
        """See the port."""
        return await self.real.why_idle(order, present)
