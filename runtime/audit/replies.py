"""What the auditor's own commands answer: findings per file, a report's proof, the limits."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from contracts import CompiledRule, Contract, QualityCheck, QualityVerdict


class RuleInForce(Contract):
    """One rule as it was compiled, and whether a check judges it."""

    rule: CompiledRule
    why_not: str | None
    """Why no check judges it; `None` when one does."""
    only_warns: bool = False
    """Whether what is found asks a person and blocks nothing: the sentence is in doubt."""


class AuditedFile(Contract):
    """What was found in one picture and the copy beside it."""

    file: str
    """Its path as it was given."""
    sha256: str | None
    """`None` for a file that could not be read: its one finding says why."""
    size_bytes: int | None
    verdict: QualityVerdict
    checks: list[QualityCheck]
    left_out: list[str]
    """Checks of the copy that were not made, because no copy was given."""


class AuditedFiles(Contract):
    """What was found in every file of one command, in the order in which they were given."""

    verdict: QualityVerdict
    """The gravest of the files' verdicts."""
    channel: str
    placement: str
    ruleset: str
    """Name, version and digest of the thresholds."""
    files: list[AuditedFile]
    rules: list[RuleInForce]


class Proof(StrEnum):
    """What became of one thing that was to be proven."""

    PROVEN = "proven"
    BROKEN = "broken"
    """It does not hold."""
    OPEN = "open"
    """It cannot be told from what was given."""


class Statement(Contract):
    """One thing about a report, and whether it is proven."""

    what: str
    proof: Proof
    details: str


class VerifiedReport(Contract):
    """What could be proven about a report without asking anybody."""

    holds: bool
    """Whether nothing is broken and somebody trusted signed it."""
    verdict: QualityVerdict | None
    """What the report says; `None` when it does not fit its contract."""
    report_sha256: str | None
    """The digest that a reviewer approves."""
    execution_id: UUID | None
    statements: list[Statement]


class PlatformLimit(Contract):
    """One limit of a placement."""

    channel: str
    placement: str
    limit: str
    value: str
    enforcement: str
    """`hard`: the platform refuses what is beyond; `soft`: it truncates or advises against it."""
    counting: str | None
    """How a text's length is counted; `None` for what is no text."""
    source: str
    checked_on: date
    age_days: int


class PlatformLimits(Contract):
    """Every limit that is known, by channel, placement and name."""

    limits: list[PlatformLimit]
