"""What a report holds: findings in order, and the gravest of them when they are too many."""

from contracts import QualityCheck, QualityVerdict, Severity
from domain.audit.engine import ordered


def findings(count: int, result: QualityVerdict, severity: Severity) -> list[QualityCheck]:
    """Return many findings of one kind, each with evidence of its own."""
    return [
        QualityCheck(
            check_id=f"{result}_{severity}_check".lower(),
            result=result,
            reason_code="X",
            severity=severity,
            evidence={"n": number},
        )
        for number in range(count)
    ]


def test_a_question_is_not_lost_among_many_small_faults() -> None:
    """A report with too many findings keeps what a person has to decide, and drops what is mild."""
    small = findings(6000, QualityVerdict.FAIL, Severity.MEDIUM)
    question = findings(1, QualityVerdict.WARN, Severity.HIGH)

    kept = ordered([*small, *question])

    assert question[0] in kept
    assert [each.severity for each in kept if each.reason_code == "FINDINGS_LEFT_OUT"] == [
        Severity.MEDIUM
    ]


def test_what_is_left_out_is_as_grave_as_the_gravest_of_it() -> None:
    """Questions that a report has no room for still make a campaign wait for a person."""
    questions = findings(6000, QualityVerdict.WARN, Severity.HIGH)
    small = findings(10, QualityVerdict.FAIL, Severity.LOW)

    kept = ordered([*questions, *small])

    assert [each.severity for each in kept if each.reason_code == "FINDINGS_LEFT_OUT"] == [
        Severity.HIGH
    ]
