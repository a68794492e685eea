"""How a metric of the table is told to a meter of Temporal's SDK."""

from datetime import timedelta

from temporalio.common import MetricMeter

from domain.telemetry import Metric


def count(meter: MetricMeter, metric: Metric, by: int = 1, **labels: str) -> None:
    """Count something.

    Args:
        meter: Of a workflow, which leaves replays out, of an activity or of a worker.
        metric: A counter.
        by: How much; nothing lets it be seen before it has happened, so that rates see the first.
        labels: One value for each label of the metric.
    """
    meter.create_counter(metric.name, metric.help).add(by, _attributes(metric, labels))


def observe(meter: MetricMeter, metric: Metric, spent: timedelta, **labels: str) -> None:
    """Tell how long something took, as above; time that went backwards counts as none."""
    histogram = meter.create_histogram_timedelta(metric.name, metric.help, "duration")
    histogram.record(max(spent, timedelta()), _attributes(metric, labels))


def level(meter: MetricMeter, metric: Metric, value: int, **labels: str) -> None:
    """Tell how much there is of something at present, as above."""
    meter.create_gauge(metric.name, metric.help).set(value, _attributes(metric, labels))


def _attributes(metric: Metric, labels: dict[str, str]) -> dict[str, str | int | float | bool]:
    return {label.name: str(labels[label.name]) for label in metric.labels}
