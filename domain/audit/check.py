"""What a check is: one record from which judge, documentation and sentences are made."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from contracts import QualityCheck, Severity
from domain.audit.findings import Judge, Reason


class Need(StrEnum):
    """What a check cannot judge without."""

    FILE = "file"
    """The bytes."""
    PICTURE = "picture"
    """Bytes that decode."""
    LAYOUT = "layout"
    """A manifest that says where the text is, with its mask."""
    COPY = "copy"
    """What is written beside the picture: of a picture alone nothing is said."""
    WORDS = "words"
    """Any words: of the copy, the alternative text or the picture."""
    CAMPAIGN = "campaign"
    """All assets of a campaign together, and its brief."""


class Judged(Protocol):
    """What a check can look at."""

    @property
    def about(self) -> dict[str, Any]:
        """Evidence that says what is judged."""
        ...

    @property
    def doubtful(self) -> frozenset[str]:
        """Texts of rules that are understood in part."""
        ...


SubjectT = TypeVar("SubjectT", bound=Judged)


@dataclass(frozen=True)
class Check(Generic[SubjectT]):
    """One check: all that is known of it stands here, and nothing of it anywhere else."""

    check_id: str
    """By which reports name it, and its file is called."""
    severity: Severity
    """How grave its faults are, unless the subject asks for another gravity."""
    needs: frozenset[Need]
    measures: str
    """What it measures, in a line."""
    reasons: tuple[Reason, ...]
    """Everything that it can find, but for `NOT_EVALUATED`, which all can."""
    find: Callable[[SubjectT, Judge], list[QualityCheck]]

    def __call__(self, subject: SubjectT) -> list[QualityCheck]:
        """Return what the check finds in a subject; at least one finding, passed or not.

        A check that stumbles has not judged, and says so: neither a stranger's file nor a mistake
        of ours may take the verdict from everything else.
        """
        judge = Judge(self.check_id, self.severity, self.reasons, subject.about, subject.doubtful)
        try:
            return self.find(subject, judge)
        except Exception as error:  # noqa: BLE001 - libraries raise whatever they stumble into
            return [judge.not_evaluated(f"the check stumbled: {type(error).__name__}: {error}")]
