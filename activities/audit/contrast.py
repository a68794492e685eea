"""The contrast of text, measured from the picture's own pixels.

Rule 1: the mask only says where ink lies; colours come from the picture.
Rule 2: what is compared is text and its immediate surroundings, tile by tile, at their worst.
Rule 3: the unrounded ratio counts: 4.478 is less than 4.5.
A mask or manifest that lies compares background with background, gives about 1, and fails.
"""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from PIL import Image, ImageChops, ImageFilter

from activities.audit.colors import contrast, luminance, masked_histogram, parse_hex
from activities.audit.exhibit import Exhibit, Layout
from activities.audit.findings import Judge
from activities.audit.picture import Picture, PictureFault
from activities.audit.ruleset import Ruleset
from contracts import QualityCheck, Severity, TextBlock

_TILE: Final = 64
"""Pixels: small enough to see a local background, large enough to hold ink."""
_HALO: Final = 9
"""Pixels: ink grown by four on each side is what the eye compares it with."""
_SOFT_EDGE: Final = 3
"""Pixels next to the ink that smoothing has mixed with it."""
_FEW_PIXELS: Final = 12
"""Ink below which a tile says nothing about itself."""
_INK_LEVELS: Final = (255, 200, 128)
"""Coverage that counts as ink: whole pixels if there are any, else the fullest there are."""

_Histogram = list[tuple[float, int]]
_Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Measured:
    """The contrast of one block of text."""

    actual: float
    """5th percentile over its tiles, weighted by ink."""
    min_tile: float
    declared: float | None
    """The same with the declared fill in place of the ink's colour."""


