"""What Prometheus reads from a worker's endpoint, or of a file."""

import re
from dataclasses import dataclass, field
from typing import Final

import httpx2

_SAMPLE: Final = re.compile(r"^([a-z_]+)(?:\{(.*)\})? (\S+)$")
_LABEL: Final = re.compile(r'([a-z_]+)="((?:[^"\\]|\\.)*)"')
_KIND: Final = re.compile(r"^# TYPE ([a-z_]+) ([a-z]+)$")
_HELP: Final = re.compile(r"^# HELP ([a-z_]+) (.+)$")


@dataclass(frozen=True)
class Sample:
    """One number with its labels."""

    name: str
    labels: dict[str, str]
    value: float


@dataclass
class Scrape:
    """Everything that an endpoint says at one moment."""

    samples: list[Sample] = field(default_factory=list[Sample])
    kinds: dict[str, str] = field(default_factory=dict[str, str])
    helps: dict[str, str] = field(default_factory=dict[str, str])

    def value(self, name: str, **labels: str) -> float:
        """Return the sum of the samples of a name that have these labels."""
        return sum(
            sample.value
            for sample in self.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )

    def labels_of(self, name: str) -> set[str]:
        """Return the labels that samples of a metric have, whatever kind it is of."""
        names = {name, f"{name}_bucket", f"{name}_count", f"{name}_sum"}
        return {label for sample in self.samples if sample.name in names for label in sample.labels}


def scrape(address: str) -> Scrape:
    """Read an endpoint as Prometheus does."""
    answer = httpx2.get(f"http://{address}/metrics", timeout=5)
    answer.raise_for_status()
    return read_text(answer.text)


def read_text(text: str) -> Scrape:
    """Read Prometheus' text format, of an endpoint or a file."""
    read = Scrape()
    for line in text.splitlines():
        if kind := _KIND.match(line):
            read.kinds[kind[1]] = kind[2]
        elif helped := _HELP.match(line):
            read.helps[helped[1]] = helped[2]
        elif sample := _SAMPLE.match(line):
            labels = dict(_LABEL.findall(sample[2] or ""))
            read.samples.append(Sample(sample[1], labels, float(sample[3])))
        else:
            assert not line, f"no line of the text format: {line}"
    return read
