"""What a signed report says itself, and what it only names."""

from contracts import AuditEvidence, QualityCheck, QualityVerdict, Severity
from domain.audit.report import parted, report_of, whole
from domain.signing import asset_digests, digest, is_signed_by
from tests.support.audit.runs import KEY, brief, order
from tests.support.builders import EXECUTION, MOMENT


def finding(check_id: str, result: QualityVerdict, asset_id: str | None = None) -> QualityCheck:
    """Return what one check found in one asset."""
    return QualityCheck(
        check_id=check_id,
        result=result,
        reason_code=None if result is QualityVerdict.PASS else "TOO_FAINT",
        severity=Severity.MEDIUM,
        evidence={"asset": asset_id or "all"},
    )


PASSED = finding("b_check", QualityVerdict.PASS)
HALF_PASSED = finding("a_check", QualityVerdict.PASS, "first")
FAULT = finding("a_check", QualityVerdict.WARN, "second")
NOTHING = parted([])


def test_a_report_names_only_what_found_nothing_anywhere() -> None:
    """A check that found something in one asset has not passed, whatever it says of another."""
    findings = parted([PASSED, FAULT, HALF_PASSED])

    assert findings.checks == [FAULT]
    assert findings.passed == ["b_check"]
    assert findings.evidence == AuditEvidence(checks=[HALF_PASSED, PASSED])


def test_report_and_evidence_are_everything_that_was_found() -> None:
    """Nothing gets lost between the report that travels and the evidence that stays."""
    findings = parted([PASSED, FAULT, HALF_PASSED])
    report = report_of(order(), findings, digest(findings.evidence), MOMENT)

    assert sorted(each.check_id for each in whole(report, findings.evidence)) == [
        "a_check",
        "a_check",
        "b_check",
    ]
    assert report.evidence == digest(findings.evidence)


def test_a_report_is_about_its_order_before_anybody_signs_it() -> None:
    """What a report is about follows from the order alone."""
    what = order(brief(do_not_do=["No usar rojo"]))

    report = report_of(what, NOTHING, digest(NOTHING.evidence), MOMENT)

    assert report.verdict is QualityVerdict.PASS
    assert report.execution_id == EXECUTION
    assert report.brief_sha256 == digest(what.brief)
    assert report.asset_digests == asset_digests(what.assets)
    assert report.files == [what.assets[0].sha256]
    assert not is_signed_by(report, [KEY.auditor])
