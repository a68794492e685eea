"""What a check of the whole looks at: a campaign with all its assets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts import StrategyBrief, VisualAsset
from domain.audit.context import AuditContext
from domain.platforms import Placement


@dataclass(frozen=True)
class CampaignSubject:
    """A campaign as a whole: what is judged once and not for each asset."""

    context: AuditContext
    assets: Sequence[VisualAsset]
    placements: Sequence[Placement]
    """Where the assets go, in the assets' order."""
    today: date
    difference_hashes: Sequence[str | None] = ()
    """Of each asset's picture, in the assets' order; `None` without one."""
    brief: StrategyBrief | None = None
    brief_sha256: str | None = None
    """What the brief's digest has to be."""
    budget_total: float | None = None
    is_development_key: bool = False

    @property
    def about(self) -> dict[str, Any]:
        """Nothing: findings are about the whole."""
        return {}

    @property
    def doubtful(self) -> frozenset[str]:
        """None: what is found of the whole does not rest on one rule's wording."""
        return frozenset()
