"""Where a campaign stands, as the pages about one show it: a verdict, and what is proven where."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from console.pages.creative import Finding, findings_of
from console.words.basics import chain, sentence
from console.words.creatives import about_the_whole, place_name
from contracts import CampaignState, ChannelStatus, Place
from domain.gravity import faults_of
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

    @classmethod
    def of(cls, one: ChannelStatus) -> Self:
        """Return one place; only an address on the web becomes a link."""
        is_on_the_web = (one.url or "").startswith(("https://", "http://"))
        return cls(
            place=place_name(Place(one.channel, one.placement)),
            publication=one.status.replace("_", " "),
            where=one.url or one.detail or one.remote_id or "",
            url=(one.url or "") if is_on_the_web else "",
        )


@dataclass(frozen=True)
class Standing:
    """What is read first."""

    verdict: str
    tone: str
    """The verdict's CSS class."""
    channels: tuple[ChannelRow, ...]
    findings: tuple[Finding, ...]
    """About the campaign as a whole."""
    notes: tuple[str, ...]

    @classmethod
    def of(cls, campaign: PresentCampaign) -> Self:
        """Return where a campaign stands."""
        verdict, tone = _verdict(campaign)
        return cls(
            verdict=verdict,
            tone=tone,
            channels=tuple(map(ChannelRow.of, campaign.channels)),
            findings=findings_of(faults_of(about_the_whole(campaign))),
            notes=tuple(_notes(campaign)),
        )

    @property
    def says_where(self) -> bool:
        """Whether there is more to say of any channel than how its publication stands."""
        return any(one.where for one in self.channels)


def _verdict(campaign: PresentCampaign) -> tuple[str, str]:
    if campaign.state is CampaignState.FAILED:
        return "FAILED", "bad"
    if campaign.awaiting_review:
        return "AWAITS REVIEW", "ask"
    if campaign.finished:
        return ("CANCELLED", "ask") if campaign.cancelled else ("FINISHED", "good")
    return ("PAUSED", "ask") if campaign.paused else ("UNDER WAY", "good")


def _notes(campaign: PresentCampaign) -> Iterator[str]:
    yield from map(sentence, chain(campaign))
    if campaign.idle:
        yield "The last request for changes changed nothing, and is not counted."
    yield from (f"Channel {note}" for note in campaign.channel_notes)
    yield from campaign.unread
    yield from campaign.notes
