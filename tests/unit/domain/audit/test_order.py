"""What an order asks of the audit."""

from contracts import QualityCheck, QualityVerdict, Severity
from domain.audit.order import found_beforehand, rules_of
from domain.signing import is_signed_by
from tests.support.audit.runs import KEY, audit, brief, faults, order


def opinion(result: QualityVerdict, severity: Severity) -> QualityCheck:
    """Return what a model says of a campaign."""
    return QualityCheck(
        check_id="brand_feeling",
        result=result,
        reason_code="COLD",
        severity=severity,
        evidence={"reason": f"{result} {severity}"},
    )


def test_rules_are_not_counted_twice() -> None:
    """A brief that carries its compiled rules is judged once by each."""
    written = brief(do_not_do=["No usar negro"])
    carried = rules_of(order(written))

    again = rules_of(order(written.model_copy(update={"rules": list(carried)})))

    assert again == carried


def test_a_model_asks_a_person_and_blocks_nothing() -> None:
    """However sure a model is, the most that its objection does is to be read by somebody."""
    opinions = [opinion(QualityVerdict.FAIL, severity) for severity in Severity]

    found = found_beforehand(order(judgements=opinions))

    assert [(each.result, each.severity) for each in found] == [
        (QualityVerdict.WARN, Severity.HIGH),
        (QualityVerdict.WARN, Severity.HIGH),
        (QualityVerdict.WARN, Severity.MEDIUM),
        (QualityVerdict.WARN, Severity.LOW),
    ]


def test_a_model_s_praise_is_evidence_of_nothing() -> None:
    """What somebody did not object to passes no check."""
    praised = order(judgements=[opinion(QualityVerdict.PASS, Severity.CRITICAL)])

    assert found_beforehand(praised) == []
    assert audit(praised).checks == audit(order()).checks


def test_a_model_s_objection_stands_in_the_signed_report() -> None:
    """Whoever reviews a campaign reads what the model said beside what was measured."""
    report = audit(order(judgements=[opinion(QualityVerdict.WARN, Severity.CRITICAL)]))

    assert faults(report) == [("brand_feeling", "COLD")]
    assert report.verdict is QualityVerdict.WARN
    assert is_signed_by(report, [KEY.auditor])
