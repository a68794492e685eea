"""The check of the colours that a brief forbids."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from PIL import Image, ImageChops

from contracts import CompiledRule, QualityCheck, RuleKind, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason, warning
from domain.audit.picture.areas import seen_of
from domain.audit.picture.colors import (
    COLOR_NAMES,
    Rgb,
    distance,
    hex_of,
    names_of,
    oklab,
    parse_hex,
)
from domain.audit.picture.decoding import Picture, PictureFault
from domain.audit.picture.mixtures import is_mixture
from domain.audit.rules.coverage import IS_KNOWN
from domain.audit.rules.meaning import backgrounds_in
from domain.audit.rules.palette import NEUTRALS, others_than, palette_in
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
_Wanted = str | frozenset[str]
"""One forbidden name or hex; or a palette: the names of all colours that are allowed."""
_IN_PALETTE: Final = 2
"""Names of a palette from which a colour is a mixture of two that are allowed."""
_LOGO: Final = "logo"
"""Its declared colours are those at its rim, however small: its pixels count."""


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge the area of each forbidden colour, and the colours that the renderer declares."""
    wanted = [
        (rule, value)
        for kind in (RuleKind.COLOR, RuleKind.COLOR_HEX)
        for rule in subject.rules_of(kind)
        for value in _wanted_of(rule)
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


def _wanted_of(rule: CompiledRule) -> Sequence[_Wanted]:
    """Return what a rule forbids: each colour by itself, or whatever is off its palette."""
    palette = palette_in(rule.text) if rule.kind is RuleKind.COLOR else None
    if palette is not None and rule.values == others_than(palette):
        return [palette]
    return [value for value in rule.values if IS_KNOWN[rule.kind](value)]


@dataclass(frozen=True)
class _Hits:
    """The steps of a picture's colours that a rule's value forbids."""

    certain: Sequence[Rgb]
    disputed: Sequence[Rgb]
    """Those that some people call so, and others not."""


class _Search:
    """The colours of one picture, sorted so that each rule needs to look at few of them."""

    def __init__(self, subject: Subject, picture: Picture) -> None:
        self.subject = subject
        self.picture = picture
        self.colors = picture.colors
        self._by_name: dict[str, _Hits] = {}
        self._by_cell: dict[tuple[int, ...], list[Rgb]] = {}
        self._reach = subject.ruleset["color_hex_distance"]
        self._found: dict[tuple[RuleKind, _Wanted], _Hits] = {}
        self._seen: dict[tuple[RuleKind, _Wanted], tuple[Image.Image, int, int]] = {}

    def hits(self, kind: RuleKind, value: _Wanted) -> _Hits:
        """Return the picture's colours that a rule's value forbids."""
        if (kind, value) not in self._found:
            if not isinstance(value, str):
                self._found[kind, value] = self._off(value)
            else:
                named = kind is RuleKind.COLOR
                self._found[kind, value] = self._named(value) if named else self._near(value)
        return self._found[kind, value]

    def seen(self, kind: RuleKind, value: _Wanted) -> tuple[Image.Image, int, int]:
        """Return where a person sees a forbidden colour, and how many pixels: certain and all."""
        if (kind, value) not in self._seen:
            hits = self.hits(kind, value)
            shown = self.colors.where([*hits.certain, *hits.disputed])
            seen = seen_of(shown, self.picture.soft, self.picture.grain)
            certain = ImageChops.darker(seen, self.colors.where(hits.certain))
            if not isinstance(value, str):
                # A photograph has every colour: whether it is off a palette, a person decides.
                certain = ImageChops.subtract(certain, self.picture.grain)
            self._seen[kind, value] = (seen, certain.histogram()[255], seen.histogram()[255])
        return self._seen[kind, value]

    def pixels_of(self, steps: Iterable[Rgb]) -> int:
        """Return how many pixels some steps take, seen or not."""
        return sum(self.colors.areas[step] for step in steps)

    def _named(self, name: str) -> _Hits:
        if not self._by_name:
            certain: dict[str, list[Rgb]] = {}
            disputed: dict[str, list[Rgb]] = {}
            for step in self.colors.areas:
                names = names_of(self.colors.exact(step))
                kind = certain if len(names) == 1 else disputed
                for each in names:
                    kind.setdefault(each, []).append(step)
            self._by_name = {
                each: _Hits(certain.get(each, []), disputed.get(each, [])) for each in COLOR_NAMES
            }
        return self._by_name[name]

    def _off(self, palette: frozenset[str]) -> _Hits:
        """Return what is off a palette; black, grey and white are asked where it is silent."""
        certain: list[Rgb] = []
        disputed: list[Rgb] = []
        for step in self.colors.areas:
            names = names_of(self.colors.exact(step))
            inside = names & palette
            if not names & (palette | NEUTRALS):
                certain.append(step)
            elif inside != names and len(inside) < _IN_PALETTE:
                disputed.append(step)
        return _Hits(certain, disputed)

    def _near(self, value: str) -> _Hits:
        if not self._by_cell:
            for step in self.colors.areas:
                place = oklab(self.colors.exact(step))
                self._by_cell.setdefault(self._cell(place), []).append(step)
        wanted = parse_hex(value)
        center = self._cell(oklab(wanted))
        around = product(*([side - 1, side, side + 1] for side in center))
        near = (step for cell in around for step in self._by_cell.get(cell, ()))
        return _Hits([s for s in near if distance(self.colors.exact(s), wanted) <= self._reach], ())

    def _cell(self, place: tuple[float, float, float]) -> tuple[int, ...]:
        return tuple(math.floor(value / self._reach) for value in place)


def _judge_color(
    search: _Search, judge: Judge, rule: CompiledRule, value: _Wanted
) -> list[QualityCheck]:
    is_background = value in backgrounds_in(rule.text)
    limits = search.subject.ruleset
    total = search.colors.total
    fail_from = limits["background_fail_area" if is_background else "color_fail_area"] * total
    warn_from = fail_from if is_background else limits["color_warn_area"] * total
    layer = _declared(search.subject, rule, value, is_background=is_background)
    hits = search.hits(rule.kind, value)
    everything = search.pixels_of([*hits.certain, *hits.disputed])
    if everything < warn_from and layer is None:
        return []
    seen, certain, every = search.seen(rule.kind, value)
    disputed_from = max(fail_from, limits["color_disputed_area"] * total)
    if layer is None and certain < warn_from and every < disputed_from:
        return []
    is_clear = certain >= fail_from
    shown = search.colors.within(seen)
    if layer is None and is_mixture(shown, search.colors.areas):
        if every < limits["color_mixture_area"] * total:
            return []
        is_clear = False
    evidence: dict[str, Any] = {
        "color_name": value if isinstance(value, str) else f"any but {', '.join(sorted(value))}",
        "area_ratio": every / total,
        "max_area_ratio": fail_from / total,
        "rule": rule.text,
    }
    box = seen.getbbox()
    if box is not None:
        told = shown.keys() & (hits.certain if is_clear else shown.keys())
        sample = max(told, key=lambda step: (shown[step], step))
        evidence["sample_hex"] = hex_of(search.colors.exact(sample))
        evidence["box"] = search.colors.on_picture(box)
    if is_clear or layer is not None:
        return [judge.failed(FORBIDDEN_COLOR_PRESENT, layer=layer, **evidence)]
    return [judge.warned(FORBIDDEN_COLOR_TRACE, layer=None, **evidence)]


def _is_forbidden(subject: Subject, rule: CompiledRule, value: _Wanted, color: Rgb) -> bool:
    """Tell whether a colour is forbidden, whoever is asked for its name."""
    if not isinstance(value, str):
        return not names_of(color) & (value | NEUTRALS)
    if rule.kind is RuleKind.COLOR:
        return names_of(color) == frozenset((value,))
    return distance(color, parse_hex(value)) <= subject.ruleset["color_hex_distance"]


def _declared(
    subject: Subject, rule: CompiledRule, value: _Wanted, *, is_background: bool
) -> str | None:
    """Return the first layer whose declared colour is clearly forbidden."""
    if subject.layout is None:
        return None
    manifest = subject.layout.manifest
    layers = [(fill.role, fill.color) for fill in manifest.fills if fill.role != _LOGO]
    if is_background:
        layers = [(role, color) for role, color in layers if role == "background"]
    else:
        layers += [(block.role, block.fill) for block in manifest.blocks]
    return next(
        (role for role, color in layers if _is_forbidden(subject, rule, value, parse_hex(color))),
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
