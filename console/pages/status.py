"""A campaign as one HTML page: what a reviewer decides about, with the findings drawn on it."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.live.view import headline
from console.pages.brief import brief_of
from console.pages.creative import Creative, creatives_of
from console.pages.standing import Standing
from console.words.basics import count, sentence
from domain.pages import render
from runtime.campaigns.replies import PresentCampaign


@dataclass(frozen=True)
class StatusPage:
    """What `status.html` shows."""

    title: str
    heading: str
    where: str
    outlook: str
    standing: Standing
    digest: str
    """The report to review; empty when none awaits a decision."""
    command: str
    """How a decision is given."""
    brief: tuple[tuple[str, str], ...]
    """Names and texts; empty when no brief came about."""
    creatives: tuple[Creative, ...]
    ruleset: str
    """Empty when nothing was audited."""


def page_of(campaign: PresentCampaign, pictures: Mapping[str, bytes]) -> str:
    """Return the page.

    Args:
        campaign: Where it stands, what would go out, and what was found in it.
        pictures: The bytes of each asset, by SHA-256, as far as they could be read.
    """
    revision = f", revision {campaign.revision}" if campaign.revision else ""
    page = StatusPage(
        title=f"Campaign: {campaign.name}",
        heading=campaign.name,
        where=f"Execution {campaign.execution_id}{revision} · "
        + count(len(campaign.assets), "creative"),
        outlook=sentence(headline(campaign).plain),
        standing=Standing.of(campaign),
        digest=campaign.report_digest or "",
        command=f"starter.py review {campaign.execution_id}",
        brief=tuple(brief_of(campaign.strategy, campaign.assets)),
        creatives=tuple(creatives_of(campaign, pictures)),
        ruleset=campaign.ruleset or "",
    )
    return render(__name__, "status.html", page)
