"""What `doctor` answers."""

from enum import StrEnum

from activities.ports import Account
from contracts import Contract, Prose


class Health(StrEnum):
    """How it stands with a part of the installation."""

    WELL = "well"
    DOUBTFUL = "doubtful"
    """It works, and somebody should know something about it."""
    FAULTY = "faulty"


class Finding(Contract):
    """What was found about one part."""

    part: str
    """Which one, in a word or two."""
    health: Health
    says: Prose
    """What was seen."""
    to_do: Prose | None = None
    """What puts it right, where something does."""
    account: Account | None = None
    """Whose credentials a channel accepted, until when they hold and how many calls are left."""


class Diagnosis(Contract):
    """Everything that was found, in the order in which an installation is built up."""

    findings: list[Finding]
    is_fit: bool
    """Whether campaigns can run: nothing is faulty."""

    @classmethod
    def of(cls, findings: list[Finding]) -> "Diagnosis":
        """Return what follows from the findings."""
        faults = [finding for finding in findings if finding.health is Health.FAULTY]
        return cls(findings=findings, is_fit=not faults)
