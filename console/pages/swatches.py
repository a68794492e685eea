"""The colors of a finding side by side, as a page shows them."""

import re
from collections.abc import Mapping
from html import escape
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


def swatches(check: QualityCheck) -> str:
    """Return the colors that a finding names, with the ratio measured and required."""
    colors = {
        name: value
        for name, value in check.evidence.items()
        if isinstance(value, str) and _HEX.fullmatch(value)
    }
    for front, back in _PAIRS:
        if front in colors and back in colors:
            sample = _sample(colors[front], colors[back]) if front == "text_hex" else ""
            shown = f"{_swatch(front, colors)}{_swatch(back, colors)}{sample}"
            return f"<div class=colors><div class=pair>{shown}</div>{_ratio(check.evidence)}</div>"
    alone = "".join(_swatch(name, colors) for name in _ALONE if name in colors)
    return f"<div class=colors><div class=pair>{alone}</div></div>" if alone else ""


def _swatch(name: str, colors: Mapping[str, str]) -> str:
    return (
        f'<span class=swatch><i style="background:{colors[name]}"></i>'
        f"<code>{colors[name]}</code><small>{_NAMES[name]}</small></span>"
    )


def _sample(text: str, around: str) -> str:
    """Return the two colors as a reader meets them; drawn, since it is no text of the page."""
    return (
        f'<svg viewBox="0 0 106 90" role=img aria-label="{text} on {around}" '
        f'style="background:{around}"><text x=53 y=48 fill="{text}" font-size=38 font-weight=700 '
        "text-anchor=middle dominant-baseline=central>Aa</text></svg>"
    )


def _ratio(evidence: Mapping[str, Any]) -> str:
    match evidence:
        case {
            "actual": int() | float() as actual,
            "min_required": int() | float() as least,
            **_rest,
        }:
            # Cut and not rounded: 4.478 is less than 4.5.
            measured = f"{int(actual * 100) / 100:.2f}:1"
            needed = escape(f"{least:g}:1 is needed")
            return f"<p class=ratio><b>{measured}</b><span class=quiet>{needed}</span></p>"
        case _:
            return ""
