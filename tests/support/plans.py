"""A request as the dry run sees it: how it would end, what is found, and what would be written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from contracts import QualityVerdict
from runtime.files.request import PreparedRequest, read_request
from runtime.plan.planning import plan_campaign
from runtime.plan.replies import CampaignPlan
from runtime.settings import Settings

NOW: Final = datetime(2026, 11, 28, 12, tzinfo=UTC)
"""When everything is planned: the dates in the cases are of the weeks before."""
_ALWAYS: Final = {"UNTRUSTED_DEV_KEY", "UTM_MISSING", "UNSUBSCRIBE_MISSING"}
"""What is found in every request that is short and planned at an empty home."""
_WITHOUT_SOURCES: Final = "The request names no sources, so there are no signals."


def read(file: Path, beside: Sequence[Path] = ()) -> PreparedRequest:
    """Read a request file, which may name files of further folders."""
    return read_request(file, attach_from=beside, now=NOW)


async def planned(prepared: PreparedRequest, home: Path) -> CampaignPlan:
    """Plan a request at a home that does not exist."""
    done = await plan_campaign(prepared, Settings(home=home), NOW, lambda _: None)
    return done.plan


@dataclass(frozen=True)
class Outlook:
    """How a plan says that its campaign would end, and what is told about it."""

    ends: str
    """The gate's decision, or the reason of the failure."""
    finds: str
    """Codes of the findings, without those that nearly every short request has."""
    said: str
    """The notes, without the name of the request's file."""

    @classmethod
    def of(cls, plan: CampaignPlan) -> "Outlook":
        """Return the outlook of a plan."""
        checks = [one for one in plan.checks if one.result is not QualityVerdict.PASS]
        codes = {one.reason_code or "" for one in checks} - _ALWAYS
        notes = [note for note in plan.notes if note != _WITHOUT_SOURCES]
        said = [note.partition(".yaml: ")[2] or note for note in notes]
        ends = plan.terminal_reason or (plan.gate.outcome if plan.gate else "")
        return cls(ends, " ".join(sorted(codes)), "; ".join(said))


def written(plan: CampaignPlan) -> str:
    """Return every text that a plan would publish, alternative texts included."""
    return "\n".join(
        text for asset in plan.assets for text in (*asset.text.values(), asset.alt_text or "")
    )
