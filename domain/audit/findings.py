"""How a check says what it found."""

from dataclasses import dataclass, replace
from typing import Any, Final

from contracts import QualityCheck, QualityVerdict, Severity

MAX_MATCHES: Final = 20
"""Occurrences that one finding lists; a reader needs no more to act."""

_LONGEST_TEXT: Final = 300
"""Characters of a text that evidence quotes."""


@dataclass(frozen=True)
class Reason:
    """What a check can find: a stable code, how a person is told, and what it usually means."""

    code: str
    sentence: str
    """With names of its evidence in braces: behind one, `:ratio` and `:share` say how a number is
    written; `{details}` is all evidence that is not named."""
    otherwise: str | None = None
    """What is told where the evidence does not have all that the sentence names."""
    usually: QualityVerdict = QualityVerdict.FAIL
    """`FAIL`, as grave as its check; or `WARN`, which a reader should know."""
    warning: Severity = Severity.HIGH
    """How grave it is as a `WARN`; `HIGH` means that a person has to decide."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What may be told, in the order in which it is tried."""
        return (self.sentence,) if self.otherwise is None else (self.sentence, self.otherwise)


def warning(code: str, sentence: str, severity: Severity) -> Reason:
    """Return the reason of what is never a fault, but something that a reader should know."""
    return Reason(code, sentence, usually=QualityVerdict.WARN, warning=severity)


NOT_EVALUATED: Final = warning("NOT_EVALUATED", "not judged: {reason}", Severity.HIGH)
"""What every check can find: that it cannot tell."""


@dataclass(frozen=True)
class Judge:
    """One check at work on one thing."""

    check_id: str
    severity: Severity
    reasons: tuple[Reason, ...]
    """What the check says that it can find."""
    about: dict[str, Any]
    """Evidence that says what is judged; every finding carries it."""
    doubtful: frozenset[str] = frozenset()
    """Texts of rules that are understood in part: whether one is broken, a person decides."""

    def at(self, severity: Severity) -> "Judge":
        """Judge as gravely as the subject asks for, and not as usual."""
        return replace(self, severity=severity)

    def on(self, **about: Any) -> "Judge":
        """Judge a part: every finding names it."""
        return replace(self, about=self.about | about)

    def passed(self, **evidence: Any) -> QualityCheck:
        """Say that nothing is wrong."""
        return self._finding(QualityVerdict.PASS, None, self.severity, evidence)

    def failed(self, reason: Reason, /, **evidence: Any) -> QualityCheck:
        """Say what is wrong; by a rule in doubt, a person has to say whether it is."""
        if evidence.get("rule") in self.doubtful:
            return self._finding(QualityVerdict.WARN, reason, Severity.HIGH, evidence)
        return self._finding(QualityVerdict.FAIL, reason, self.severity, evidence)

    def warned(self, reason: Reason, /, **evidence: Any) -> QualityCheck:
        """Say what a reader should know, as gravely as its reason is as a warning."""
        return self._finding(QualityVerdict.WARN, reason, reason.warning, evidence)

    def not_evaluated(self, why: str, /, **evidence: Any) -> QualityCheck:
        """Say that something that should be there cannot be judged: a blocking check blocks."""
        if self.severity is Severity.CRITICAL:
            return self.failed(NOT_EVALUATED, reason=why, **evidence)
        return self.unmeasured(why, **evidence)

    def unmeasured(self, why: str, /, **evidence: Any) -> QualityCheck:
        """Say that what was handed in does not suffice to measure: a person has to look."""
        asked = Severity.HIGH if self.severity is Severity.CRITICAL else self.severity
        return self._finding(QualityVerdict.WARN, NOT_EVALUATED, asked, {"reason": why, **evidence})

    def _declares(self, reason: Reason) -> bool:
        return any(reason is known for known in (NOT_EVALUATED, *self.reasons))

    def _finding(
        self,
        result: QualityVerdict,
        reason: Reason | None,
        severity: Severity,
        evidence: dict[str, Any],
    ) -> QualityCheck:
        if reason is not None and not self._declares(reason):
            # A mistake of ours, which tests find. It may neither stop an audit nor hide a fault.
            evidence["reason"] = f"{self.check_id} found {reason.code}, which it does not declare"
            reason = NOT_EVALUATED
        return QualityCheck(
            check_id=self.check_id,
            result=result,
            reason_code=None if reason is None else reason.code,
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
