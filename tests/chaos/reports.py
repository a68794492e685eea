"""What workers said of activities that came to nothing, read from their logs."""

import re
from pathlib import Path
from typing import Final

_FAILED: Final = "Completing activity as failed"
_CAMPAIGN: Final = re.compile(r"'workflow_id': 'campaign-([0-9a-f-]{36})'")
_WHY: Final = re.compile(r"ApplicationError: (.*)")


def read_reports(log: Path) -> list[dict[str, str]]:
    """Return each failure that was reported: of which execution it is, and why."""
    if not log.exists():
        return []
    found: list[dict[str, str]] = []
    for said in log.read_text(encoding="utf-8", errors="replace").split(_FAILED)[1:]:
        campaign, why = _CAMPAIGN.search(said), _WHY.findall(said)
        if campaign is not None and why:
            found.append({"execution_id": campaign[1], "why": why[-1]})
    return found
