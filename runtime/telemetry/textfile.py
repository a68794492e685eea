"""Metrics of processes that are over before anybody could ask them: a file that outlives them.

It is in Prometheus' text format (version 0.0.4), as the textfile collector of its node exporter
reads it. What is counted is added to what the file says, by one process at a time.
"""

import fcntl
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from activities.store import replace_file
from domain.telemetry import Metric, MetricKind

_LONGEST_WAIT: Final = 2.0
"""Seconds for which another process that writes the file is waited for."""
_LOOK_AGAIN: Final = 0.02

Samples = Mapping[str, float]
"""Numbers by their names with labels, as a line of the file begins."""


class NotOurs(Exception):
    """The file holds something else than these metrics."""


@dataclass(frozen=True)
class Measured:
    """One thing that happened, as one metric counts it."""

    metric: Metric
    labels: Mapping[str, str]
    value: float = 1.0
    """What is added to a counter, seconds for a histogram, and what a gauge is from now on."""

    @property
    def samples(self) -> Samples:
        """The numbers that it adds to, or sets."""
        name = self.metric.exported
        if self.metric.kind is not MetricKind.HISTOGRAM:
            return {self._named(name): self.value}
        counted = {
            self._named(f"{name}_bucket", le=f"{bound:g}" if bound < inf else "+Inf"): float(
                self.value <= bound
            )
            for bound in (*self.metric.buckets, inf)
        }
        return {
            **counted,
            self._named(f"{name}_sum"): self.value,
            self._named(f"{name}_count"): 1.0,
        }

    def _named(self, name: str, **more: str) -> str:
        told = ",".join(f'{label}="{value}"' for label, value in {**self.labels, **more}.items())
        return f"{name}{{{told}}}"


def add(path: Path, metrics: Iterable[Metric], measured: Iterable[Measured]) -> None:
    """Add to what a file says, whole or not at all.

    Args:
        path: The file, which is made if there is none.
        metrics: All that it tells, in its order.
        measured: What has happened.

    Raises:
        NotOurs: The file says something else.
        OSError: It cannot be written, or another process is at it for too long.
    """
    with _alone(path):
        known = dict(_read(path, metrics))
        for one in measured:
            is_level = one.metric.kind is MetricKind.GAUGE
            for name, value in one.samples.items():
                known[name] = value if is_level else known.get(name, 0.0) + value
        replace_file(path, "".join(_lines(metrics, known)).encode())


@contextmanager
def _alone(path: Path) -> Generator[None]:
    until = monotonic() + _LONGEST_WAIT
    with path.with_name(f".{path.name}.lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if monotonic() >= until:
                    raise
            sleep(_LOOK_AGAIN)
        yield


def _read(path: Path, metrics: Iterable[Metric]) -> Iterator[tuple[str, float]]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    except UnicodeDecodeError as error:
        raise NotOurs from error
    ours = tuple(metric.exported for metric in metrics)
    for line in text.splitlines():
        if not line.startswith("# "):
            name, _, value = line.rpartition(" ")
            try:
                yield name, float(value)
            except ValueError as error:
                raise NotOurs from error
            if not name.startswith(ours):
                raise NotOurs


def _lines(metrics: Iterable[Metric], known: Samples) -> Iterator[str]:
    for metric in metrics:
        yield f"# HELP {metric.exported} {metric.help}\n"
        yield f"# TYPE {metric.exported} {metric.kind}\n"
        for name, value in known.items():
            if name.startswith(metric.exported):
                yield f"{name} {value:.15g}\n"
