"""One order of gravity, by which reports, gate and tables rank the same findings alike."""

from itertools import pairwise

import pytest

from contracts import QualityCheck, QualityVerdict, Severity
from domain.gravity import at_most, faults_of, gravest, gravity, verdict_of

PASS, WARN, FAIL = QualityVerdict.PASS, QualityVerdict.WARN, QualityVerdict.FAIL
CRITICAL, HIGH, MEDIUM, LOW = Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW


def finding(result: QualityVerdict, severity: Severity, check_id: str = "a_check") -> QualityCheck:
    """Return a finding."""
    return QualityCheck(
        check_id=check_id, result=result, reason_code=None, severity=severity, evidence={}
    )


GRAVEST_FIRST = [
    *(finding(result, severity) for severity in Severity for result in (FAIL, WARN)),
    *(finding(PASS, severity) for severity in Severity),
]


def test_what_becomes_of_the_campaign_comes_before_how_it_is_told() -> None:
    """A question for a person is graver than a fault that holds nothing up, and a pass is last."""
    assert all(gravity(first) < gravity(second) for first, second in pairwise(GRAVEST_FIRST))
    assert {one.severity for one in GRAVEST_FIRST[:2]} == {CRITICAL}


def test_no_severity_and_no_verdict_is_without_a_rank() -> None:
    """A new member of either is ranked before anything is judged by it."""
    assert len(GRAVEST_FIRST) == len(Severity) * len(QualityVerdict)
    assert len({gravity(one) for one in GRAVEST_FIRST}) == len(GRAVEST_FIRST)


def test_faults_are_told_the_gravest_first_and_passes_not_at_all() -> None:
    """Whoever reads only the first lines reads what matters most."""
    assert faults_of(reversed(GRAVEST_FIRST)) == GRAVEST_FIRST[:8]


def test_faults_of_one_gravity_stay_in_their_order() -> None:
    """Two runs tell the same findings in the same order."""
    twins = [finding(FAIL, HIGH, name) for name in ("b", "a", "c")]

    assert faults_of(twins) == twins


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        ([], PASS),
        ([finding(PASS, CRITICAL)], PASS),
        ([finding(PASS, CRITICAL), finding(WARN, LOW)], WARN),
        ([finding(FAIL, HIGH)], WARN),
        ([finding(WARN, CRITICAL)], FAIL),
        ([finding(WARN, LOW), finding(FAIL, CRITICAL)], FAIL),
    ],
)
def test_a_verdict_is_as_grave_as_the_gravest_fault(
    found: list[QualityCheck], verdict: QualityVerdict
) -> None:
    """One blocking fault is enough, and a warning is not forgotten."""
    assert verdict_of(found) is verdict


def test_of_several_verdicts_the_gravest_decides() -> None:
    """A set of files is as good as the worst of them."""
    assert gravest([PASS, FAIL, WARN]) is FAIL
    assert gravest([PASS, WARN]) is WARN
    assert gravest([PASS]) is PASS


def test_a_severity_is_held_down_and_never_raised() -> None:
    """What may ask a person at most does not block, and what is milder stays so."""
    assert [at_most(each, HIGH) for each in Severity] == [HIGH, HIGH, MEDIUM, LOW]
