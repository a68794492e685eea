"""Which rules a command says are in force, and how strictly."""

from collections.abc import Collection, Sequence

from contracts import CompiledRule
from domain.audit.rules.coverage import in_doubt, why_each
from domain.platforms import Placement
from runtime.audit.replies import RuleInForce


def rules_in_force(
    rules: Sequence[CompiledRule],
    placements: Sequence[Placement],
    policy_topics: Collection[str] = (),
) -> list[RuleInForce]:
    """Return what becomes of each rule.

    Args:
        rules: As they were compiled.
        placements: Where the assets go.
        policy_topics: What the tenant prohibits, which nothing softens.
    """
    doubtful = in_doubt(rules, policy_topics)
    return [
        RuleInForce(rule=rule, why_not=why, only_warns=why is None and rule.text in doubtful)
        for rule, why in why_each(rules, placements)
    ]
