"""What an audit tells whoever made the content, so that it can be mended without a person."""

import json
from typing import Final

from contracts import QualityCheck, QualityReport, Severity, as_prose
from domain.gravity import faults_of

_MOST: Final = 20
_LONGEST: Final = 600
_PLACE: Final = ("channel", "placement", "field")
_NAMES: Final = "artifact_sha256"
"""Evidence that says nothing to whoever writes."""
_DECISIVE: Final = {Severity.CRITICAL, Severity.HIGH}


def for_the_author(report: QualityReport) -> list[str]:
    """Return what stands between the content and its publication, the gravest first.

    What no content can mend is left out: a finding about the campaign as a whole, or a rule that
    nobody can judge by the content.
    """
    return [
        _told(fault)
        for fault in faults_of(report.checks)
        if fault.severity in _DECISIVE and "channel" in fault.evidence
    ][:_MOST]


def _told(fault: QualityCheck) -> str:
    where = [str(fault.evidence.get(name, "")) for name in _PLACE]
    evidence = {
        name: value for name, value in fault.evidence.items() if name not in {*_PLACE, _NAMES}
    }
    measured = json.dumps(evidence, ensure_ascii=False, sort_keys=True)
    what = fault.reason_code or "a fault"
    place = ".".join(part for part in where if part)
    return as_prose(f"{place}: {fault.check_id} found {what}: {measured}", _LONGEST)
