"""The check of the colours that a brief forbids."""

import math
from itertools import product
from typing import Any, Final

from contracts import CompiledRule, QualityCheck, RuleKind, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason, warning
from domain.audit.picture.colors import (
    Rgb,
    distance,
    hex_of,
    is_borderline_red,
    name_of,
    oklab,
    parse_hex,
)
from domain.audit.picture.decoding import Picture, PictureFault
from domain.audit.rules.coverage import IS_KNOWN
from domain.audit.rules.meaning import backgrounds_in
from domain.audit.subject import NO_PICTURE, TRANSPARENT, Subject

FORBIDDEN_COLOR_PRESENT: Final = Reason(
    "FORBIDDEN_COLOR_PRESENT",
    "a forbidden color on {area_ratio:share} of the picture: {rule}",
)
FORBIDDEN_COLOR_TRACE: Final = warning(
    "FORBIDDEN_COLOR_TRACE",
    "traces of a forbidden color on {area_ratio:share} of the picture: {rule}",
    Severity.HIGH,
)


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge the area of each forbidden colour, and the colours that the renderer declares."""
    wanted = [
        (rule, value)
        for kind in (RuleKind.COLOR, RuleKind.COLOR_HEX)
        for rule in subject.rules_of(kind)
        for value in rule.values
        if IS_KNOWN[kind](value)
    ]
    if not wanted:
        return [judge.passed(rules=0)]
    is_certain = any(rule.text not in subject.context.doubtful for rule, _ in wanted)
    leave_open = judge.not_evaluated if is_certain else judge.unmeasured
    picture = subject.picture
    if isinstance(picture, PictureFault):
        return [leave_open(NO_PICTURE)]
    if picture.is_transparent:
        return [leave_open(TRANSPARENT)]
    search = _Search(subject, picture)
    findings = [
        finding for rule, value in wanted for finding in _judge_color(search, judge, rule, value)
    ]
    return findings or [judge.passed(rules=len(wanted))]


class _Search:
    """The colours of one picture, sorted so that each rule needs to look at few of them."""

    def __init__(self, subject: Subject, picture: Picture) -> None:
        self.subject = subject
        self.picture = picture
        self.areas = picture.areas
        self.total = sum(self.areas.values())
        self._by_name: dict[str, dict[Rgb, int]] = {}
        self._by_cell: dict[tuple[int, ...], list[tuple[Rgb, int]]] = {}
        self._reach = subject.ruleset["color_hex_distance"]
        self._found: dict[tuple[RuleKind, str], dict[Rgb, int]] = {}

    def hits(self, kind: RuleKind, value: str) -> dict[Rgb, int]:
        """Return the picture's colours that a rule's value forbids, with their areas."""
        if (kind, value) not in self._found:
            named = kind is RuleKind.COLOR
            self._found[kind, value] = self._named(value) if named else self._near(value)
        return self._found[kind, value]

    def _named(self, name: str) -> dict[Rgb, int]:
        if not self._by_name:
            for color, count in self.areas.items():
                self._by_name.setdefault(name_of(color), {})[color] = count
        return self._by_name.get(name, {})

    def _near(self, value: str) -> dict[Rgb, int]:
        if not self._by_cell:
            for color, count in self.areas.items():
                self._by_cell.setdefault(self._cell(oklab(color)), []).append((color, count))
        wanted = oklab(parse_hex(value))
        center = self._cell(wanted)
        around = product(*([side - 1, side, side + 1] for side in center))
        near = (entry for cell in around for entry in self._by_cell.get(cell, ()))
        return {c: n for c, n in near if math.dist(oklab(c), wanted) <= self._reach}

    def _cell(self, place: tuple[float, float, float]) -> tuple[int, ...]:
        return tuple(math.floor(value / self._reach) for value in place)


def _judge_color(
    search: _Search, judge: Judge, rule: CompiledRule, value: str
) -> list[QualityCheck]:
    is_background = value in backgrounds_in(rule.text)
    limits = search.subject.ruleset
    fail_from = limits["background_fail_area" if is_background else "color_fail_area"]
    warn_from = fail_from if is_background else limits["color_warn_area"]
    hits = search.hits(rule.kind, value)
    clear = sum(
        n for c, n in hits.items() if rule.kind is not RuleKind.COLOR or not is_borderline_red(c)
    )
    share = sum(hits.values()) / search.total
    layer = _declared(search.subject, rule, value, is_background=is_background)
    if clear / search.total < fail_from and layer is None and share < warn_from:
        return []
    evidence: dict[str, Any] = {
        "color_name": value,
        "area_ratio": share,
        "max_area_ratio": fail_from,
        "rule": rule.text,
    }
    if hits:
        sample = max(hits, key=lambda color: (hits[color], color))
        evidence["sample_hex"] = hex_of(search.picture.exact_color(sample))
        evidence["box"] = search.picture.box_of(hits)
    if clear / search.total >= fail_from or layer is not None:
        return [judge.failed(FORBIDDEN_COLOR_PRESENT, layer=layer, **evidence)]
    return [judge.warned(FORBIDDEN_COLOR_TRACE, layer=None, **evidence)]


def _is_forbidden(subject: Subject, rule: CompiledRule, value: str, color: Rgb) -> bool:
    if rule.kind is RuleKind.COLOR:
        return name_of(color) == value
    return distance(color, parse_hex(value)) <= subject.ruleset["color_hex_distance"]


def _declared(
    subject: Subject, rule: CompiledRule, value: str, *, is_background: bool
) -> str | None:
    """Return the first layer whose declared colour is clearly forbidden."""
    if subject.layout is None:
        return None
    manifest = subject.layout.manifest
    layers = [(fill.role, fill.color) for fill in manifest.fills]
    if is_background:
        layers = [(role, color) for role, color in layers if role == "background"]
    else:
        layers += [(block.role, block.fill) for block in manifest.blocks]
    return next(
        (
            role
            for role, color in layers
            if _is_forbidden(subject, rule, value, parse_hex(color))
            and not (rule.kind is RuleKind.COLOR and is_borderline_red(parse_hex(color)))
        ),
        None,
    )


CHECK: Final = Check(
    check_id="forbidden_color_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.PICTURE}),
    measures="area of forbidden hues and hex colours, and declared layers",
    reasons=(FORBIDDEN_COLOR_PRESENT, FORBIDDEN_COLOR_TRACE),
    find=check,
)
