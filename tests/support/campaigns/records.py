"""Records of campaigns that stand somewhere, with a clock that ticks when it is asked."""

from datetime import datetime, timedelta
from typing import Any

from contracts import Place, Wait, WaitingFor
from tests.support.builders import MOMENT, check, request
from tests.support.campaigns.parts import asset, brief, report
from workflows.lifecycle import CampaignEvent
from workflows.record import Record

ON_X = Place("x", "post")
AUDITED = (CampaignEvent.SCAN, CampaignEvent.PLAN, CampaignEvent.PRODUCE, CampaignEvent.AUDIT)
REVIEW_WAIT = Wait(on=WaitingFor.REVIEW, why="tone found TONE", until=MOMENT)


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = MOMENT

    def __call__(self) -> datetime:
        """Return the time, and let a second pass."""
        self.now += timedelta(seconds=1)
        return self.now


def record(**changes: Any) -> Record:
    """Return the record of a campaign on X and e-mail that has just begun."""
    return Record(request("x", "email", **changes), Clock())


def audited() -> Record:
    """Return the record of a campaign that stands in its audit with two revisions behind it."""
    kept = record()
    for event in AUDITED:
        kept.move(event)
    kept.brief = brief()
    kept.assets = [asset(), asset(revision=1), asset(channel="email", revision=1)]
    kept.revision = 1
    kept.add_audit(report(check(), timestamp=1.0), "0" * 64)
    kept.add_audit(report(check(), timestamp=2.0), "1" * 64)
    return kept
