"""The check that the words in the picture are the approved copy, and nothing else is there."""

from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason, warning
from domain.audit.picture.decoding import Picture
from domain.audit.picture.layout import BACKGROUND, Ink, Layout
from domain.audit.picture.sizes import line_boxes
from domain.audit.subject import Subject
from domain.fonts import face_of, on_one_line, without_emoji
from domain.text.spelling import comparable

IMAGE_TEXT_DIFFERS: Final = Reason(
    "IMAGE_TEXT_DIFFERS",
    "the picture says “{actual}”, and the copy says “{expected}”",
    otherwise="{reason}",
)

EMOJI_LEFT_OUT: Final = warning(
    "EMOJI_LEFT_OUT",
    "the picture leaves out emoji that the copy has in {field}: its typeface has none",
    Severity.LOW,
)
TEXT_NOT_SHOWN: Final = warning(
    "TEXT_NOT_SHOWN", "the picture does not show the {field}: “{expected}”", Severity.HIGH
)
TEXT_LEFT_OUT: Final = warning(
    "TEXT_LEFT_OUT", "the picture leaves out the {field}: “{expected}”", Severity.LOW
)

_LOGO: Final = "logo"
_SHORT_OF_ROOM: Final = ("description", "call_to_action")
"""What a picture may do without: it stands beside the picture too."""
_BRAND_ROLES: Final = frozenset({"brand", "logo"})


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge the words that the manifest declares, and what it leaves out or makes up."""
    layout = subject.layout
    if layout is None:
        return subject.without_layout(judge)
    findings = _differences(subject, layout, judge)
    findings += _missing(subject, layout, judge)
    findings += _lengths_that_lie(subject, layout, judge)
    findings += _fills_that_lie(subject, judge)
    if subject.undeclared is not None:
        why = "the picture shows something that its manifest does not declare"
        place = {"box": subject.undeclared.box, "area_ratio": subject.undeclared.share}
        findings.append(judge.failed(IMAGE_TEXT_DIFFERS, reason=why, **place))
    elif not subject.has_flat_background and isinstance(subject.picture, Picture):
        why = "without a flat background nobody can tell whether the manifest leaves text out"
        findings.append(judge.unmeasured(why))
    roles = sorted({block.role for block in layout.manifest.blocks})
    return findings or [judge.passed(fields=roles)]


def _differences(subject: Subject, layout: Layout, judge: Judge) -> list[QualityCheck]:
    copy = {name: on_one_line(text) for name, text in subject.asset.text.items()}
    shown: dict[str, list[Ink]] = {}
    for ink in layout.inks:
        shown.setdefault(ink.block.role, []).append(ink)
    findings: list[QualityCheck] = []
    for role, inks in shown.items():
        actual = on_one_line(" ".join(ink.block.text for ink in inks))
        if role in _BRAND_ROLES and subject.brand:
            allowed = [on_one_line(subject.brand)]
        elif role in copy:
            allowed = [copy[role]]
        else:
            # A role that is no field, such as a slogan, shows words of some other field.
            allowed = [actual] if any(actual in text for text in copy.values()) else []
        if actual not in allowed:
            if actual in map(without_emoji, allowed):
                findings.append(judge.warned(EMOJI_LEFT_OUT, field=role, box=inks[0].place))
                continue
            expected = allowed[0] if allowed else None
            place = {"field": role, "box": inks[0].place}
            findings.append(
                judge.failed(IMAGE_TEXT_DIFFERS, expected=expected, actual=actual, **place)
            )
    return findings


def _missing(subject: Subject, layout: Layout, judge: Judge) -> list[QualityCheck]:
    """Judge whether headline and sender are there, and name what else was left out.

    A manifest that declares what lies behind everything describes the whole picture; of another
    one nobody knows what it leaves to the pixels.
    """
    if layout.box_of_fill(BACKGROUND) is None:
        return []
    roles = {block.role for block in layout.manifest.blocks}
    copy = {name: on_one_line(text) for name, text in subject.asset.text.items()}
    findings: list[QualityCheck] = []
    if copy.get("headline") and "headline" not in roles:
        shown = {"field": "headline", "expected": copy["headline"]}
        findings.append(judge.warned(TEXT_NOT_SHOWN, **shown))
    # A headline that is the brand's name says who the sender is.
    names = {comparable(block.text) for block in layout.manifest.blocks}
    is_named = roles & _BRAND_ROLES or comparable(subject.brand or "") in names
    is_signed = is_named or layout.box_of_fill(_LOGO) is not None
    has_logo = subject.context.brand is not None and subject.context.brand.logo is not None
    if subject.brand and not is_signed and not has_logo:
        findings.append(judge.warned(TEXT_NOT_SHOWN, field="brand", expected=subject.brand))
    findings += [
        judge.warned(TEXT_LEFT_OUT, field=role, expected=copy[role])
        for role in _SHORT_OF_ROOM
        if copy.get(role) and role not in roles
    ]
    return findings


def _lengths_that_lie(subject: Subject, layout: Layout, judge: Judge) -> list[QualityCheck]:
    """Judge whether the ink is as long as the declared words would be in the declared font."""
    tolerance = subject.ruleset["text_length_tolerance"]
    findings: list[QualityCheck] = []
    for ink in layout.inks:
        face = face_of(ink.block.font, ink.block.px, bold=ink.block.bold)
        if face is None or ink.box is None:
            continue
        actual = sum(box[2] - box[0] for box in line_boxes(ink, layout.mask))
        expected = face.getlength(on_one_line(ink.block.text))
        # A letter's width of slack: the ink of one short word is narrower than its advance.
        slack = tolerance * expected + ink.block.px
        if abs(actual - expected) > slack:
            why = "the ink is not as long as the declared words are"
            findings.append(
                judge.failed(
                    IMAGE_TEXT_DIFFERS,
                    reason=why,
                    field=ink.block.role,
                    box=ink.box,
                    expected_px=expected,
                    actual_px=actual,
                )
            )
    return findings


def _fills_that_lie(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge whether every declared fill is on the picture: one that is not makes room for text."""
    why = "the manifest declares a fill that the picture does not show"
    return [
        judge.failed(
            IMAGE_TEXT_DIFFERS,
            reason=why,
            fill=fill.role,
            declared_hex=fill.color.lower(),
            box=(fill.box.left, fill.box.top, fill.box.right, fill.box.bottom),
        )
        for fill in (subject.fills.untrue if subject.fills else ())
    ]


CHECK: Final = Check(
    check_id="image_text_match_check",
    severity=Severity.HIGH,
    needs=frozenset({Need.LAYOUT, Need.COPY}),
    measures="words in the picture against the copy; shapes that no manifest declares",
    reasons=(IMAGE_TEXT_DIFFERS, TEXT_NOT_SHOWN, TEXT_LEFT_OUT, EMOJI_LEFT_OUT),
    find=check,
)
