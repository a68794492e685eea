"""Checks of the colours that a creative shows."""

import re
from collections import Counter
from typing import Any, Final

from PIL import Image

from activities.audit.colors import (
    COLOR_NAMES,
    Rgb,
    distance,
    hex_of,
    histogram,
    is_borderline_red,
    name_of,
    parse_hex,
)
from activities.audit.exhibit import Exhibit
from activities.audit.findings import Judge
from activities.audit.picture import PictureFault
from activities.audit.rules import is_hex_color
from activities.audit.words import fold
from contracts import CompiledRule, QualityCheck, RuleKind, Severity

_BACKGROUND: Final = re.compile(r"\b(?:fondos?|backgrounds?)\b")
_POSTERIZED: Final = [(value & 0xF8) | 4 for value in range(256)] * 3
"""Five bits per channel, at the middle of each step: at most 32,768 colours to classify."""
_HALVED_FROM: Final = 400
"""Pixels of width from which every second pixel is enough to measure areas."""


def is_searchable_color(kind: RuleKind, value: str) -> bool:
    """Tell whether a rule's value names a colour that this check knows."""
    return value in COLOR_NAMES if kind is RuleKind.COLOR else is_hex_color(value)


def check_forbidden_colors(exhibit: Exhibit) -> list[QualityCheck]:
    """Judge the area of each forbidden colour, and the colours that the renderer declares."""
    judge = exhibit.judge("forbidden_color_check", Severity.CRITICAL)
    wanted = [
        (rule, value)
        for kind in (RuleKind.COLOR, RuleKind.COLOR_HEX)
        for rule in exhibit.rules_of(kind)
        for value in rule.values
        if is_searchable_color(kind, value)
    ]
    if not wanted:
        return [judge.passed(rules=0)]
    picture = exhibit.picture
    if isinstance(picture, PictureFault):
        return [judge.not_evaluated("the picture does not decode")]
    if picture.is_transparent:
        return [judge.not_evaluated("what lies behind a transparent picture is unknown")]
    areas = _areas(picture.image)
    findings = [
        finding
        for rule, value in wanted
        for finding in _judge_color(exhibit, judge, areas, rule, value)
    ]
    return findings or [judge.passed(rules=len(wanted))]


def _judge_color(
    exhibit: Exhibit, judge: Judge, areas: Counter[Rgb], rule: CompiledRule, value: str
) -> list[QualityCheck]:
    is_background = _BACKGROUND.search(fold(rule.text)) is not None
    limits = exhibit.ruleset
    fail_from = limits["background_fail_area" if is_background else "color_fail_area"]
    warn_from = fail_from if is_background else limits["color_warn_area"]
    hits = Counter({c: n for c, n in areas.items() if _is_forbidden(exhibit, rule, value, c)})
    clear = sum(
        n for c, n in hits.items() if rule.kind is not RuleKind.COLOR or not is_borderline_red(c)
    )
    total = areas.total()
    evidence: dict[str, Any] = {
        "color_name": value,
        "area_ratio": hits.total() / total,
        "max_area_ratio": fail_from,
        "sample_hex": hex_of(hits.most_common(1)[0][0]) if hits else None,
        "rule": rule.text,
    }
    layer = _declared(exhibit, rule, value, is_background=is_background)
    if clear / total >= fail_from or layer is not None:
        return [judge.failed("FORBIDDEN_COLOR_PRESENT", layer=layer, **evidence)]
    if hits.total() / total >= warn_from:
        return [judge.warned("FORBIDDEN_COLOR_TRACE", Severity.HIGH, layer=None, **evidence)]
    return []


def _is_forbidden(exhibit: Exhibit, rule: CompiledRule, value: str, color: Rgb) -> bool:
    if rule.kind is RuleKind.COLOR:
        return name_of(color) == value
    return distance(color, parse_hex(value)) <= exhibit.ruleset["color_hex_distance"]


def _declared(
    exhibit: Exhibit, rule: CompiledRule, value: str, *, is_background: bool
) -> str | None:
    """Return the first layer whose declared colour is clearly forbidden."""
    if exhibit.layout is None:
        return None
    manifest = exhibit.layout.manifest
    layers = [(fill.role, fill.color) for fill in manifest.fills]
    if is_background:
        layers = [(role, color) for role, color in layers if role == "background"]
    else:
        layers += [(block.role, block.fill) for block in manifest.blocks]
    return next(
        (
            role
            for role, color in layers
            if _is_forbidden(exhibit, rule, value, parse_hex(color))
            and not (rule.kind is RuleKind.COLOR and is_borderline_red(parse_hex(color)))
        ),
        None,
    )


def _areas(image: Image.Image) -> Counter[Rgb]:
    rgb = image.convert("RGB")
    if rgb.width >= _HALVED_FROM:
        rgb = rgb.reduce(2)
    return Counter(dict(histogram(rgb.point(_POSTERIZED))))
