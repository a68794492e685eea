"""The check of what a file tells of its making."""

from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason, warning
from domain.audit.picture.decoding import PictureFault
from domain.audit.subject import NO_PICTURE, Subject

EXIF_GPS_PRESENT: Final = Reason("EXIF_GPS_PRESENT", "the file tells where it was taken")
EXIF_PRESENT: Final = warning(
    "EXIF_PRESENT", "the file tells of its making: {tags}", Severity.MEDIUM
)
METADATA_UNREADABLE: Final = warning(
    "METADATA_UNREADABLE",
    "the file has parts that cannot be read, and that no viewer looks at: {parts}",
    Severity.LOW,
)


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge EXIF and XMP: a place is nobody's business, the rest a hint."""
    picture = subject.picture
    if isinstance(picture, PictureFault):
        return [judge.not_evaluated(NO_PICTURE)]
    findings: list[QualityCheck] = []
    tags = list(picture.tags)
    if picture.has_place:
        findings.append(judge.failed(EXIF_GPS_PRESENT, tags=tags))
    elif tags:
        findings.append(judge.warned(EXIF_PRESENT, tags=tags))
    if picture.odd:
        findings.append(judge.warned(METADATA_UNREADABLE, parts=list(picture.odd)))
    return findings or [judge.passed(tags=[])]


CHECK: Final = Check(
    check_id="image_metadata_check",
    severity=Severity.MEDIUM,
    needs=frozenset({Need.PICTURE}),
    measures="EXIF and XMP",
    reasons=(EXIF_GPS_PRESENT, EXIF_PRESENT, METADATA_UNREADABLE),
    find=check,
)
