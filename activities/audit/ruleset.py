"""The audit's thresholds, as data with a version and a source each."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Ruleset:
    """One version of all thresholds."""

    name: str
    version: str
    values: Mapping[str, float]
    sources: Mapping[str, str]

    @property
    def label(self) -> str:
        """Name and version, as a report carries them."""
        return f"{self.name}@{self.version}"

    def __getitem__(self, threshold: str) -> float:
        """Return one threshold."""
        return self.values[threshold]


@cache
def load_ruleset() -> Ruleset:
    """Return the thresholds that ship with this release."""
    text = resources.files("activities.audit").joinpath("ruleset.toml").read_text("utf-8")
    raw = tomllib.loads(text)
    return Ruleset(
        name=raw["name"],
        version=raw["version"],
        values={name: entry["value"] for name, entry in raw["thresholds"].items()},
        sources={name: entry["source"] for name, entry in raw["thresholds"].items()},
    )
