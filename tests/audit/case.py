"""One labelled case of the corpus, and what the audit says of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from contracts import Language, QualityCheck, QualityVerdict
from domain.audit.catalogue import ASSET_CHECKS, CAMPAIGN_CHECKS
from domain.audit.subject import Subject
from tests.support.audit.subjects import subject

ENGLISH: Final[Mapping[str, Any]] = {"language": Language.ENGLISH}
"""What a campaign in English wants."""


@dataclass(frozen=True)
class Case:
    """A creative or a copy that a person has labelled for one check."""

    check_id: str
    name: str
    expected: str | None
    """The reason code that the check has to give, or `None` where it has to pass."""
    judge: Callable[[], list[QualityCheck]]

    def found(self) -> set[str]:
        """Return the reason codes of everything that the check did not pass."""
        return {
            str(finding.reason_code)
            for finding in self.judge()
            if finding.result is not QualityVerdict.PASS
        }


def shown(check_id: str, name: str, expected: str | None, **how: Any) -> Case:
    """Return a case about one asset; `how` are arguments of `subject`."""

    def judge() -> list[QualityCheck]:
        return ASSET_CHECKS[check_id](subject(**how))

    return Case(check_id, name, expected, judge)


def built(check_id: str, name: str, expected: str | None, build: Callable[[], Subject]) -> Case:
    """Return a case about one asset that is built in its own way."""
    return Case(check_id, name, expected, lambda: ASSET_CHECKS[check_id](build()))


def said(check_id: str, expected: str | None, text: str, **how: Any) -> Case:
    """Return a case about one text in one field, the body unless `field` names another."""
    copy = {"headline": "La cosecha", how.pop("field", "body"): text}
    return shown(check_id, text, expected, **({"text": copy, "alt_text": "Una taza"} | how))


def whole(check_id: str, name: str, expected: str | None, build: Callable[[], Any]) -> Case:
    """Return a case about a campaign as a whole."""
    return Case(check_id, name, expected, lambda: CAMPAIGN_CHECKS[check_id](build()))
