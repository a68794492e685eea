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
)

_EXTENSIONS: Final = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "video/mp4": ".mp4",
    "text/plain": ".txt",
}


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
    ai_generated: bool

    @property
    def is_picture(self) -> bool:
        """Whether a browser can show it as a picture."""
        return self.media_type.startswith("image/")


class PostContent(Contract):
    """What the public sees: two posts with equal content are the same post."""

    name: Line
    language: Language
    landing_url: str
    assets: list[PostAsset]

    @property
    def text(self) -> dict[str, str]:
        """The copy of all assets; where two have a field, the first one counts."""
        return {
            field: value for asset in reversed(self.assets) for field, value in asset.text.items()
        }

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
    """Return what an order wants the public to see."""
    return PostContent(
        name=order.name,
        language=order.language,
        landing_url=order.landing_url,
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
