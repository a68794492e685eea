"""Rates and costs of a campaign's channels, each rate with its uncertainty."""

import math
from statistics import NormalDist
from typing import Final

from contracts import ChannelLearning, ChannelMetrics, LearnOrder, LearnReport, Place, Rate

_Z: Final = NormalDist().inv_cdf(0.975)
"""Half-width of a two-sided 95 % interval, in standard deviations."""


class RateLearner:
    """Reads each published place's latest record; places that nothing published are ignored."""

    answers_at_once = True

    async def learn(self, order: LearnOrder) -> LearnReport:
        """Compute what the metrics say. It has no effect."""
        latest = {f"{record.channel}.{record.placement}": record for record in order.metrics}
        known = [latest[place] for place in order.places if place in latest]
        return LearnReport(
            channels=[_learning(place, latest[place]) for place in order.places if place in latest],
            without_metrics=[place for place in order.places if place not in latest],
            observed_until=max((record.observed_until for record in known), default=None),
        )


def rate(successes: int, trials: int) -> Rate:
    """Return a proportion with its 95 % Wilson score interval (Wilson, JASA 22, 1927).

    The interval always holds the proportion and lies within 0 and 1; without trials it is all
    of that. `successes` is at most `trials`.
    """
    if trials == 0:
        return Rate(successes=0, trials=0, low=0.0, high=1.0)
    share = successes / trials
    scale = 1 + _Z**2 / trials
    center = (share + _Z**2 / (2 * trials)) / scale
    half = _Z / scale * math.sqrt(share * (1 - share) / trials + (_Z / (2 * trials)) ** 2)
    return Rate(
        successes=successes,
        trials=trials,
        value=share,
        # Rounding may carry an end past the proportion where that is 0 or 1.
        low=max(0.0, min(center - half, share)),
        high=min(1.0, max(center + half, share)),
    )


def _learning(place: str, record: ChannelMetrics) -> ChannelLearning:
    return ChannelLearning(
        channel=record.channel,
        placement=Place.parse(place).placement,
        click_rate=rate(record.clicks, record.impressions),
        conversion_rate=(
            rate(record.conversions, record.clicks) if record.conversions <= record.clicks else None
        ),
        spend=record.spend,
        cost_per_click=_cost(record.spend, record.clicks),
        cost_per_conversion=_cost(record.spend, record.conversions),
        simulated=record.simulated,
    )


def _cost(spend: float, count: int) -> float | None:
    return spend / count if count else None
