"""What a request sets and a brief keeps, whoever composed it."""

from collections.abc import Iterator
from decimal import Decimal

from contracts import CampaignRequest, ContractInvalid, StrategyBrief


def refuse_other_terms(brief: StrategyBrief, request: CampaignRequest) -> None:
    """Refuse a brief that leaves out what the request wants, or takes more than it gives.

    Raises:
        ContractInvalid: It names every difference.
    """
    faults = list(_differences(brief, request))
    if faults:
        raise ContractInvalid(f"the brief is not what was asked for: {'; '.join(faults)}")


def _differences(brief: StrategyBrief, request: CampaignRequest) -> Iterator[str]:
    asked = list(dict.fromkeys(plan.channel for plan in request.channels))
    if sorted(brief.channels) != sorted(asked):
        yield f"channels must be {', '.join(asked)}"
    spent = sum((Decimal(str(amount)) for amount in brief.budget_allocation.values()), Decimal(0))
    if spent > Decimal(str(request.budget.total)):
        yield f"budget_allocation must not exceed {request.budget.total:g} in all"
    places = {str(plan.place) for plan in request.channels}
    if not brief.placement_budget.keys() <= places:
        yield f"placement_budget must name places of {', '.join(sorted(places))}"
    missing = [rule for rule in request.do_not_do if rule not in brief.do_not_do]
    if missing:
        yield f"do_not_do must hold {missing[0]!r}"
    tones = [
        name for name, tone in request.tone_guard.items() if brief.tone_guard.get(name) != tone
    ]
    if tones:
        yield f"tone_guard.{tones[0]} must be {request.tone_guard[tones[0]]!r}"
    limits = request.platform_constraints
    changed = [name for name in limits if brief.platform_constraints.get(name) != limits[name]]
    if changed:
        yield f"platform_constraints.{changed[0]} must be as in the request"
