"""What the sender of a campaign vouches for, so that the audit need not ask a person."""

from pydantic import Field

from contracts.base import Contract, HexColor, Line, Sha256, Slug

Region = Slug
"""Where a campaign is shown: an ISO 3166-1 code in lower case, or `eu` for the whole Union."""


class EarlierCreative(Contract):
    """A creative of an earlier campaign, as far as it takes to recognise it."""

    sha256: Sha256
    dhash: str = Field(pattern=r"^[0-9a-f]{16}$")
    """Its difference hash: 64 bits, as `duplicate_creative_check` reports them."""


class AuditTerms(Contract):
    """What the sender can vouch for, and what has to be disclosed; nothing is the usual case."""

    substantiations: dict[Line, Line] = Field(default={}, max_length=50)
    """Claims that may be made, each with the reference that proves it."""
    contacts: list[Line] = Field(default=[], max_length=50)
    """E-mail addresses and telephone numbers that copy may show."""
    regions: list[Region] = Field(default=[], max_length=50)
    """Where the campaign is shown."""
    ad_label: Line | None = None
    """What marks the copy as an advertisement, such as `Publicidad` or `#ad`, where it has to."""
    ai_label: Line | None = None
    """What says that a generative model made the picture, such as `Imagen creada con IA`."""
    palette: list[HexColor] = Field(default=[], max_length=50)
    """Colours of the brand beside those of its kit."""
    link_hosts: list[Line] = Field(default=[], max_length=50)
    """Hosts that links may lead to; none means the landing page's own."""
    link_statuses: dict[str, int] = Field(default={}, max_length=50)
    """What a request for each link was answered with, where somebody asked; 0 for no answer."""
    bulk_email: bool = False
    """Whether so many e-mails go out that providers demand a one-click way to unsubscribe."""
    unsubscribe_url: str | None = Field(default=None, max_length=2000)
    """Where readers of e-mails unsubscribe with one click (RFC 8058)."""
    earlier_creatives: list[EarlierCreative] = Field(default=[], max_length=200)
    """What the tenant has published before."""
