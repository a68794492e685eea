"""The pages of the outbox: each post as its channel would show it, and all of them in a row.

What stands in them of a post is its audited content; the rest says where it comes from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from activities.publish.outbox.post import Post, PostAsset, to_json
from domain.pages import render
from domain.platforms import Look, look_of

_EXCERPT: Final = 140
"""Characters of copy on a card of the overview."""
_TALL: Final = 1.5
"""Height / width beyond which a picture is shown as a telephone's screen is."""


@dataclass(frozen=True)
class ShownPicture:
    """One picture of a post."""

    file: str
    alt: str
    width: int | None
    height: int | None


@dataclass(frozen=True)
class ShownFile:
    """One file that lies beside a post."""

    name: str
    measure: str
    sha256: str


@dataclass(frozen=True)
class PostPage:
    """What `post.html` shows."""

    title: str
    channel: str
    placement: str
    accent: str
    """A color as CSS writes it."""
    layout: str
    language: str | None
    sender: str
    moment: str
    """When it was published, here and below in UTC."""
    taken_back: str
    """Empty while it is out."""
    overview: str
    """Where the page of all posts lies."""
    text: Mapping[str, str]
    """The copy by field."""
    copy: tuple[tuple[str, str], ...]
    """The same for a table: names as people say them."""
    host: str
    link: str | None
    """`None` for what nothing should open."""
    pictures: tuple[ShownPicture, ...]
    is_tall: bool
    files: tuple[ShownFile, ...]
    remote_id: str
    execution: str
    report: str


@dataclass(frozen=True)
class Card:
    """One post on the overview."""

    folder: str
    title: str
    channel: str
    placement: str
    accent: str
    language: str | None
    excerpt: str
    sender: str
    moment: str
    picture: ShownPicture | None


@dataclass(frozen=True)
class OverviewPage:
    """What `overview.html` shows."""

    count: str
    cards: tuple[Card, ...]
    unreadable: str
    """Names of folders; empty when every post can be read."""
    older: str
    """How many posts are not shown; empty when all are."""


def post_page(post: Post) -> str:
    """Return one self-contained page that shows a post; its pictures lie beside it."""
    return render(__name__, "post.html", _shown(post))


def overview_page(
    posts: Sequence[tuple[str, Post]], unreadable: Sequence[str], older: int = 0
) -> str:
    """Return the page that shows posts in the given order, each with its folder's name.

    Args:
        posts: Them.
        unreadable: The folders of those that cannot be shown.
        older: How many others there are, if that is more than none.
    """
    known = len(posts) + max(older, 0)
    page = OverviewPage(
        count=f"{known} post" + ("" if known == 1 else "s"),
        cards=tuple(_card(folder, post) for folder, post in posts),
        unreadable=", ".join(unreadable),
        older=f"{older} older" if older > 0 else "",
    )
    return render(__name__, "overview.html", page)


def feed(posts: Sequence[tuple[str, Post]], root: str) -> bytes:
    """Return posts as a JSON Feed (https://www.jsonfeed.org/version/1.1/).

    Args:
        posts: Each post with its folder's name, in the order of the feed.
        root: The outbox's address, without a slash at its end.
    """
    return to_json(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Outbox",
            "home_page_url": f"{root}/index.html",
            "feed_url": f"{root}/feed.json",
            "items": [_item(post, f"{root}/{folder}") for folder, post in posts],
        }
    )


def _item(post: Post, address: str) -> dict[str, Any]:
    content, look = post.content, look_of(post.channel)
    optional = {"external_url": content.link, "language": content.language}
    return {name: value for name, value in optional.items() if value is not None} | {
        "id": post.remote_id,
        "url": f"{address}/index.html",
        "title": f"{_title(post, look)} · {look.title}",
        "content_text": "\n\n".join(content.text.values()),
        "date_published": post.published_at.isoformat(),
        "tags": [post.channel, post.placement],
        "attachments": [
            {
                "url": f"{address}/{asset.file}",
                "mime_type": asset.media_type,
                "size_in_bytes": asset.size_bytes,
            }
            for asset in content.assets
        ],
    }


def _shown(post: Post) -> PostPage:
    content, look = post.content, look_of(post.channel)
    picture = content.picture
    return PostPage(
        title=_title(post, look),
        channel=look.title,
        placement=post.placement,
        accent=look.accent,
        layout=look.layout,
        language=content.language,
        sender=_sender(post, look),
        moment=_moment(post.published_at),
        taken_back=_moment(post.retracted_at) if post.retracted_at else "",
        overview="../../index.html" if post.retracted_at else "../index.html",
        text=content.text,
        copy=tuple(
            (field.replace("_", " ").capitalize(), value)
            for field, value in sorted(content.text.items())
        ),
        host=content.host,
        link=content.link,
        pictures=tuple(_picture(asset) for asset in content.assets if asset.is_picture),
        is_tall=bool(
            picture and picture.width and picture.height and picture.height > _TALL * picture.width
        ),
        files=tuple(map(_file, content.assets)),
        remote_id=post.remote_id,
        execution=post.execution_id,
        report=post.report_sha256,
    )


def _card(folder: str, post: Post) -> Card:
    content, look = post.content, look_of(post.channel)
    text, picture = content.text, content.picture
    words = " ".join(text.get("body", text.get("description", "")).split())
    if len(words) > _EXCERPT:
        words = words[: _EXCERPT - 1].rstrip() + "…"
    return Card(
        folder=folder,
        title=_title(post, look),
        channel=look.title,
        placement=post.placement,
        accent=look.accent,
        language=content.language,
        excerpt=words,
        sender=_sender(post, look),
        moment=_moment(post.published_at),
        picture=_picture(picture) if picture else None,
    )


def _picture(asset: PostAsset) -> ShownPicture:
    return ShownPicture(asset.file, asset.alt_text or "", asset.width, asset.height)


def _sender(post: Post, look: Look) -> str:
    return post.content.text.get("business_name") or post.content.host or look.title


def _title(post: Post, look: Look) -> str:
    return post.content.title or f"A post on {look.title}"


def _file(asset: PostAsset) -> ShownFile:
    size = f"{asset.width} × {asset.height} pixels, " if asset.width else ""
    made = ", made by a generative model" if asset.ai_generated else ""
    return ShownFile(asset.file, f"{size}{asset.size_bytes:,} bytes{made}", asset.sha256)


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