def measure_contrast(
    picture: Image.Image, mask: Image.Image, declared_fill: str | None = None
) -> Measured:
    """Return the contrast of the ink that a mask locates.

    Args:
        picture: RGB.
        mask: One grey channel of the same size, with some ink.
        declared_fill: The colour that the ink is said to have, as `#RRGGBB`.
    """
    box = _clamped(_padded(mask.getbbox() or (0, 0, *mask.size)), mask.size)
    mask, picture = mask.crop(box), picture.crop(box)
    touched = mask.point(_at_least(1))
    grown = touched.filter(ImageFilter.MaxFilter(_SOFT_EDGE))
    ring = ImageChops.subtract(_dilated(grown, (_HALO - _SOFT_EDGE) // 2), grown)
    levels = (mask.point(_at_least(level)) for level in _INK_LEVELS)
    ink = next((level for level in levels if level.getbbox() is not None), touched)
    fill = luminance(parse_hex(declared_fill)) if declared_fill else None
    tiles = _measure_tiles(picture, ink, ring, fill)
    if not tiles:
        # The ink leaves nothing around itself to be read against.
        return Measured(actual=1.0, min_tile=1.0, declared=None)
    found = [(actual, weight) for actual, _, weight in tiles]
    claimed = [(declared, weight) for _, declared, weight in tiles]
    return Measured(
        actual=_quantile(found, 0.05),
        min_tile=min(found)[0],
        declared=None if fill is None else _quantile(claimed, 0.05),
    )


def check_contrast(exhibit: Exhibit) -> list[QualityCheck]:
    """Judge every block of text, and ink that belongs to none."""
    judge = exhibit.judge("contrast_ratio_check", Severity.CRITICAL)
    picture, layout = exhibit.picture, exhibit.layout
    if isinstance(picture, PictureFault):
        return [judge.not_evaluated("the picture does not decode")]
    if exhibit.layout_fault is not None:
        return [judge.not_evaluated(exhibit.layout_fault)]
    if picture.is_transparent:
        return [judge.not_evaluated("what lies behind a transparent picture is unknown")]
    if layout is None or not layout.manifest.blocks:
        why = "no layout says where the text is, so its contrast can only be guessed"
        return [judge.warned("CONTRAST_ESTIMATED", Severity.HIGH, method="none", reason=why)]
    return _judge_blocks(exhibit, picture, layout, judge)


def _judge_blocks(
    exhibit: Exhibit, picture: Picture, layout: Layout, judge: Judge
) -> list[QualityCheck]:
    rgb = picture.image.convert("RGB")
    stray = layout.mask.copy()
    findings: list[QualityCheck] = []
    for block in layout.manifest.blocks:
        box = (block.box.left, block.box.top, block.box.right, block.box.bottom)
        region = {"role": block.role, "box": list(box)}
        inside = _clamped(box, layout.mask.size)
        around = _clamped(_padded(box), layout.mask.size)
        mask = layout.mask.crop(inside) if inside else None
        if inside is None or around is None or mask is None or mask.getbbox() is None:
            findings.append(judge.not_evaluated("the mask has no ink for this text", region=region))
            continue
        stray.paste(0, inside)
        alone = Image.new("L", (around[2] - around[0], around[3] - around[1]), 0)
        alone.paste(mask, (inside[0] - around[0], inside[1] - around[1]))
        measured = measure_contrast(rgb.crop(around), alone, block.fill)
        findings.append(_judge_one(exhibit, judge, measured, rgb.width, (block, mask), region))
    beyond = stray.getbbox()
    if beyond is not None:
        outside = measure_contrast(rgb, stray)
        region = {"role": "outside_all_blocks", "box": list(beyond)}
        findings.append(_judge_one(exhibit, judge, outside, rgb.width, None, region))
    return findings


def _judge_one(
    exhibit: Exhibit,
    judge: Judge,
    measured: Measured,
    picture_width: int,
    block: tuple[TextBlock, Image.Image] | None,
    region: dict[str, Any],
) -> QualityCheck:
    ruleset = exhibit.ruleset
    text_px = _believable_px(*block) if block else 0.0
    scale = exhibit.placement.display_css_width / picture_width
    display_px = text_px * scale
    is_bold = block is not None and block[0].bold
    is_large = display_px >= ruleset["large_bold_text_css_px" if is_bold else "large_text_css_px"]
    required = ruleset["contrast_min_ratio_large" if is_large else "contrast_min_ratio"]
    evidence = {
        "actual": measured.actual,
        "min_required": required,
        "region": region,
        "text_px": text_px,
        "display_px": display_px,
        "large_text": is_large,
        "method": "measured",
        "min_tile": measured.min_tile,
    }
    if measured.actual < required:
        return judge.failed("CONTRAST_TOO_LOW", **evidence)
    if measured.declared is not None and _disagree(measured, ruleset):
        return judge.warned(
            "CONTRAST_METHODS_DISAGREE", Severity.HIGH, declared=measured.declared, **evidence
        )
    return judge.passed(**evidence)


def _disagree(measured: Measured, ruleset: Ruleset) -> bool:
    declared = measured.declared or 0.0
    return abs(declared - measured.actual) > ruleset["contrast_disagreement"] * measured.actual


def _believable_px(block: TextBlock, mask: Image.Image) -> float:
    """Return the declared text size as far as the height of the ink's lines allows it."""
    rows = mask.getprojection()[1]
    tallest = max(len(run) for run in "".join("#" if row else " " for row in rows).split())
    # Lower-case letters reach 0.45 of the size in flat fonts, capitals and ascenders 0.6.
    is_tall = any(char.isupper() or char.isdigit() or char in "bdfhklt" for char in block.text)
    return min(float(block.px), tallest / (0.6 if is_tall else 0.45))


def _measure_tiles(
    picture: Image.Image, ink: Image.Image, ring: Image.Image, fill: float | None
) -> list[tuple[float, float, int]]:
    """Return measured contrast, declared contrast and amount of ink per tile that has both."""
    tiles: list[tuple[float, float, int]] = []
    for top in range(0, ink.height, _TILE):
        for left in range(0, ink.width, _TILE):
            box = (left, top, min(left + _TILE, ink.width), min(top + _TILE, ink.height))
            ink_tile, ring_tile = ink.crop(box), ring.crop(box)
            if ink_tile.getbbox() is None or ring_tile.getbbox() is None:
                continue
            pixels = picture.crop(box)
            text, around = _luminances(pixels, ink_tile), _luminances(pixels, ring_tile)
            actual = _local_contrast(_quantile(text, 0.5), around)
            declared = actual if fill is None else _local_contrast(fill, around)
            tiles.append((actual, declared, sum(count for _, count in text)))
    # A sliver of a letter at a tile's edge says little, unless there is nothing else.
    return [tile for tile in tiles if tile[2] >= _FEW_PIXELS] or tiles


def _local_contrast(text: float, around: _Histogram) -> float:
    return _quantile([(contrast(text, other), count) for other, count in around], 0.1)


def _luminances(picture: Image.Image, mask: Image.Image) -> _Histogram:
    return [(luminance(color), count) for color, count in masked_histogram(picture, mask)]


def _quantile(values: _Histogram, share: float) -> float:
    """Return the smallest value up to which at least this share of the weight lies."""
    ordered = sorted(values)
    wanted = share * sum(weight for _, weight in ordered)
    reached = accumulate(weight for _, weight in ordered)
    return next(
        value for (value, _), sofar in zip(ordered, reached, strict=True) if sofar >= wanted
    )


def _at_least(level: int) -> list[int]:
    return [255 if value >= level else 0 for value in range(256)]


def _dilated(mask: Image.Image, times: int) -> Image.Image:
    # Repeated small filters grow the same square as one large filter, several times faster.
    for _ in range(times):
        mask = mask.filter(ImageFilter.MaxFilter(3))
    return mask


def _padded(box: _Box) -> _Box:
    return (box[0] - _HALO, box[1] - _HALO, box[2] + _HALO, box[3] + _HALO)


def _clamped(box: _Box, size: tuple[int, int]) -> _Box | None:
    left, top = max(0, box[0]), max(0, box[1])
    right, bottom = min(size[0], box[2]), min(size[1], box[3])
    return (left, top, right, bottom) if left < right and top < bottom else None
