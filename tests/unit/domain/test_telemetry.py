"""The table of metrics: few series, names as Prometheus wants them, and nothing private."""

import re
from typing import Final

import pytest

from domain.platforms import known_placements
from domain.telemetry import BUCKETS, METRICS, PUBLICATIONS, Metric, MetricKind
from runtime.telemetry.series import series_of, values_of

MOST_SERIES: Final = 60
PRIVATE: Final = ("campaign", "execution", "tenant", "run", "name", "identity")


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_metric_has_few_series_that_are_known_beforehand(metric: Metric) -> None:
    """A year of campaigns makes no more series than a day of them, and none names anybody."""
    labels = {label.name for label in metric.labels}

    assert 1 <= len(list(series_of(metric))) <= MOST_SERIES
    assert labels.isdisjoint(PRIVATE)
    assert labels.isdisjoint({"le", "job", "instance"}), "Prometheus has these for itself"


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_metric_is_named_as_prometheus_wants_it(metric: Metric) -> None:
    """The name tells whose it is, and its end tells how it is read."""
    ends = {MetricKind.COUNTER: "_total", MetricKind.HISTOGRAM: "_seconds", MetricKind.GAUGE: ""}

    assert re.fullmatch(r"phoenix_[a-z_]+", metric.exported)
    assert metric.exported == metric.name + ends[metric.kind]
    assert metric.help
    assert not metric.help.endswith(".")


def test_no_name_is_given_twice() -> None:
    """Each number is one thing."""
    assert len({metric.name for metric in METRICS}) == len(METRICS)


def test_every_histogram_has_buckets_that_rise() -> None:
    """A duration falls into a bucket that tells something about it."""
    histograms = {metric.name for metric in METRICS if metric.kind is MetricKind.HISTOGRAM}

    assert set(BUCKETS) == histograms
    assert all(list(bounds) == sorted(set(bounds)) for bounds in BUCKETS.values())


def test_a_new_channel_is_counted_without_a_change() -> None:
    """Channels are data: the metric of publications takes those that there are."""
    counted = {series["channel"] for series in series_of(PUBLICATIONS)}

    assert counted == {placement.channel for placement in known_placements()}


def test_a_label_means_the_same_wherever_it_stands() -> None:
    """Two metrics can be looked at side by side by a label that both have."""
    meanings = {(label.name, values_of(label)) for metric in METRICS for label in metric.labels}

    assert len(meanings) == len({name for name, _ in meanings})
