"""The strategist as a service of the operator's own: its brief is held to the request."""

from typing import Any, Final

import pytest

from activities.compute import ThreadCompute
from activities.strategy.http import HttpStrategy
from contracts import ContractInvalid, RuleKind, StrategyBrief, StrategyOrder
from tests.support.builders import CAMPAIGN, request
from tests.support.publishing.networks.server import Reply
from tests.support.services import STEP, served

REQUEST: Final = request(
    "x",
    do_not_do=["No usar rojo"],
    tone_guard={"voice": "formal"},
    platform_constraints={"x.post.max_bytes": 1000},
)
ORDER: Final = StrategyOrder(**STEP, request=REQUEST)
BRIEF: Final[dict[str, Any]] = {
    "brief_id": str(CAMPAIGN),
    "target_audience": "people",
    "core_message": "tea",
    "channels": ["x"],
    "budget_allocation": {"x": 1200.0},
    "do_not_do": ["No usar rojo", "No usar azul"],
    "tone_guard": {"voice": "formal"},
    "platform_constraints": {"x.post.max_bytes": 1000},
}


async def composed(**changes: Any) -> StrategyBrief:
    """Return what comes of a brief with these changes."""
    answer = {
        "step_key": ORDER.step_key,
        "execution_id": str(ORDER.execution_id),
        "brief": BRIEF | changes,
    }
    async with served(Reply(200, answer)) as (_, service):
        return await HttpStrategy(service, ThreadCompute()).compose(ORDER)


async def test_its_brief_is_taken_and_its_rules_are_compiled_here() -> None:
    """What a sentence enforces is decided in one place, whatever the service says of it."""
    lax = {"source": "do_not_do", "text": "No usar rojo", "kind": "unenforceable", "values": []}

    brief = await composed(rules=[lax])

    assert brief.core_message == "tea"
    assert [(rule.text, rule.kind) for rule in brief.rules][:2] == [
        ("No usar rojo", RuleKind.COLOR),
        ("No usar azul", RuleKind.COLOR),
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"channels": ["x", "email"]}, "channels must be x"),
        ({"channels": ["email"], "budget_allocation": {}}, "channels must be x"),
        ({"budget_allocation": {"x": 1200.01}}, "budget_allocation must not exceed 1200 in all"),
        ({"placement_budget": {"x.story": 1.0}}, "placement_budget must name places of x.post"),
        ({"do_not_do": []}, "do_not_do must hold 'No usar rojo'"),
        ({"tone_guard": {"voice": "friendly"}}, "tone_guard.voice must be 'formal'"),
        ({"tone_guard": {}}, "tone_guard.voice must be 'formal'"),
        ({"platform_constraints": {}}, "platform_constraints.x.post.max_bytes must be as in"),
    ],
)
async def test_a_brief_that_leaves_the_request_is_refused(
    changes: dict[str, Any], said: str
) -> None:
    """Nobody adds a channel, spends more, or drops a prohibition on the way."""
    with pytest.raises(ContractInvalid) as caught:
        await composed(**changes)

    assert str(caught.value).startswith(f"the brief is not what was asked for: {said}")
