"""What an operator submits."""

from datetime import timedelta
from itertools import pairwise
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, Field, field_validator, model_validator

from contracts.artifacts import MAX_RULES, ArtifactRef, ToneKey
from contracts.base import (
    Amount,
    Contract,
    Currency,
    Duration,
    HexColor,
    JsonObject,
    Line,
    Place,
    Prose,
    Slug,
    Utc,
    check_size,
)
from contracts.enums import ChannelFailurePolicy, Language, ReviewMode
from contracts.links import is_feed_address, web_address
from contracts.names import retry_id
from contracts.terms import AuditTerms

MAX_REQUEST_BYTES = 48 * 1024
"""The largest request, as JSON. The brief that is made of it is up to three times as large and goes
to every channel in one step, and Temporal takes 4 MiB in one step."""

MAX_REQUEST_FILE_BYTES = 256 * 1024
"""The largest request file, with its comments and white space."""


MAX_RETRIES_OF_A_CAMPAIGN = 5
"""How many executions in a row may be retries: what fails six times has a cause to be mended."""


class ChannelPlan(Contract):
    """One place of a campaign: a channel, and the placement that the creative is made for."""

    channel: Slug
    placement: Slug
    share: float | None = Field(default=None, ge=0, le=1)
    """Part of the budget; places without one share the rest evenly."""

    @property
    def place(self) -> Place:
        """Where the creative appears."""
        return Place(self.channel, self.placement)


class Budget(Contract):
    """The money that a campaign may spend."""

    total: Amount
    currency: Currency = "EUR"
    """ISO 4217 code."""


class BrandKit(Contract):
    """How the sender looks."""

    name: Line
    background: HexColor = "#FFFFFF"
    text: HexColor = "#111111"
    accent: HexColor = "#1F4E79"
    """Fill of the call to action."""
    accent_text: HexColor = "#FFFFFF"
    logo: ArtifactRef | None = None
    """A PNG in the artefact store."""


class Source(Contract):
    """A feed or signal file that the radar reads."""

    name: Line
    """What to call it, such as its file name."""
    artifact: ArtifactRef


def _is_feed(url: str) -> str:
    if not is_feed_address(url):
        raise ValueError(
            "must be an address such as https://news.example/feed.xml, in ASCII and without a name "
            "or password"
        )
    return url


class WebSource(Contract):
    """A feed or signal file that the radar fetches from the web."""

    name: Line
    """What to call it, such as its host and path."""
    url: Annotated[str, AfterValidator(_is_feed)]


class ReviewPolicy(Contract):
    """When a person decides, and how long the campaign waits for it."""

    mode: ReviewMode = ReviewMode.WHEN_NEEDED
    window: Duration = timedelta(days=3)
    max_revisions: int = Field(default=2, ge=0, le=5)
    """How often a reviewer may send the campaign back to content production."""
    max_self_revisions: int = Field(default=0, ge=0, le=5)
    """How often the audit's findings go back to content production before a person is asked or the
    campaign fails: for content that a model or a service makes."""


class Timing(Contract):
    """When the campaign may publish, and how long it listens for results."""

    publish_not_before: Utc | None = None
    publish_before: Utc | None = None
    """A publication that has not begun by then is missed: the campaign ends as `FAILED_TIMEOUT`."""
    learning_window: Duration = timedelta(days=7)
    resolution_window: Duration = timedelta(days=7)
    """How long an unknown publication waits for a person to settle it."""

    @model_validator(mode="after")
    def _window_is_open(self) -> Self:
        if (
            self.publish_not_before is not None
            and self.publish_before is not None
            and self.publish_before <= self.publish_not_before
        ):
            raise ValueError("publish_before must be later than publish_not_before")
        return self


class CampaignRequest(Contract):
    """A campaign as it is asked for. It does not change once the campaign has started."""

    campaign_id: UUID
    tenant_id: UUID
    execution_id: UUID
    """One run of the campaign. The same id with the same request is the same run."""
    max_retries: int = Field(default=3, ge=0, le=50)
    """Hard limit of retries for the whole execution."""
    priority: int = Field(default=3, ge=1, le=5)
    """Whose turn it is first where work waits: 1 before 5. Among equals, tenants take turns."""
    name: Line
    product: Line
    """What is promoted."""
    purpose: Prose
    """Why it is promoted: the effect that is wanted."""
    audience: Prose
    core_message: Line
    """The one thing to be understood, in the campaign's language."""
    call_to_action: Line
    language: Language
    channels: list[ChannelPlan] = Field(min_length=1, max_length=20)
    budget: Budget
    brand: BrandKit
    do_not_do: list[Line] = Field(default=[], max_length=MAX_RULES)
    """Prohibitions, as sentences in Spanish or English."""
    tone_guard: dict[ToneKey, Line] = Field(default={}, max_length=20)
    platform_constraints: JsonObject = {}
    """Limits that replace the channels' own, by `channel.placement.limit`."""
    landing_url: str = Field(max_length=2000)
    terms: AuditTerms = AuditTerms()
    """What the sender vouches for, and what has to be disclosed."""
    sources: list[Source] = Field(default=[], max_length=50)
    feeds: list[WebSource] = Field(default=[], max_length=50)
    """Sources that are fetched when the radar looks at them. A request's file names them among its
    sources."""
    review: ReviewPolicy = ReviewPolicy()
    timing: Timing = Timing()
    on_channel_failure: ChannelFailurePolicy = ChannelFailurePolicy.FAIL
    retry_of: list[UUID] = Field(default=[], max_length=MAX_RETRIES_OF_A_CAMPAIGN)
    """The failed executions that this one goes on from, oldest first; each is the retry of the one
    before it. Everything else in the request is as it was in theirs."""

    @field_validator("landing_url")
    @classmethod
    def _is_a_web_address(cls, value: str) -> str:
        if web_address(value) is None:
            raise ValueError("must be a web address that begins with http:// or https://")
        return value

    @model_validator(mode="after")
    def _is_the_retry_of_the_last(self) -> Self:
        chain = [*self.retry_of, self.execution_id]
        for former, later in pairwise(chain):
            if later != retry_id(former):
                raise ValueError(
                    f"retry_of: the retry of execution {former} is {retry_id(former)}, and not "
                    f"{later}; 'starter.py retry {former}' starts it"
                )
        return self

    @model_validator(mode="after")
    def _is_not_too_large(self) -> Self:
        check_size(self, MAX_REQUEST_BYTES)
        return self

    @model_validator(mode="after")
    def _places_are_unique(self) -> Self:
        places = [plan.place for plan in self.channels]
        twice = sorted({str(place) for place in places if places.count(place) > 1})
        if twice:
            raise ValueError(
                f"channels: {', '.join(twice)} stands in the list twice; a channel may stand in it "
                "once for each placement"
            )
        claimed = sum(plan.share or 0 for plan in self.channels)
        if claimed > 1 + 1e-9:
            raise ValueError(f"channels: the shares add up to {claimed:g}, more than the whole")
        return self
