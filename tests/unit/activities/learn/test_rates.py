"""Learning says what the numbers say, and how sure that is."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.learn.rates import RateLearner, rate
from contracts import ChannelMetrics, LearnOrder
from tests.support.builders import CAMPAIGN, EXECUTION, TENANT

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, tzinfo=UTC)


def counted(channel: str = "instagram", **changes: Any) -> ChannelMetrics:
    """Return a plausible record with these fields changed."""
    values: dict[str, Any] = {
        "channel": channel,
        "placement": "feed",
        "impressions": 2000,
        "clicks": 80,
        "conversions": 4,
        "spend": 40.0,
        "observed_until": MONDAY,
        "source": "export.csv",
    }
    return ChannelMetrics.model_validate(values | changes)


def order(*metrics: ChannelMetrics, channels: tuple[str, ...] = ("instagram",)) -> LearnOrder:
    """Return an order for what was published in the feeds of these channels."""
    return LearnOrder(
        step_key="learn",
        campaign_id=CAMPAIGN,
        tenant_id=TENANT,
        execution_id=EXECUTION,
        places=[f"{channel}.feed" for channel in channels],
        metrics=list(metrics),
    )


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_the_published_ones(
    successes: int, trials: int, low: float, high: float
) -> None:
    """The interval is Wilson's, as tabulated by Newcombe (Statistics in Medicine 17, 1998)."""
    interval = rate(successes, trials)

    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@given(data=st.data(), trials=st.integers(1, 10**12))
def test_an_interval_holds_its_rate(data: st.DataObject, trials: int) -> None:
    """Whatever was counted, the rate lies in its interval, and the interval in 0 to 1."""
    interval = rate(data.draw(st.integers(0, trials)), trials)

    assert interval.value is not None
    assert 0 <= interval.low <= interval.value <= interval.high <= 1


async def test_a_channel_is_measured_in_rates_and_costs() -> None:
    """An operator reads clicks per impression, conversions per click, and what each cost."""
    report = await RateLearner().learn(order(counted()))

    (learned,) = report.channels
    assert learned.click_rate.value == 0.04
    assert learned.conversion_rate is not None
    assert learned.conversion_rate.value == 0.05
    assert learned.spend == 40.0
    assert learned.cost_per_click == 0.5
    assert learned.cost_per_conversion == 10.0
    assert report.observed_until == MONDAY


async def test_what_did_not_happen_has_no_cost() -> None:
    """Nobody reads a price for clicks or conversions that there were none of."""
    report = await RateLearner().learn(order(counted(impressions=0, clicks=0, conversions=0)))

    (learned,) = report.channels
    assert learned.click_rate.value is None
    assert (learned.click_rate.low, learned.click_rate.high) == (0.0, 1.0)
    assert learned.cost_per_click is None
    assert learned.cost_per_conversion is None


async def test_conversions_without_clicks_have_no_rate() -> None:
    """A channel that counts conversions after mere views gets no rate above one."""
    report = await RateLearner().learn(order(counted(clicks=2, conversions=5)))

    assert report.channels[0].conversion_rate is None
    assert report.channels[0].cost_per_conversion == 8.0


async def test_the_latest_record_of_a_channel_counts() -> None:
    """Records are running totals: a later one replaces an earlier one and is not added to it."""
    metrics = counted(clicks=10), counted(clicks=90, observed_until=TUESDAY)

    report = await RateLearner().learn(order(*metrics))

    assert [learned.click_rate.successes for learned in report.channels] == [90]
    assert report.observed_until == TUESDAY


async def test_silence_is_reported_as_silence() -> None:
    """A published channel without metrics is named, and one that was not published is left out."""
    of = order(counted("facebook"), counted("x"), channels=("instagram", "x"))

    report = await RateLearner().learn(of)

    assert [learned.channel for learned in report.channels] == ["x"]
    assert report.without_metrics == ["instagram.feed"]


async def test_without_any_metrics_there_is_an_empty_report() -> None:
    """A campaign whose window closed without metrics still ends with a report."""
    report = await RateLearner().learn(order())

    assert report.channels == []
    assert report.without_metrics == ["instagram.feed"]
    assert report.observed_until is None


async def test_example_numbers_stay_marked_as_such() -> None:
    """Nobody takes the demo's simulated metrics for observations."""
    report = await RateLearner().learn(order(counted(simulated=True)))

    assert report.channels[0].simulated
