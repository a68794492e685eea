"""Creatives and subjects for tests of the audit, filled in as far as they do not matter."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from contracts import (
    ArtifactRef,
    Box,
    BrandKit,
    CompiledRule,
    Fill,
    Language,
    LayoutManifest,
    QualityCheck,
    TextBlock,
    VisualAsset,
)
from domain.audit.context import AuditContext
from domain.audit.rules.compiler import compile_rules
from domain.audit.ruleset import load_ruleset
from domain.audit.subject import Fetched, Subject, examine
from domain.platforms import Placement, placement_of
from domain.signing import canonical

SIZE = (216, 270)
"""As Instagram's feed, a fifth as wide."""

SMALL_FEED: Placement = replace(
    placement_of("instagram", "feed"),
    width=SIZE[0],
    height=SIZE[1],
    min_width=SIZE[0] // 2,
    min_height=SIZE[1] // 2,
    display_css_width=SIZE[0],
    formats=("image/jpeg", "image/png"),
)
"""Shown pixel by pixel, so that a size in the file is a size for the reader; it takes PNG too."""

LINK = "https://tostadores.example/?utm_source=a&utm_medium=b&utm_campaign=c"

COPY = {
    "headline": "La cosecha",
    "body": "La cosecha nueva ya está en la tienda.",
    "description": "Recién tostado",
    "call_to_action": "Ver la cosecha",
}


def ref(data: bytes, media_type: str = "image/png") -> ArtifactRef:
    """Return the reference to some bytes."""
    digest = hashlib.sha256(data).hexdigest()
    return ArtifactRef(sha256=digest, size=len(data), media_type=media_type)


def png(image: Image.Image, **options: Any) -> bytes:
    """Return a picture as a PNG file."""
    file = io.BytesIO()
    image.save(file, "PNG", **options)
    return file.getvalue()


def canvas(color: str = "#ffffff", size: tuple[int, int] = SIZE) -> Image.Image:
    """Return a flat picture."""
    return Image.new("RGB", size, color)


@dataclass(frozen=True)
class Creative:
    """A creative with one line of text, and what its renderer says of it."""

    background: Image.Image = field(default_factory=canvas)
    ink: str = "#111111"
    text: str = COPY["headline"]
    px: int = 20
    declared: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What the manifest says of the text instead of the truth."""
    fills: Sequence[Fill] = ()
    shift: tuple[int, int] = (0, 0)
    """Pixels by which the mask lies beside the ink."""
    weight: str = "Regular"
    """The face of Roboto in which the text is drawn."""

    def mask(self, offset: tuple[int, int] = (0, 0)) -> Image.Image:
        """Return where the ink lies."""
        folder = resources.files("font_roboto") / "files" / f"Roboto-{self.weight}.ttf"
        mask = Image.new("L", self.background.size, 0)
        font = ImageFont.truetype(str(folder), self.px)
        place = (20 + offset[0], 40 + offset[1])
        ImageDraw.Draw(mask).text(place, self.text, font=font, fill=255)
        return mask

    def picture(self) -> Image.Image:
        """Return the creative."""
        picture = self.background.copy()
        picture.paste(Image.new("RGB", picture.size, self.ink), (0, 0), self.mask())
        return picture

    def manifest(self, mask: bytes) -> LayoutManifest:
        """Return what the renderer says."""
        left, top, right, bottom = self.mask(self.shift).getbbox() or (0, 0, 1, 1)
        block: dict[str, Any] = {
            "role": "headline",
            "text": self.text,
            "font": "Roboto",
            "px": self.px,
            "bold": False,
            "fill": self.ink,
            "box": Box(left=left, top=top, right=right, bottom=bottom),
        }
        return LayoutManifest(
            width=self.background.width,
            height=self.background.height,
            blocks=[TextBlock(**{**block, **self.declared})],
            fills=list(self.fills),
            mask=ref(mask),
        )


def stored(creative: Creative) -> tuple[bytes, bytes, bytes]:
    """Return picture, manifest and mask as they lie in the store."""
    mask = png(creative.mask(creative.shift))
    return png(creative.picture()), canonical(creative.manifest(mask)), mask


@cache
def _usual() -> tuple[bytes, bytes, bytes]:
    """Return what is stored of the creative that most subjects have: drawn once, not for each."""
    return stored(Creative())


def jpeg(image: Image.Image) -> bytes:
    """Return a picture as a JPEG in which colours have their full size."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=95, subsampling=0)
    return file.getvalue()


def asset_of(picture: bytes, manifest: bytes | None, **changes: Any) -> VisualAsset:
    """Return the asset that names these bytes."""
    values: dict[str, Any] = {
        "channel": "instagram",
        "placement": "feed",
        "sha256": hashlib.sha256(picture).hexdigest(),
        "size_bytes": len(picture),
        "media_type": "image/jpeg" if picture.startswith(b"\xff\xd8") else "image/png",
        "width": SIZE[0],
        "height": SIZE[1],
        "text": COPY,
        "alt_text": "Titular: «La cosecha».",
        "link": LINK,
        "manifest": None if manifest is None else ref(manifest, "application/json"),
    }
    return VisualAsset(**{**values, **changes})


def subject(
    creative: Creative | None = None,
    *,
    do_not_do: Sequence[str] = (),
    tone_guard: Mapping[str, str] | None = None,
    constraints: dict[str, Any] | None = None,
    rules: Sequence[CompiledRule] = (),
    placement: Placement = SMALL_FEED,
    fetched: Mapping[str, bytes | None] | None = None,
    context: Mapping[str, Any] | None = None,
    **asset: Any,
) -> Subject:
    """Return a subject of a creative for a placement.

    `fetched` replaces what the store holds of it, `context` what is wanted, `asset` what the
    asset says.
    """
    picture, manifest, mask = _usual() if creative is None else stored(creative)
    found: dict[str, bytes | None] = {"asset": picture, "manifest": manifest, "mask": mask}
    found |= fetched or {}
    named = found["asset"]
    place = {"channel": placement.channel, "placement": placement.placement}
    compiled = compile_rules(list(do_not_do), tone_guard or {}, constraints or {})
    wanted: dict[str, Any] = {
        "rules": (*compiled, *rules),
        "ruleset": load_ruleset(),
        "brand": BrandKit(name="Tostadores del Sur"),
        "language": Language.SPANISH,
        "landing_url": LINK,
    }
    return examine(
        asset_of(named if named is not None else picture, found["manifest"], **(place | asset)),
        Fetched(**found),
        placement=placement,
        context=AuditContext(**(wanted | dict(context or {}))),
    )


def codes(findings: Sequence[QualityCheck]) -> list[tuple[str, str | None, str]]:
    """Return result, reason and severity of each finding."""
    return [(str(each.result), each.reason_code, str(each.severity)) for each in findings]


def weight(findings: Sequence[QualityCheck]) -> tuple[str, str]:
    """Return result and severity of the first finding."""
    return str(findings[0].result), str(findings[0].severity)
