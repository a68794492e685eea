"""A meter that remembers what it was told."""

from collections import Counter
from datetime import timedelta
from typing import Any, cast

from temporalio.common import MetricMeter

Told = tuple[str, tuple[tuple[str, str], ...]]
"""The name of a metric and its labels, in order."""


class FakeMeter:
    """What was told to a meter, by name and labels."""

    def __init__(self) -> None:
        self.counts: Counter[Told] = Counter()
        self.durations: dict[Told, list[timedelta]] = {}
        self.levels: dict[Told, int] = {}

    @property
    def meter(self) -> MetricMeter:
        """It as code takes it."""
        return cast(MetricMeter, self)

    def with_additional_attributes(self, _: Any) -> "FakeMeter":
        """See the SDK; what it adds by itself is not of interest."""
        return self

    def create_counter(self, name: str, *_: Any) -> Any:
        """See the SDK."""
        return _Instrument(name, self)

    create_histogram_timedelta = create_counter
    create_gauge = create_counter


class _Instrument:
    def __init__(self, name: str, told: FakeMeter) -> None:
        self._name = name
        self._told = told

    def add(self, by: int, labels: dict[str, str]) -> None:
        """See the SDK."""
        self._told.counts[told(self._name, **labels)] += by

    def record(self, spent: timedelta, labels: dict[str, str]) -> None:
        """See the SDK."""
        self._told.durations.setdefault(told(self._name, **labels), []).append(spent)

    def set(self, value: int, labels: dict[str, str]) -> None:
        """See the SDK."""
        self._told.levels[told(self._name, **labels)] = value


def told(name: str, **labels: str) -> Told:
    """Return what a meter is told by."""
    return name, tuple(sorted(labels.items()))
