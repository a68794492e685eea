"""What a check looks at: one asset with everything that is known of it, decoded once."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image
from pydantic import ValidationError

from activities.audit.findings import Judge
from activities.audit.picture import Picture, PictureFault, open_picture
from activities.audit.ruleset import Ruleset
from activities.platforms import Placement
from contracts import (
    CompiledRule,
    LayoutManifest,
    RuleKind,
    Severity,
    VisualAsset,
)


@dataclass(frozen=True)
class Layout:
    """The renderer's manifest and its mask."""

    manifest: LayoutManifest
    mask: Image.Image
    """One grey channel of the picture's size."""


@dataclass(frozen=True)
class Exhibit:
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
    rules: tuple[CompiledRule, ...]
    ruleset: Ruleset
    brand: str
    """The sender's name, which copy and creatives may always show."""
    landing_url: str
    """Where every post of the campaign has to lead."""

    def judge(self, check_id: str, severity: Severity) -> Judge:
        """Begin a check of this asset."""
        about = {
            "channel": self.asset.channel,
            "placement": self.asset.placement,
            "artifact_sha256": self.asset.sha256,
        }
        return Judge(check_id, severity, about)

    def rules_of(self, kind: RuleKind) -> list[CompiledRule]:
        """Return the rules of one kind."""
        return [rule for rule in self.rules if rule.kind is kind]

    def constraints(self) -> Mapping[str, float]:
        """Return the limits that the brief sets for this placement, by name; the strictest."""
        limits: dict[str, float] = {}
        for rule in self.rules_of(RuleKind.CONSTRAINT):
            parsed = parse_constraint(rule)
            if parsed and parsed[:2] == (self.asset.channel, self.asset.placement):
                limits[parsed[2]] = min(parsed[3], limits.get(parsed[2], parsed[3]))
        return limits

    def texts(self) -> dict[str, str]:
        """Return every text that a reader meets: copy, alternative text, words in the picture."""
        found = dict(self.asset.text)
        if self.asset.alt_text is not None:
            found["alt_text"] = self.asset.alt_text
        if self.layout is not None:
            for number, block in enumerate(self.layout.manifest.blocks):
                found[f"image.{number}.{block.role}"] = block.text
        return found


def parse_constraint(rule: CompiledRule) -> tuple[str, str, str, float] | None:
    """Return channel, placement, limit and number of a constraint, or `None` for nonsense."""
    try:
        channel, placement, limit, number = rule.values
        value = float(number)
    except ValueError:
        return None
    return (channel, placement, limit, value) if 0 < value < math.inf else None


@dataclass(frozen=True)
class Fetched:
    """Stored bytes as they came; `None` where the store holds others than the reference names."""

    asset: bytes | None
    manifest: bytes | None
    mask: bytes | None


def read_manifest(data: bytes) -> LayoutManifest | None:
    """Return the manifest in these bytes, or `None` when there is none."""
    try:
        return LayoutManifest.model_validate_json(data)
    except ValidationError:
        return None


def examine(asset: VisualAsset, fetched: Fetched, **known: Any) -> Exhibit:
    """Decode what was fetched. It takes some 30 ms per megapixel and blocks."""
    ruleset: Ruleset = known["ruleset"]
    max_pixels = int(ruleset["max_pixels"])
    data = fetched.asset
    picture = (
        open_picture(data, max_pixels)
        if data is not None
        else PictureFault("IMAGE_CORRUPT", "the stored bytes are not those that the asset names")
    )
    layout, fault = _layout(asset, fetched, picture, max_pixels)
    return Exhibit(
        asset=asset,
        size_bytes=len(data) if data is not None else asset.size_bytes,
        actual_sha256=hashlib.sha256(data).hexdigest() if data is not None else None,
        picture=picture,
        layout=layout,
        layout_fault=fault,
        **known,
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
