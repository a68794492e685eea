"""How grave a finding is: one order of severities and verdicts, for whoever ranks or decides."""

from collections.abc import Iterable
from typing import Final

from contracts import QualityCheck, QualityVerdict, Severity

_SEVERITIES: Final = {
    Severity.CRITICAL: 0,
    Severity.HIGH: 1,
    Severity.MEDIUM: 2,
    Severity.LOW: 3,
}
_VERDICTS: Final = {QualityVerdict.FAIL: 0, QualityVerdict.WARN: 1, QualityVerdict.PASS: 2}

Gravity = tuple[bool, int, int]
"""A sort key: the smaller, the graver."""


def gravity(check: QualityCheck) -> Gravity:
    """Return how grave a finding is.

    What passed comes last, whatever its severity: it holds nothing up. Of the rest the severity
    decides first, since it alone says what becomes of the campaign.
    """
    passed = check.result is QualityVerdict.PASS
    return passed, _SEVERITIES[check.severity], _VERDICTS[check.result]


def faults_of(checks: Iterable[QualityCheck]) -> list[QualityCheck]:
    """Return what did not pass, the gravest first; equally grave ones stay in their order."""
    return sorted(
        (check for check in checks if check.result is not QualityVerdict.PASS), key=gravity
    )


def verdict_of(checks: Iterable[QualityCheck]) -> QualityVerdict:
    """Return `FAIL` when something blocks, `WARN` when anything did not pass, else `PASS`."""
    worst = next(iter(faults_of(checks)), None)
    if worst is None:
        return QualityVerdict.PASS
    return QualityVerdict.FAIL if worst.severity is Severity.CRITICAL else QualityVerdict.WARN


def gravest(verdicts: Iterable[QualityVerdict]) -> QualityVerdict:
    """Return the gravest of at least one verdict."""
    return min(verdicts, key=_VERDICTS.__getitem__)


def at_most(severity: Severity, most: Severity) -> Severity:
    """Return a severity, or a milder one beyond which it must not go."""
    return max(severity, most, key=_SEVERITIES.__getitem__)
