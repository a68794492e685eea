"""The check that the copy has every field that its placement needs."""

from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason
from domain.audit.subject import Subject

FIELD_MISSING: Final = Reason("FIELD_MISSING", "{field} is missing")
TOO_FEW_VARIANTS: Final = Reason("TOO_FEW_VARIANTS", "{actual_count} of {required} variants")


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge whether the copy has every field that the placement needs, as often as it needs it."""
    limits = subject.placement.fields
    required = [name for name, limit in limits.items() if limit.required]
    findings: list[QualityCheck] = []
    for name, limit in limits.items():
        count = sum(
            1
            for field, text in subject.asset.text.items()
            if text.strip() and subject.placement.limit_of(field) is limit
        )
        wanted = int(subject.constraints.get(f"{name}_variants", limit.min_variants))
        if limit.required and count == 0:
            findings.append(
                judge.failed(FIELD_MISSING, field=name, required=required, actual_count=0)
            )
        elif count < wanted and (limit.required or count):
            findings.append(
                judge.failed(TOO_FEW_VARIANTS, field=name, required=wanted, actual_count=count)
            )
    return findings or [judge.passed(required=required)]


CHECK: Final = Check(
    check_id="required_fields_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.COPY}),
    measures="fields and their variants",
    reasons=(FIELD_MISSING, TOO_FEW_VARIANTS),
    find=check,
)
