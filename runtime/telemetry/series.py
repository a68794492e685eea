"""Which series a metric has: every combination of what its labels can be."""

from collections.abc import Iterator
from itertools import product

from domain.platforms import known_placements
from domain.telemetry import Label, Metric


def values_of(label: Label) -> tuple[str, ...]:
    """Return all that a label can be."""
    if label.values is not None:
        return tuple(str(value) for value in label.values)
    return tuple(sorted({placement.channel for placement in known_placements()}))


def series_of(metric: Metric) -> Iterator[dict[str, str]]:
    """Yield every combination of the values of a metric's labels."""
    names = [label.name for label in metric.labels]
    for values in product(*(values_of(label) for label in metric.labels)):
        yield dict(zip(names, values, strict=True))
