"""What a check looks at: one asset with everything that is known of it, decoded once."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from pydantic import ValidationError

from contracts import (
    CompiledRule,
    Language,
    LayoutManifest,
    QualityCheck,
    RuleKind,
    Severity,
    VisualAsset,
)
from domain.audit.context import AuditContext
from domain.audit.findings import Judge
from domain.audit.picture.boxes import area_of
from domain.audit.picture.colors import Rgb
from domain.audit.picture.decoding import Picture, PictureFault, Undecodable, open_picture
from domain.audit.picture.fills import Fills, fills_of
from domain.audit.picture.layout import Layout, background_of
from domain.audit.picture.undeclared import Undeclared, undeclared_in
from domain.audit.ruleset import Ruleset
from domain.links import words_in_link
from domain.platforms import Placement
from domain.platforms.constraints import constraint_in, limits_at
from domain.text.addresses import without_addresses

NO_LAYOUT: Final = "no layout says where the text is"
"""What cannot be measured on a picture that comes without its renderer's manifest."""
NO_PICTURE: Final = "the picture does not decode"
TRANSPARENT: Final = "what lies behind a transparent picture is unknown"
OTHER_BYTES: Final = "the stored bytes are not those that the asset names"


@dataclass(frozen=True)
class Fetched:
    """Stored bytes as they came; `None` where the store holds others than the reference names."""

    asset: bytes | None
    manifest: bytes | None
    mask: bytes | None


@dataclass(frozen=True)
class Subject:
    """One asset as it is audited."""

    asset: VisualAsset
    size_bytes: int
    actual_sha256: str | None
    """None when the store holds other bytes than the asset names."""
    picture: Picture | PictureFault
    layout: Layout | None
    """None when the asset has no manifest, or an unusable one."""
    layout_fault: str | None
    """Why the manifest or its mask is unusable."""
    placement: Placement
    context: AuditContext

    @property
    def ruleset(self) -> Ruleset:
        """The thresholds of this audit."""
        return self.context.ruleset

    @property
    def brand(self) -> str:
        """The sender's name, which copy and creatives may always show."""
        return self.context.sender

    @property
    def language(self) -> Language | None:
        """The language that the copy is meant to be in."""
        return self.asset.language or self.context.language

    @property
    def about(self) -> dict[str, Any]:
        """What every finding about this asset says of it."""
        return {
            "channel": self.asset.channel,
            "placement": self.asset.placement,
            "artifact_sha256": self.asset.sha256,
        }

    @property
    def doubtful(self) -> frozenset[str]:
        """Texts of rules that are understood in part."""
        return self.context.doubtful

    @property
    def gimmicks(self) -> Severity:
        """How grave gimmicks are: platforms that forbid exclamation marks refuse them."""
        return Severity.MEDIUM if self.placement.exclamation else Severity.HIGH

    def without_layout(self, judge: Judge) -> list[QualityCheck]:
        """Say that a check which needs the layout has none, and why."""
        if self.layout_fault is not None:
            return [judge.not_evaluated(self.layout_fault)]
        return [judge.unmeasured(NO_LAYOUT)]

    def rules_of(self, kind: RuleKind) -> list[CompiledRule]:
        """Return the rules of one kind."""
        return self._rules_by_kind.get(kind, [])

    @cached_property
    def _rules_by_kind(self) -> Mapping[RuleKind, list[CompiledRule]]:
        found: dict[RuleKind, list[CompiledRule]] = {}
        for rule in self.context.rules:
            found.setdefault(rule.kind, []).append(rule)
        return found

    @cached_property
    def constraints(self) -> Mapping[str, float]:
        """The limits that the brief sets for this placement, by name; the strictest of several."""
        found = (constraint_in(rule.values) for rule in self.rules_of(RuleKind.CONSTRAINT))
        return limits_at(found, (self.asset.channel, self.asset.placement))

    @cached_property
    def has_flat_background(self) -> bool:
        """Whether a shape that nobody declared can be told from what lies behind it."""
        return self._background is not None

    @cached_property
    def undeclared(self) -> Undeclared | None:
        """What the picture shows and its manifest does not declare, if it is worth a word.

        A brand's logo may lie undeclared, as long as all logos are no larger than logos are.
        """
        picture, layout = self.picture, self.layout
        background, fills = self._background, self.fills
        if not isinstance(picture, Picture) or layout is None or background is None or not fills:
            return None
        found = undeclared_in(picture, layout, background, fills)
        if found is None or found.share < self.ruleset["undeclared_min_area"]:
            return None
        area = (area_of(found.box) + fills.logo_area) / (picture.size[0] * picture.size[1])
        has_logo = self.context.brand is not None and self.context.brand.logo is not None
        return None if has_logo and area <= self.ruleset["logo_max_area"] else found

    @cached_property
    def fills(self) -> Fills | None:
        """The manifest's fills as the picture bears them out; none without one of the two."""
        if not isinstance(self.picture, Picture) or self.layout is None:
            return None
        return fills_of(self.picture, self.layout, self.ruleset["logo_max_area"])

    @cached_property
    def _background(self) -> Rgb | None:
        if not isinstance(self.picture, Picture) or self.layout is None:
            return None
        return background_of(self.picture, self.layout)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Every text that a reader meets: copy, alternative text, words in the picture."""
        found = dict(self.asset.text)
        if self.asset.alt_text is not None:
            found["alt_text"] = self.asset.alt_text
        if self.layout is not None:
            for number, block in enumerate(self.layout.manifest.blocks):
                found[f"image.{number}.{block.role}"] = block.text
        return found

    @cached_property
    def searched(self) -> Mapping[str, str]:
        """Every text in which a word may stand: what a reader meets, and the link."""
        return {**self.texts, "link": words_in_link(self.asset.link)}

    @cached_property
    def prose(self) -> Mapping[str, str]:
        """The copy that is made of sentences, without addresses and the sender's name."""
        return {
            name: self.without_sender(without_addresses(text))
            for name, text in self.asset.text.items()
            if name != "hashtags"
        }

    def without_sender(self, text: str) -> str:
        """Return a text without the sender's name: it is written as it is written."""
        return text.replace(self.brand, " ") if self.brand else text


