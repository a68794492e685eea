"""The check that text is large enough to be read."""

from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason
from domain.audit.picture.sizes import believable_px, css_scale
from domain.audit.subject import Subject

TEXT_TOO_SMALL: Final = Reason("TEXT_TOO_SMALL", "text is too small to be read where it is seen")


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge whether people can read the smallest text at the size at which they see it."""
    layout = subject.layout
    if layout is None:
        return subject.without_layout(judge)
    smallest = subject.ruleset["text_min_css_px"]
    sizes = [(believable_px(ink, layout.mask), ink) for ink in layout.inks]
    scale = css_scale(subject)
    findings = [
        judge.failed(
            TEXT_TOO_SMALL,
            field=ink.block.role,
            box=ink.place,
            actual_px=px,
            display_css_px=px * scale,
            min_css_px=smallest,
        )
        for px, ink in sizes
        if px * scale < smallest
    ]
    least = min((px for px, _ in sizes), default=None)
    return findings or [judge.passed(actual_px=least, min_css_px=smallest)]


CHECK: Final = Check(
    check_id="text_size_check",
    severity=Severity.MEDIUM,
    needs=frozenset({Need.LAYOUT}),
    measures="the smallest text at the width at which it is seen",
    reasons=(TEXT_TOO_SMALL,),
    find=check,
)
