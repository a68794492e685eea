"""The brief, composed from the request and the signals by rules that anybody can follow."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from math import floor
from typing import Any, Final
from uuid import uuid5

from activities.ports import Compute, Limit
from contracts import (
    Budget,
    CampaignRequest,
    ChannelPlan,
    Place,
    Signal,
    StrategyBrief,
    StrategyOrder,
    as_prose,
)
from domain.audit.rules.compiler import compile_rules
from domain.concerns import concerns_in
from domain.money import amount_of, decimals_of, units_of
from domain.text.spelling import forms_of
from domain.text.stop_words import STOP_WORDS

MAX_ANGLES: Final = 5
"""Rising terms that one campaign may take up; copy that follows more follows none."""
COMPOSITION: Final = Limit(cpu=30, wall=300, memory=512_000_000)
"""An ordinary brief takes some hundredths of a second."""
_MAX_REASON: Final = 3_000
"""Characters for what becomes of the signals: the money has to fit beside it."""
_SHARED_BY_ALL: Final = """
servicio producto tienda empresa negocio cliente casa semana dia mes ano hora vida mundo ciudad
precio oferta calidad programa sistema plan service product shop store company business customer
client home week day month year time life world city price offer quality system plan program
programme
"""
_GENERIC: Final = frozenset(_SHARED_BY_ALL.split())
"""Words that any two campaigns share: they bring nothing near."""
_WORD: Final = re.compile(r"\w+")


class RuleStrategy:
    """Composes a brief without a model: what was asked for, and what rises near it."""

    answers_at_once = True

    def __init__(self, compute: Compute) -> None:
        self._compute = compute

    async def compose(self, order: StrategyOrder) -> StrategyBrief:
        """Compose the brief; the same order gives the same brief.

        Raises:
            ContractInvalid: A prohibition or constraint of the request cannot be compiled.
            WorkLost: See `Compute.run`.
        """
        return await self._compute.run(
            composed,
            order,
            what="composing the brief",
            tenant=order.tenant_id,
            limit=COMPOSITION,
        )


def allocate(budget: Budget, plans: Sequence[ChannelPlan]) -> dict[Place, float]:
    """Return money per place, in whole units of the currency that never exceed the total together.

    The unit is the currency's smallest: a cent of the euro, a yen. A given share is honoured to
    the unit; places without one share the rest evenly. Units that a division leaves over go to the
    largest remainders, and of equal ones to the first in the list.
    """
    units = units_of(budget.total, budget.currency)
    given = {plan.place: Fraction(str(plan.share)) for plan in plans if plan.share is not None}
    claimed = sum(given.values(), Fraction(0))
    if claimed > 1:
        # A request may exceed the whole by the error of its decimals.
        given = {place: share / claimed for place, share in given.items()}
    without_share = len(plans) - len(given)
    rest = max(Fraction(0), 1 - claimed) / max(1, without_share)
    exact = {plan.place: units * given.get(plan.place, rest) for plan in plans}
    whole = {place: floor(amount) for place, amount in exact.items()}
    left = floor(sum(exact.values())) - sum(whole.values())
    by_remainder = sorted(exact, key=lambda place: whole[place] - exact[place])
    for place in by_remainder[:left]:
        whole[place] += 1
    return {place: amount_of(amount, budget.currency) for place, amount in whole.items()}


def with_shares(request: CampaignRequest, shares: Mapping[str, float]) -> dict[str, Any]:
    """Return the fields of a brief that say how the money is parted, by other shares.

    Shares that the request gives are the request's own; a channel's is parted among its places.

    Args:
        request: What is asked for.
        shares: By channel; they add up to about 1.
    """
    if any(plan.share is not None for plan in request.channels):
        return {}
    places = Counter(plan.channel for plan in request.channels)
    whole = sum(shares.values())
    plans = [
        plan.model_copy(update={"share": shares[plan.channel] / whole / places[plan.channel]})
        for plan in request.channels
    ]
    money = allocate(request.budget, plans)
    allocation = _by_channel(money, request.budget.currency)
    return {
        "budget_allocation": allocation,
        "placement_budget": {} if len(allocation) == len(money) else _by_name(money),
    }


def _by_channel(money: Mapping[Place, float], currency: str) -> dict[str, float]:
    units: dict[str, int] = {}
    for place, amount in money.items():
        units[place.channel] = units.get(place.channel, 0) + units_of(amount, currency)
    return {channel: amount_of(amount, currency) for channel, amount in units.items()}


def _by_name(money: Mapping[Place, float]) -> dict[str, float]:
    return {str(place): amount for place, amount in money.items()}


def composed(order: StrategyOrder) -> StrategyBrief:
    """Return the brief for an order."""
    request = order.request
    chosen, reason = _angles(request, order.signals)
    money = allocate(request.budget, request.channels)
    currency = request.budget.currency
    allocation = _by_channel(money, currency)
    listed = ", ".join(
        f"{channel} {amount:.{decimals_of(currency)}f}" for channel, amount in allocation.items()
    )
    return StrategyBrief(
        brief_id=uuid5(order.execution_id, order.step_key),
        target_audience=request.audience,
        core_message=request.core_message,
        channels=list(allocation),
        budget_allocation=allocation,
        placement_budget={} if len(allocation) == len(money) else _by_name(money),
        do_not_do=request.do_not_do,
        tone_guard=request.tone_guard,
        platform_constraints=request.platform_constraints,
        rules=compile_rules(request.do_not_do, request.tone_guard, request.platform_constraints),
        angles=[signal.term for signal in chosen],
        rationale=f"{reason} Budget in {currency}: {listed}.",
    )


def _angles(request: CampaignRequest, signals: Sequence[Signal]) -> tuple[list[Signal], str]:
    """Return the signals that the copy may take up, strongest first, and why only these."""
    if not signals:
        return [], "No signals were found, so the brief rests on the request alone."
    near = _meanings(request, request.product, request.core_message) - _GENERIC
    forbidden = _meanings(request, *request.do_not_do) - near  # “the best bread” forbids no bread
    against = [(signal, _against(request, signal, near, forbidden)) for signal in signals]
    chosen = [signal for signal, why in against if not why][:MAX_ANGLES]
    others = [f"{signal.term} ({why})" for signal, why in against if why]
    if len(signals) == 1:
        said = "The copy may not take up the one signal."
        if chosen:
            said = f"The copy may take up the one signal: {_listed(chosen)}."
    elif chosen:
        said = f"Of {len(signals)} signals the copy may take up these: {_listed(chosen)}."
    else:
        said = f"Of {len(signals)} signals the copy may take up none."
    if others:
        said += f" For people only: {'; '.join(others)}."
    return chosen, as_prose(said, _MAX_REASON)


def _against(
    request: CampaignRequest, signal: Signal, near: AbstractSet[str], forbidden: AbstractSet[str]
) -> str | None:
    """Say why a stranger's term is for people and not for copy; nothing where it is for both."""
    meanings = _meanings(request, signal.term)
    if meanings & forbidden:
        return "touches a prohibition"
    concerns = {*signal.concerns, *concerns_in(f"{signal.term}\n{signal.excerpt}")}
    if concerns:
        return f"stands beside words about {', '.join(sorted(concerns))}"
    if not meanings & near:
        return "no word of it is in the request's message or product"
    return None if signal.is_phrase else "is no phrase of its own"


def _listed(signals: Sequence[Signal]) -> str:
    return "; ".join(
        f"{signal.term} ({signal.recent} recent and {signal.earlier} earlier documents, rate ratio "
        f"{signal.score:.2f}, at least {signal.lower_bound:.2f})"
        for signal in signals
    )


def _meanings(request: CampaignRequest, *texts: str) -> frozenset[str]:
    stop_words = STOP_WORDS[request.language]
    return frozenset(
        form
        for text in texts
        for word in _WORD.findall(text.lower())
        if word not in stop_words
        for form in forms_of(word)
    )
