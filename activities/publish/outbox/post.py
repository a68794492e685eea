"""What the outbox notes of one post, in a form that any program can read."""

import hashlib
import json
from typing import Final

from contracts import (
    Contract,
    Language,
    Line,
    Publication,
    PublicationStatus,
    PublishOrder,
    SettleOrder,
    Sha256,
    Slug,
    Utc,
    web_address,
)

_EXTENSIONS: Final = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "video/mp4": ".mp4",
    "text/plain": ".txt",
}


_HEADINGS: Final = ("subject", "long_headline", "headline")
_LONGEST_TITLE: Final = 90
"""Characters of the copy that stand for a post that has no headline."""


class PostAsset(Contract):
    """One creative of a post, and the file beside the post that holds it."""

    file: str
    sha256: Sha256
    media_type: str
    size_bytes: int
    width: int | None
    height: int | None
    text: dict[str, str]
    alt_text: str | None
    link: str | None
    language: Language | None
    ai_generated: bool

    @property
    def is_picture(self) -> bool:
        """Whether a browser can show it as a picture."""
        return self.media_type.startswith("image/")


class PostContent(Contract):
    """What the public sees, all of it audited: two posts with equal content are the same post."""

    assets: list[PostAsset]

    @property
    def text(self) -> dict[str, str]:
        """The copy of all assets; where two have a field, the first one counts."""
        return {
            field: value for asset in reversed(self.assets) for field, value in asset.text.items()
        }

    @property
    def title(self) -> str:
        """The headline, the subject or the first line of the body; empty without any words."""
        text = self.text
        for field in _HEADINGS:
            if text.get(field, "").strip():
                return text[field].strip()
        first = text.get("body", "").strip().partition("\n")[0].rstrip()
        if len(first) > _LONGEST_TITLE:
            first = first[: _LONGEST_TITLE - 1].rstrip() + "…"
        return first

    @property
    def link(self) -> str | None:
        """Where the post leads; `None` for what is no address on the web, which nothing opens."""
        return next((asset.link for asset in self.assets if web_address(asset.link)), None)

    @property
    def host(self) -> str:
        """The host that the post leads to, without its `www.`; empty without a link."""
        parts = web_address(self.link)
        return (parts.hostname or "").removeprefix("www.") if parts else ""

    @property
    def language(self) -> Language | None:
        """The language of the copy, as the first asset that names one says."""
        return next((asset.language for asset in self.assets if asset.language), None)

    @property
    def picture(self) -> PostAsset | None:
        """The first asset that is a picture."""
        return next((asset for asset in self.assets if asset.is_picture), None)


class Post(Contract):
    """One publication on one channel, as it stands in `post.json`."""

    step_key: str
    campaign_id: str
    tenant_id: str
    execution_id: str
    channel: Slug
    placement: Slug
    remote_id: Line
    brief_sha256: Sha256
    report_sha256: Sha256
    published_at: Utc
    retracted_at: Utc | None = None
    content: PostContent

    def to_json(self) -> bytes:
        """Return the bytes of `post.json`: the same post gives the same bytes."""
        return to_json(self.model_dump(mode="json"))

    def publication(self, url: str, *, retracted: bool) -> Publication:
        """Return what is proven by the post lying at this address."""
        return Publication(
            channel=self.channel,
            placement=self.placement,
            status=PublicationStatus.RETRACTED if retracted else PublicationStatus.SENT,
            remote_id=self.remote_id,
            url=url,
            at=self.retracted_at or self.published_at if retracted else self.published_at,
        )


def content_of(order: PublishOrder) -> PostContent:
    """Return what an order wants the public to see; it is taken from the audited assets alone."""
    return PostContent(
        assets=[
            PostAsset(
                file=f"{number}-{asset.placement}{_EXTENSIONS.get(asset.media_type, '.bin')}",
                sha256=asset.sha256,
                media_type=asset.media_type,
                size_bytes=asset.size_bytes,
                width=asset.width,
                height=asset.height,
                text=asset.text,
                alt_text=asset.alt_text,
                link=asset.link,
                language=asset.language,
                ai_generated=asset.ai_generated,
            )
            for number, asset in enumerate(order.assets, start=1)
        ],
    )


def folder_name(order: PublishOrder | SettleOrder) -> str:
    """Return the name of a post's folder: readable, and its own for every step key."""
    return f"{order.execution_id.hex[:8]}-{order.channel}-{_short(order.step_key)}"


def remote_id(step_key: str) -> str:
    """Return the outbox's own name for what is published under a key."""
    return f"outbox:{_short(step_key)}"


def to_json(value: object) -> bytes:
    """Return JSON in UTF-8 that people and version control can read."""
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _short(step_key: str) -> str:
    return hashlib.sha256(step_key.encode()).hexdigest()[:16]
