"""The check that the placement takes the format that the bytes really have."""

from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason, warning
from domain.audit.picture.decoding import PictureFault, Undecodable
from domain.audit.subject import NO_PICTURE, Subject

FORMAT_NOT_ALLOWED: Final = Reason("FORMAT_NOT_ALLOWED", "{format} is not taken; {allowed} are")
EXTENSION_MISMATCH: Final = Reason(
    "EXTENSION_MISMATCH", "the name says {declared}, and the bytes are {format}"
)
ANIMATION_NOT_ALLOWED: Final = Reason("ANIMATION_NOT_ALLOWED", "the picture is animated")
NOT_SRGB: Final = warning(
    "NOT_SRGB",
    "the colors are not sRGB, so people see others than were measured",
    Severity.HIGH,
)


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge the format by its first bytes, the frames and the colour space."""
    picture = subject.picture
    if isinstance(picture, PictureFault):
        return [_of_undecoded(subject, picture, judge)]
    evidence = {
        "format": picture.media_type,
        "allowed": list(subject.placement.formats),
        "mode": picture.mode,
        "frames": picture.frames,
        "icc": picture.icc,
    }
    findings: list[QualityCheck] = []
    if picture.media_type not in subject.placement.formats:
        findings.append(judge.failed(FORMAT_NOT_ALLOWED, **evidence))
    if picture.media_type != subject.asset.media_type:
        claimed = subject.asset.media_type
        findings.append(judge.failed(EXTENSION_MISMATCH, declared=claimed, **evidence))
    if picture.frames > 1:
        findings.append(judge.failed(ANIMATION_NOT_ALLOWED, **evidence))
    if picture.icc == "other":
        # Colours and contrast are computed as sRGB: for another space they are not what people see.
        findings.append(judge.warned(NOT_SRGB, **evidence))
    return findings or [judge.passed(**evidence)]


def _of_undecoded(subject: Subject, fault: PictureFault, judge: Judge) -> QualityCheck:
    """Judge by its first bytes a picture of a kind or a size that is not decoded."""
    if fault.kind not in {Undecodable.FOREIGN, Undecodable.LARGE}:
        return judge.not_evaluated(NO_PICTURE)
    evidence = {"format": fault.media_type, "allowed": list(subject.placement.formats)}
    if fault.media_type in subject.placement.formats:
        return judge.passed(**evidence)
    return judge.failed(FORMAT_NOT_ALLOWED, **evidence)


CHECK: Final = Check(
    check_id="file_format_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.PICTURE}),
    measures="format by its bytes, frames, colour space",
    reasons=(FORMAT_NOT_ALLOWED, EXTENSION_MISMATCH, ANIMATION_NOT_ALLOWED, NOT_SRGB),
    find=check,
)
