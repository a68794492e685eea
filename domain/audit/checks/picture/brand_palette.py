"""The check that a creative keeps to its brand's colours."""

from typing import Final

from contracts import BrandKit, HexColor, QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason
from domain.audit.picture.colors import hex_of, lab, parse_hex
from domain.audit.picture.decoding import Picture
from domain.audit.picture.delta_e import delta_e_2000
from domain.audit.subject import NO_PICTURE, Subject

OFF_PALETTE: Final = Reason("OFF_PALETTE", "{worst_hex} is far from every color of the brand")


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge how much of the flat areas lies far from every colour of the brand."""
    brand, picture = subject.context.brand, subject.picture
    if brand is None:
        return [judge.passed(palette=[])]
    if not isinstance(picture, Picture):
        return [judge.not_evaluated(NO_PICTURE)]
    palette = _palette(brand, subject.context.terms.palette)
    limits = subject.ruleset
    total = picture.colors.total
    # Photographs and soft edges spread over many colours; only what is flat is somebody's choice.
    flat = {
        color: count
        for color, count in picture.colors.areas.items()
        if count >= limits["palette_flat_share"] * total
    }
    far: list[tuple[int, float, str, str]] = []
    for color, count in flat.items():
        exact = picture.colors.exact(color)
        delta, nearest = min((delta_e_2000(lab(exact), lab(parse_hex(c))), c) for c in palette)
        if delta > limits["palette_max_delta_e"]:
            far.append((count, delta, hex_of(exact), nearest))
    share = sum(entry[0] for entry in far) / (sum(flat.values()) or 1)
    evidence = {"off_palette_ratio": share, "max_ratio": limits["palette_max_share"]}
    if share <= limits["palette_max_share"]:
        return [judge.passed(palette=palette, **evidence)]
    _, delta, worst, nearest = max(far)
    where = picture.colors.box_of(
        color for color in flat if hex_of(picture.colors.exact(color)) == worst
    )
    place = {"worst_hex": worst, "delta_e": delta, "nearest_hex": nearest, "box": where}
    return [judge.failed(OFF_PALETTE, **place, **evidence)]


def _palette(brand: BrandKit, more: list[HexColor]) -> list[str]:
    kit = (brand.background, brand.text, brand.accent, brand.accent_text)
    return list(dict.fromkeys(color.lower() for color in (*kit, *more)))


CHECK: Final = Check(
    check_id="brand_palette_check",
    severity=Severity.MEDIUM,
    needs=frozenset({Need.PICTURE}),
    measures="flat areas far from the brand's colours (CIEDE2000)",
    reasons=(OFF_PALETTE,),
    find=check,
)
