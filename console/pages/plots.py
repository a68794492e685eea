"""Amounts and rates as bars on one axis, with the value of each in words beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from console.words.basics import money, share
from console.words.creatives import place_name
from contracts import ChannelLearning, LearnReport, Place, Rate, StrategyBrief

WIDTH: Final = 1000
"""The axis in the drawing's own units."""


@dataclass(frozen=True)
class Stroke:
    """One bar, or one mark."""

    tone: str
    """Its CSS class."""
    x: float
    y: int
    """Of 20."""
    width: float
    height: int


@dataclass(frozen=True)
class PlotRow:
    """One line of a plot."""

    name: str
    strokes: tuple[Stroke, ...]
    values: tuple[str, ...]


@dataclass(frozen=True)
class Plot:
    """One plot."""

    heading: str
    about: str
    """What the axis is."""
    columns: tuple[str, ...]
    """Names of the values."""
    rows: tuple[PlotRow, ...]


def plots_of(
    brief: StrategyBrief | None, learned: LearnReport | None, places: Sequence[Place], currency: str
) -> Iterator[Plot]:
    """Return what there is to plot: budgets once there is a brief, and rates once there are some.

    Args:
        brief: What plans the money.
        learned: What was spent, and what came of it; `None` before anything was learned.
        places: Where the campaign appears, in its order.
        currency: The campaign's; empty when it is not known.
    """
    channels = [] if learned is None else learned.channels
    by_place = {Place(one.channel, one.placement): one for one in channels}
    planned = {place: None if brief is None else brief.budget_of(place) for place in places}
    if by_place or any(one is not None for one in planned.values()):
        yield _budgets(planned, by_place, currency)
    clicks = {place: one.click_rate for place, one in by_place.items()}
    if clicks:
        yield _rates("Click rate", clicks)
    conversions = {
        place: one.conversion_rate
        for place, one in by_place.items()
        if one.conversion_rate is not None
    }
    if conversions:
        yield _rates("Conversions per click", conversions)


def _budgets(
    planned: Mapping[Place, float | None],
    learned: Mapping[Place, ChannelLearning],
    currency: str,
) -> Plot:
    spent = {place: one.spend for place, one in learned.items()}
    most = max([*(one or 0.0 for one in planned.values()), *spent.values(), 1e-9])
    rows = []
    for place in dict.fromkeys([*planned, *spent]):
        plan, out = planned.get(place), spent.get(place)
        strokes = []
        if plan:
            strokes.append(Stroke("mild", 0, 2, plan / most * WIDTH, 7))
        if out:
            tone = "bad" if plan is not None and out > plan else "good"
            strokes.append(Stroke(tone, 0, 11, out / most * WIDTH, 7))
        reported = (
            f"{money(out, currency or 'EUR')} spent" if out is not None else "spending not reported"
        )
        rows.append(
            PlotRow(
                _name(place, learned),
                tuple(strokes),
                (f"{money(plan, currency or 'EUR')} planned", reported),
            )
        )
    unit = currency or "the campaign's currency"
    about = f"From 0 to {money(most, currency or 'EUR')} {unit}: planned above, spent below."
    return Plot("Budget", about, ("Planned", "Spent"), tuple(rows))


def _rates(heading: str, rates: Mapping[Place, Rate]) -> Plot:
    top = min(max([*(one.high for one in rates.values()), 1e-6]) * 1.05, 1.0)
    rows = tuple(
        PlotRow(
            place_name(place),
            tuple(_interval(rate, top)),
            (share(rate), f"{rate.successes:,} of {rate.trials:,}"),
        )
        for place, rate in rates.items()
    )
    about = f"From 0 to {top:.2%}: the bar is the 95 % interval, the mark in it the rate."
    return Plot(heading, about, ("Rate and interval", "Counted"), rows)


def _interval(rate: Rate, top: float) -> Iterator[Stroke]:
    low, high = (min(one / top, 1.0) * WIDTH for one in (rate.low, rate.high))
    yield Stroke("mild", low, 6, max(high - low, 2.0), 8)
    if rate.value is not None:
        yield Stroke("good", min(rate.value / top * WIDTH, WIDTH - 8), 2, 8, 16)


def _name(place: Place, learned: Mapping[Place, ChannelLearning]) -> str:
    is_example = place in learned and learned[place].simulated
    return place_name(place) + (" (example numbers)" if is_example else "")
