"""How a check says what it found."""

from dataclasses import dataclass
from typing import Any, Final

from contracts import QualityCheck, QualityVerdict, Severity

MAX_MATCHES: Final = 20
"""Occurrences that one finding lists; a reader needs no more to act."""

_LONGEST_TEXT: Final = 300
"""Characters of a text that evidence quotes."""


@dataclass(frozen=True)
class Judge:
    """One check at work on one thing."""

    check_id: str
    severity: Severity
    about: dict[str, Any]
    """Evidence that says what is judged; every finding carries it."""
    doubtful: frozenset[str] = frozenset()
    """Texts of rules that are understood in part: whether one is broken, a person decides."""

    def passed(self, **evidence: Any) -> QualityCheck:
        """Say that nothing is wrong."""
        return self._finding(QualityVerdict.PASS, None, self.severity, evidence)

    def failed(self, reason_code: str, **evidence: Any) -> QualityCheck:
        """Say what is wrong; by a rule in doubt, a person has to say whether it is."""
        if evidence.get("rule") in self.doubtful:
            return self.warned(reason_code, Severity.HIGH, **evidence)
        return self._finding(QualityVerdict.FAIL, reason_code, self.severity, evidence)

    def warned(self, reason_code: str, severity: Severity, **evidence: Any) -> QualityCheck:
        """Say what a reader should know; `HIGH` means that a person has to decide."""
        return self._finding(QualityVerdict.WARN, reason_code, severity, evidence)

    def not_evaluated(self, why: str, **evidence: Any) -> QualityCheck:
        """Say that something that should be there cannot be judged: a blocking check blocks."""
        if self.severity is Severity.CRITICAL:
            return self.failed("NOT_EVALUATED", reason=why, **evidence)
        return self.warned("NOT_EVALUATED", self.severity, reason=why, **evidence)

    def unmeasured(self, why: str, **evidence: Any) -> QualityCheck:
        """Say that what was handed in does not suffice to measure: a person has to look."""
        asked = Severity.HIGH if self.severity is Severity.CRITICAL else self.severity
        return self.warned("NOT_EVALUATED", asked, reason=why, **evidence)

    def _finding(
        self,
        result: QualityVerdict,
        reason_code: str | None,
        severity: Severity,
        evidence: dict[str, Any],
    ) -> QualityCheck:
        return QualityCheck(
            check_id=self.check_id,
            result=result,
            reason_code=reason_code,
            severity=severity,
            evidence={name: _bounded(item) for name, item in (self.about | evidence).items()},
        )


def _bounded(value: Any) -> Any:
    match value:
        case str() if len(value) > _LONGEST_TEXT:
            return value[: _LONGEST_TEXT - 1] + "…"
        case float():
            # Digits beyond these are noise of the arithmetic, and would differ between machines.
            return round(value, 6)
        case list() | tuple():
            return [_bounded(item) for item in value[:MAX_MATCHES]]
        case dict():
            return {name: _bounded(item) for name, item in value.items()}
        case _:
            return value
