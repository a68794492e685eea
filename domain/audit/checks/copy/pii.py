"""The check that copy shows nobody's address, number or card."""

from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason
from domain.audit.subject import Subject
from domain.text.personal_data import digits_in, personal_data_in

PII_IN_COPY: Final = Reason("PII_IN_COPY", "{kind} in the copy: {masked}")


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge whether copy shows somebody's address, number or card; known contacts may stand."""
    allowed = {_key(contact) for contact in subject.context.contacts}
    findings = [
        judge.failed(PII_IN_COPY, field=name, kind=kind, masked=_masked(value))
        for name, text in subject.texts.items()
        for kind, value in personal_data_in(text)
        if _key(value) not in allowed
    ]
    return findings or [judge.passed()]


def _key(value: str) -> str:
    return value.casefold() if "@" in value else digits_in(value)[-9:] or value.casefold()


def _masked(value: str) -> str:
    """Return a value of which nobody learns more than that it is there."""
    return f"{value[0]}{'*' * (len(value) - 3)}{value[-2:]}"


CHECK: Final = Check(
    check_id="pii_check",
    severity=Severity.HIGH,
    needs=frozenset({Need.WORDS}),
    measures="addresses, telephone, identity and card numbers",
    reasons=(PII_IN_COPY,),
    find=check,
)
