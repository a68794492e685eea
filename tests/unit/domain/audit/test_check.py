"""A check that stumbles says that it has not judged."""

import pytest

from contracts import QualityCheck, Severity
from domain.audit.check import Check
from domain.audit.findings import Judge
from domain.audit.subject import Subject
from tests.support.audit.subjects import codes, subject


def stumble(_: Subject, __: Judge) -> list[QualityCheck]:
    """Raise what no list of exceptions would have."""
    raise RecursionError("too deep")


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        (Severity.CRITICAL, ("FAIL", "NOT_EVALUATED", "CRITICAL")),
        (Severity.MEDIUM, ("WARN", "NOT_EVALUATED", "MEDIUM")),
    ],
)
def test_a_check_that_stumbles_has_not_judged(
    severity: Severity, expected: tuple[str, str, str]
) -> None:
    """Neither a stranger's file nor a mistake of ours takes the verdict from everything else."""
    check = Check("odd_check", severity, frozenset(), "nothing", (), stumble)

    found = check(subject())

    assert codes(found) == [expected]
    assert found[0].evidence["reason"] == "the check stumbled: RecursionError: too deep"
