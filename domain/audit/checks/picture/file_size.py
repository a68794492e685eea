"""The check that the file is no larger than the placement or the brief allows."""

from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason
from domain.audit.subject import OTHER_BYTES, Subject

FILE_TOO_LARGE: Final = Reason("FILE_TOO_LARGE", "{actual_bytes} bytes of {max_bytes}")


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge the number of bytes."""
    limit = int(subject.constraints.get("max_bytes", subject.placement.max_bytes))
    evidence = {"actual_bytes": subject.size_bytes, "max_bytes": limit}
    if subject.actual_sha256 is None:
        return [judge.not_evaluated(OTHER_BYTES)]
    if subject.size_bytes > limit:
        return [judge.failed(FILE_TOO_LARGE, **evidence)]
    return [judge.passed(**evidence)]


CHECK: Final = Check(
    check_id="file_size_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.FILE}),
    measures="bytes",
    reasons=(FILE_TOO_LARGE,),
    find=check,
)
