"""The check that text can be read against what lies behind it."""

from typing import Any, Final

from PIL import Image

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason, warning
from domain.audit.picture.colors import hex_of
from domain.audit.picture.decoding import Picture, PictureFault
from domain.audit.picture.layout import Ink, Layout, declared_box
from domain.audit.picture.sizes import believable_px, css_scale
from domain.audit.picture.text_contrast import Measured, measure_contrast, measure_text
from domain.audit.picture.weight import is_shown_bold
from domain.audit.ruleset import Ruleset
from domain.audit.subject import NO_LAYOUT, NO_PICTURE, TRANSPARENT, Subject

CONTRAST_TOO_LOW: Final = Reason(
    "CONTRAST_TOO_LOW", "contrast {actual:ratio}:1, and {min_required}:1 is needed"
)
CONTRAST_ESTIMATED: Final = warning("CONTRAST_ESTIMATED", "{reason}", Severity.HIGH)
CONTRAST_METHODS_DISAGREE: Final = warning(
    "CONTRAST_METHODS_DISAGREE",
    "contrast {actual:ratio}:1 measured, {declared}:1 declared",
    Severity.HIGH,
)


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge every block of text, and ink that belongs to none."""
    picture, layout = subject.picture, subject.layout
    if isinstance(picture, PictureFault):
        return [judge.not_evaluated(NO_PICTURE)]
    if subject.layout_fault is not None:
        return [judge.not_evaluated(subject.layout_fault)]
    if picture.is_transparent:
        return [judge.not_evaluated(TRANSPARENT)]
    findings = [] if layout is None else _judge_blocks(subject, picture, layout, judge)
    if not findings:
        why = f"{NO_LAYOUT}, so its contrast can only be guessed"
        return [judge.warned(CONTRAST_ESTIMATED, method="none", reason=why)]
    return findings


def _judge_blocks(
    subject: Subject, picture: Picture, layout: Layout, judge: Judge
) -> list[QualityCheck]:
    findings: list[QualityCheck] = []
    for ink in layout.inks:
        if ink.frame is None or ink.box is None:
            why = "the mask has no ink for this text"
            findings.append(
                judge.not_evaluated(why, region=ink.block.role, box=declared_box(ink.block))
            )
            continue
        measured = measure_text(picture.rgb, layout.mask, ink, ink.frame)
        about = {"region": ink.block.role, "box": ink.box}
        findings.append(_judge_one(subject, judge, measured, (ink, layout.mask), about))
    unclaimed = {"outside_all_blocks": layout.stray}
    if subject.undeclared is not None:
        unclaimed["undeclared"] = subject.undeclared.shape
    for region, shape in unclaimed.items():
        box = shape.getbbox()
        if box is not None:
            measured = measure_contrast(picture.rgb, shape)
            about = {"region": region, "box": box}
            findings.append(_judge_one(subject, judge, measured, None, about))
    return findings


def _judge_one(
    subject: Subject,
    judge: Judge,
    measured: Measured,
    text: tuple[Ink, Image.Image] | None,
    about: dict[str, Any],
) -> QualityCheck:
    ruleset = subject.ruleset
    text_px = believable_px(*text) if text else 0.0
    scale = css_scale(subject)
    is_bold = text is not None and _is_bold(subject.picture, measured, *text)
    large_from = ruleset["large_bold_text_css_px" if is_bold else "large_text_css_px"]
    is_large = text_px * scale >= large_from
    required = ruleset["contrast_min_ratio_large" if is_large else "contrast_min_ratio"]
    evidence = about | {
        "actual": measured.actual,
        "min_required": required,
        "text_px": text_px,
        "display_px": text_px * scale,
        "large_text": is_large,
        "bold": is_bold,
        "method": "measured",
        "min_tile": measured.min_tile,
    }
    if measured.worst is not None:
        evidence["worst_box"] = measured.worst.box
        evidence["text_hex"] = hex_of(measured.worst.ink)
        evidence["background_hex"] = hex_of(measured.worst.around)
    if measured.actual < required:
        tolerance = ruleset["jpeg_contrast_tolerance"] * required
        if _is_jpeg(subject.picture) and measured.actual >= required - tolerance:
            why = "JPEG lowers contrast by so much: only a lossless original can tell"
            return judge.warned(CONTRAST_ESTIMATED, reason=why, **evidence)
        return judge.failed(CONTRAST_TOO_LOW, **evidence)
    if measured.declared is not None and _disagree(measured, ruleset):
        return judge.warned(CONTRAST_METHODS_DISAGREE, declared=measured.declared, **evidence)
    return judge.passed(**evidence)


def _is_bold(
    picture: Picture | PictureFault, measured: Measured, ink: Ink, mask: Image.Image
) -> bool:
    """Tell whether a text is declared bold and the picture bears it out."""
    worst = measured.worst
    if not ink.block.bold or worst is None or not isinstance(picture, Picture):
        return False
    return is_shown_bold(ink, mask, picture.rgb, (worst.ink, worst.around))


def _is_jpeg(picture: Picture | PictureFault) -> bool:
    return isinstance(picture, Picture) and picture.media_type == "image/jpeg"


def _disagree(measured: Measured, ruleset: Ruleset) -> bool:
    declared = measured.declared or 0.0
    return abs(declared - measured.actual) > ruleset["contrast_disagreement"] * measured.actual


CHECK: Final = Check(
    check_id="contrast_ratio_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.PICTURE, Need.LAYOUT}),
    measures="each text against the pixels around it, tile by tile (WCAG 2.2 SC 1.4.3)",
    reasons=(CONTRAST_TOO_LOW, CONTRAST_ESTIMATED, CONTRAST_METHODS_DISAGREE),
    find=check,
)
