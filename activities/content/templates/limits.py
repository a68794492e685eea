"""What a campaign's own limits are: those of its placements, and those that its rules set."""

from contracts import JsonObject, RuleKind, StrategyBrief
from domain.platforms.constraints import EVERYWHERE, constraint_in, limits_at


def constraints_of(brief: StrategyBrief) -> JsonObject:
    """Return the campaign's own limits: those of placements, and those that rules set for all."""
    ruled = limits_of_rules(brief)
    everywhere = {f"{EVERYWHERE}.{EVERYWHERE}.{name}": value for name, value in ruled.items()}
    return {**brief.platform_constraints, **everywhere}


def limits_of_rules(brief: StrategyBrief) -> dict[str, float]:
    """Return the limits that rules set for every post, by name."""
    found = [rule.values for rule in brief.rules if rule.kind is RuleKind.CONSTRAINT]
    return limits_at(map(constraint_in, found), (EVERYWHERE, EVERYWHERE))