def read_manifest(data: bytes) -> LayoutManifest | None:
    """Return the manifest in these bytes, or `None` when there is none."""
    try:
        return LayoutManifest.model_validate_json(data)
    except ValidationError:
        return None


def open_asset(data: bytes | None, max_pixels: int) -> Picture | PictureFault:
    """Decode the bytes of an asset; it takes some 30 ms per megapixel and blocks."""
    if data is None:
        return PictureFault(Undecodable.CORRUPT, OTHER_BYTES)
    return open_picture(data, max_pixels)


def examine(
    asset: VisualAsset,
    fetched: Fetched,
    *,
    placement: Placement,
    context: AuditContext,
    picture: Picture | PictureFault | None = None,
) -> Subject:
    """Decode what was fetched, unless the picture already is; it blocks."""
    max_pixels = int(context.ruleset["max_pixels"])
    data = fetched.asset
    if picture is None:
        picture = open_asset(data, max_pixels)
    layout, fault = _layout(asset, fetched, picture, max_pixels)
    return Subject(
        asset=asset,
        size_bytes=len(data) if data is not None else asset.size_bytes,
        actual_sha256=hashlib.sha256(data).hexdigest() if data is not None else None,
        picture=picture,
        layout=layout,
        layout_fault=fault,
        placement=placement,
        context=context,
    )


def _layout(
    asset: VisualAsset, fetched: Fetched, picture: Picture | PictureFault, max_pixels: int
) -> tuple[Layout | None, str | None]:
    if asset.manifest is None:
        return None, None
    manifest = read_manifest(fetched.manifest) if fetched.manifest is not None else None
    if manifest is None:
        return None, "the layout manifest is altered or does not fit its contract"
    mask = open_picture(fetched.mask, max_pixels) if fetched.mask is not None else None
    if not isinstance(mask, Picture):
        return None, "the mask is altered or does not decode"
    if mask.mode != "L":
        return None, f"the mask must be one 8-bit grey channel, not {mask.mode}"
    sizes = {(manifest.width, manifest.height), mask.image.size}
    if isinstance(picture, Picture) and sizes != {picture.image.size}:
        return None, "manifest, mask and picture must have the same size"
    return Layout(manifest, mask.image.convert("L")), None
