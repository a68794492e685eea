"""The colors of a finding side by side, as a page shows them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from contracts import QualityCheck

_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_PAIRS: Final = (("text_hex", "background_hex"), ("fill_hex", "surround_hex"))
_ALONE: Final = ("sample_hex", "worst_hex")
_NAMES: Final = {
    "text_hex": "text",
    "background_hex": "around it",
    "fill_hex": "button",
    "surround_hex": "around it",
    "sample_hex": "found",
    "worst_hex": "found",
}


@dataclass(frozen=True)
class Swatch:
    """One color."""

    hex: str
    """`#` and six digits: a template may put it into a style."""
    name: str


@dataclass(frozen=True)
class Ratio:
    """A contrast."""

    measured: str
    needed: str


@dataclass(frozen=True)
class Colors:
    """The colors that a finding is about."""

    swatches: tuple[Swatch, ...]
    is_text: bool
    """Whether the first is a text's and the second what lies around it."""
    ratio: Ratio | None


def colors_of(check: QualityCheck) -> Colors | None:
    """Return the colors that a finding names, with the ratio measured and required."""
    found = {
        name: Swatch(value, _NAMES[name])
        for name, value in check.evidence.items()
        if name in _NAMES and isinstance(value, str) and _HEX.fullmatch(value)
    }
    for front, back in _PAIRS:
        if front in found and back in found:
            pair = (found[front], found[back])
            return Colors(pair, is_text=front == "text_hex", ratio=_ratio(check.evidence))
    alone = tuple(found[name] for name in _ALONE if name in found)
    return Colors(alone, is_text=False, ratio=None) if alone else None


def _ratio(evidence: Mapping[str, Any]) -> Ratio | None:
    match evidence:
        case {
            "actual": int() | float() as actual,
            "min_required": int() | float() as least,
            **_rest,
        }:
            # Cut and not rounded: 4.478 is less than 4.5.
            return Ratio(f"{int(actual * 100) / 100:.2f}:1", f"{least:g}:1 is needed")
        case _:
            return None
