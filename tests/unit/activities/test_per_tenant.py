"""Each order goes to the provider of its own tenant."""

from typing import Any
from uuid import UUID

import pytest

from activities.per_tenant import (
    AuditorPerTenant,
    ContentPerTenant,
    LearnerPerTenant,
    PerTenant,
    RadarPerTenant,
    StrategyPerTenant,
)
from contracts import AuditOrder, LearnOrder, RadarOrder, StrategyOrder
from tests.support.builders import TENANT
from tests.support.campaigns.content_orders import content_order

OTHER = UUID("00000000-0000-4000-8000-00000000000a")


class Named:
    """A provider of every stage that answers with its name."""

    def __init__(self, name: str, *, answers_at_once: bool = True) -> None:
        self.name = name
        self.answers_at_once = answers_at_once

    async def answer(self, _: Any) -> Any:
        """Return the name."""
        return self.name

    async def why_idle(self, *_: Any) -> Any:
        """Return the name."""
        return self.name

    scan = compose = produce = audit = learn = answer


@pytest.mark.parametrize(
    ("router", "method", "contract"),
    [
        (RadarPerTenant, "scan", RadarOrder),
        (StrategyPerTenant, "compose", StrategyOrder),
        (ContentPerTenant, "produce", None),
        (AuditorPerTenant, "audit", AuditOrder),
        (LearnerPerTenant, "learn", LearnOrder),
    ],
)
async def test_an_order_reaches_its_tenant_s_provider(
    router: type[PerTenant[Any]], method: str, contract: type[Any] | None
) -> None:
    """A tenant with a provider of its own reaches that one, and nobody else does."""
    routed: Any = router(Named("usual"), {OTHER: Named("own")})
    given = content_order() if contract is None else contract.model_construct(tenant_id=TENANT)

    answers = [
        await getattr(routed, method)(given.model_copy(update={"tenant_id": tenant}))
        for tenant in (TENANT, OTHER)
    ]

    assert answers == ["usual", "own"]


async def test_a_tenant_s_own_provider_says_what_a_wish_would_change() -> None:
    """Nobody is told that a wish changes nothing by who would not make it."""
    usual: Any = Named("usual")
    own: Any = Named("own")
    routed = ContentPerTenant(usual, {TENANT: own})

    assert await routed.why_idle(content_order(), []) == "own"


def test_one_slow_learner_is_waited_for_as_all_are() -> None:
    """No run holds its own task up for a tenant whose learner asks somebody else."""
    slow: Any = Named("own", answers_at_once=False)
    fast: Any = Named("usual")

    assert LearnerPerTenant(fast).answers_at_once
    assert not LearnerPerTenant(fast, {OTHER: slow}).answers_at_once
