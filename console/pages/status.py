"""A campaign as one HTML page: what a reviewer decides about, with the findings drawn on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from console.live.view import headline
from console.pages.brief import brief_of
from console.pages.creative import Creative, Finding, creatives_of, findings_of
from console.words.basics import count, sentence
from console.words.creatives import about_the_whole, place_name
from contracts import CampaignState, ChannelStatus, Place
from domain.gravity import faults_of
from domain.pages import render
from runtime.campaigns.replies import PresentCampaign


@dataclass(frozen=True)
class ChannelRow:
    """What is proven about one place."""

    place: str
    publication: str
    where: str
    """Where it is, or why not."""
    url: str
    """Its address on the web; empty when it has none."""


@dataclass(frozen=True)
class StatusPage:
    """What `status.html` shows."""

    title: str
    heading: str
    where: str
    verdict: str
    tone: str
    """The verdict's CSS class."""
    outlook: str
    digest: str
    """The report to review; empty when none awaits a decision."""
    command: str
    """How a decision is given."""
    channels: tuple[ChannelRow, ...]
    says_where: bool
    """Whether there is more to say of any channel than how its publication stands."""
    findings: tuple[Finding, ...]
    """About the campaign as a whole."""
    notes: tuple[str, ...]
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
    verdict, tone = _verdict(campaign)
    channels = tuple(map(_channel, campaign.channels))
    revision = f", revision {campaign.revision}" if campaign.revision else ""
    page = StatusPage(
        title=f"Campaign: {campaign.name}",
        heading=campaign.name,
        where=f"Execution {campaign.execution_id}{revision} · "
        + count(len(campaign.assets), "creative"),
        verdict=verdict,
        tone=tone,
        outlook=sentence(headline(campaign).plain),
        digest=campaign.report_digest or "",
        command=f"starter.py review {campaign.execution_id}",
        channels=channels,
        says_where=any(one.where for one in channels),
        findings=findings_of(faults_of(about_the_whole(campaign))),
        notes=tuple(_notes(campaign)),
        brief=tuple(brief_of(campaign.strategy, campaign.assets)),
        creatives=tuple(creatives_of(campaign, pictures)),
        ruleset=campaign.ruleset or "",
    )
    return render(__name__, "status.html", page)


def _verdict(campaign: PresentCampaign) -> tuple[str, str]:
    if campaign.state is CampaignState.FAILED:
        return "FAILED", "bad"
    if campaign.awaiting_review:
        return "AWAITS REVIEW", "ask"
    if campaign.finished:
        return ("CANCELLED", "ask") if campaign.cancelled else ("FINISHED", "good")
    return ("PAUSED", "ask") if campaign.paused else ("UNDER WAY", "good")


def _channel(one: ChannelStatus) -> ChannelRow:
    is_on_the_web = (one.url or "").startswith(("https://", "http://"))
    return ChannelRow(
        place=place_name(Place(one.channel, one.placement)),
        publication=one.status.replace("_", " "),
        where=one.url or one.detail or one.remote_id or "",
        url=(one.url or "") if is_on_the_web else "",
    )


def _notes(campaign: PresentCampaign) -> Iterator[str]:
    if campaign.idle:
        yield "The last request for changes changed nothing, and is not counted."
    yield from campaign.unread
    yield from campaign.notes
