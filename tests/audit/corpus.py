"""The corpus as a whole, and how often each check is right about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from domain.audit.catalogue import ASSET_CHECKS, CAMPAIGN_CHECKS
from tests.audit.case import Case
from tests.audit.cases_files import FILE_CASES
from tests.audit.cases_layout import CAMPAIGN_CASES, LAYOUT_CASES
from tests.audit.cases_marks import MARK_CASES
from tests.audit.cases_pictures import PICTURE_CASES
from tests.audit.cases_words import WORD_CASES

CHECK_IDS: Final = (*ASSET_CHECKS, *CAMPAIGN_CHECKS)

CORPUS: Final[list[Case]] = [
    *PICTURE_CASES,
    *FILE_CASES,
    *LAYOUT_CASES,
    *WORD_CASES,
    *MARK_CASES,
    *CAMPAIGN_CASES,
]


@dataclass
class Score:
    """How often a check was right."""

    found: int = 0
    """Failing cases in which it gave the expected code."""
    missed: int = 0
    """Failing cases in which it did not."""
    cleared: int = 0
    """Passing cases that it passed."""
    accused: int = 0
    """Passing cases in which it found something."""
    wrong: list[str] = field(default_factory=list[str])
    """The cases that it gets wrong, in words."""

    @property
    def precision(self) -> float:
        """The share of its findings that are right."""
        return self.found / (self.found + self.accused) if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of the faults that it finds."""
        return self.found / (self.found + self.missed) if self.found else 0.0


def score(cases: Iterable[Case]) -> dict[str, Score]:
    """Judge cases and return how often each check was right, by check id."""
    scores = {check_id: Score() for check_id in CHECK_IDS}
    for case in cases:
        mine, found = scores[case.check_id], case.found()
        named = case.name if len(case.name) <= 60 else f"{case.name[:59]}…"
        if case.expected is None:
            mine.accused += bool(found)
            mine.cleared += not found
            if found:
                mine.wrong.append(f"finds {', '.join(sorted(found))} in «{named}»")
        else:
            is_found = case.expected in found
            mine.found += is_found
            mine.missed += not is_found
            if not is_found:
                mine.wrong.append(f"misses {case.expected} in «{named}»")
    return scores
