"""What a tenant's policy refuses."""

from typing import Final
from uuid import UUID

from contracts import Budget, CampaignRequest, PolicyViolation, TenantPolicy, TooManyOpen
from domain.money import decimals_of
from domain.text.words import find

_CHECKED_FIELDS: Final = ("name", "product", "purpose", "core_message", "call_to_action")


_OF_NO_WORK: Final = ("fairness_weight", "max_open_campaigns")
"""What says when work is done, and not what it comes to."""


def of_work(policy: TenantPolicy) -> TenantPolicy:
    """Return a policy as far as what is made, audited and published depends on it.

    Another run of an execution does its steps by the same orders, so that it goes on although its
    tenant may have more campaigns by now, or comes sooner.
    """
    fields = TenantPolicy.model_fields
    return policy.model_copy(update={name: fields[name].default for name in _OF_NO_WORK})


def refuse_against(policy: TenantPolicy, request: CampaignRequest) -> None:
    """Refuse a request that its tenant's policy does not allow.

    A prohibited topic is found in any of the request's own words, whatever its case, accents or
    inflection in Spanish or English.

    Raises:
        PolicyViolation: It names everything that is not allowed.
    """
    faults: list[str] = []
    if policy.channels_allowed is not None:
        asked = dict.fromkeys(plan.channel for plan in request.channels)
        strangers = [channel for channel in asked if channel not in policy.channels_allowed]
        if strangers:
            allowed = ", ".join(policy.channels_allowed) or "none"
            faults.append(f"channel {', '.join(strangers)} is not allowed (allowed: {allowed})")
    faults += _over_budget(policy, request.budget)
    for topic in policy.prohibited_topics:
        fields = [field for field in _CHECKED_FIELDS if find([topic], getattr(request, field))]
        if fields:
            faults.append(f"the topic {topic!r} is prohibited and stands in {', '.join(fields)}")
    if faults:
        raise PolicyViolation(
            f"The tenant's policy ({policy.source}) refuses this campaign: {'; '.join(faults)}."
        )


def refuse_one_more(policy: TenantPolicy, tenant_id: UUID, open_campaigns: int) -> None:
    """Refuse another campaign of a tenant that has as many open ones as it may.

    Args:
        policy: The tenant's.
        tenant_id: Whose it is.
        open_campaigns: How many it has beside the one that is judged.

    Raises:
        TooManyOpen: It says what there is, what is allowed and what can be done.
    """
    most = policy.max_open_campaigns
    if most is None or open_campaigns < most:
        return
    raise TooManyOpen(
        f"Open campaigns of tenant {tenant_id}: {open_campaigns}, and its policy "
        f"({policy.source}) allows {most} (max_open_campaigns). This one can be started again when "
        f"one of them has ended: 'starter.py list --tenant {tenant_id}' shows them, and "
        "'starter.py cancel' ends one."
    )


def _over_budget(policy: TenantPolicy, budget: Budget) -> list[str]:
    if policy.budget_ceiling is None:
        return []
    asked = f"the budget of {_sum(budget.total, budget.currency)}"
    ceiling = f"the ceiling of {_sum(policy.budget_ceiling, policy.budget_currency or '')}"
    if budget.currency != policy.budget_currency:
        return [f"{asked} cannot be compared with {ceiling}: give it in {policy.budget_currency}"]
    return [f"{asked} is above {ceiling}"] if budget.total > policy.budget_ceiling else []


def _sum(amount: float, currency: str) -> str:
    return f"{amount:.{decimals_of(currency)}f} {currency}"
