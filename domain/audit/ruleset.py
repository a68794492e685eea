"""The audit's thresholds, as data with a version, a digest and a source each."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from contracts import ContractInvalid
from domain.package_data import data_below
from domain.toml import read_toml


@dataclass(frozen=True)
class Ruleset:
    """One version of all thresholds."""

    name: str
    version: str
    values: Mapping[str, float]
    sources: Mapping[str, str]
    sha256: str
    """Of all data that judgements rest on: thresholds, word lists and platforms' limits."""

    @property
    def label(self) -> str:
        """Name, version and digest, as a report carries them."""
        return f"{self.name}@{self.version}+{self.sha256}"

    def __getitem__(self, threshold: str) -> float:
        """Return one threshold."""
        return self.values[threshold]


@cache
def load_ruleset() -> Ruleset:
    """Return the thresholds that ship with this release."""
    data = data_below("domain")
    return read_ruleset(data["ruleset.toml"], digest_of(data))


def digest_of(data: Mapping[str, bytes]) -> str:
    """Return one SHA-256 over files by name, whatever order they come in."""
    whole = hashlib.sha256()
    for name in sorted(data):
        text = data[name].replace(b"\r\n", b"\n")  # a checkout may have changed the line ends
        whole.update(f"{name} {len(text)}\n".encode() + text)
    return whole.hexdigest()


def read_ruleset(text: bytes, sha256: str) -> Ruleset:
    """Read thresholds and refuse what is not one.

    Raises:
        ContractInvalid: It is no TOML, or something is missing or unknown; the message names it.
    """
    raw = read_toml(text, "The rule set")
    if raw.keys() != {"name", "version", "thresholds"}:
        raise ContractInvalid(
            "the rule set must have name, version and thresholds, and nothing else; "
            f"it has {', '.join(raw)}"
        )
    thresholds: dict[str, Any] = raw["thresholds"]
    for name, entry in thresholds.items():
        is_number = type(entry.get("value")) in {int, float}
        if entry.keys() != {"value", "source"} or not is_number or not entry["source"]:
            raise ContractInvalid(
                f"the threshold {name} must have a number as value and a source, and nothing else"
            )
    return Ruleset(
        name=raw["name"],
        version=raw["version"],
        values={name: float(entry["value"]) for name, entry in thresholds.items()},
        sources={name: entry["source"] for name, entry in thresholds.items()},
        sha256=sha256,
    )
