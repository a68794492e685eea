"""A post as a record of the AT Protocol, under a key of our own.

The forms are those of https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import regex

from activities.publish.posts import Post
from contracts import PlatformRefused, web_address
from domain.links import site_of
from domain.platforms import FieldKind

COLLECTION: Final = "app.bsky.feed.post"
MOST_PICTURES: Final = 4

_SORTABLE: Final = "234567abcdefghijklmnopqrstuvwxyz"
_KEY_LENGTH: Final = 13
_UNUSED_BITS: Final = 4
"""So that the moment which a key stands for lies in the past: 2^50 µs after 1970 is 2005."""
_ADDRESS: Final = regex.compile(r"https?://[^\s<>\"]+")
_TAG: Final = regex.compile(r"(?<![\p{L}\p{N}_#&/])#([\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*)")
_AFTER_ADDRESS: Final = ".,;:!?)]}'»”’…"


def record_key(step_key: str) -> str:
    """Return the key of a post's record, equal for every attempt; it has the form of a TID.

    See https://atproto.com/specs/tid; keys are as different as 60 bits allow.
    """
    digest = hashlib.sha256(step_key.encode()).digest()
    number = int.from_bytes(digest[:8], "big") >> _UNUSED_BITS
    places = range(_KEY_LENGTH - 1, -1, -1)
    return "".join(_SORTABLE[(number >> (5 * place)) & 31] for place in places)


def record_of(
    post: Post, blobs: Sequence[Any], created_at: datetime, *, as_card: bool
) -> dict[str, Any]:
    """Return the record of a post.

    Args:
        post: What it says.
        blobs: The server's references to its pictures, in their order.
        created_at: When.
        as_card: Whether its link is shown as a card.

    Raises:
        PlatformRefused: A card would have several pictures.
    """
    moment = created_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    record: dict[str, Any] = {
        "$type": COLLECTION,
        "text": post.text,
        "createdAt": moment,
        "embed": _card(post, blobs) if as_card and post.link else _pictures(post, blobs),
    }
    if facets := list(facets_of(post.text)):
        record["facets"] = facets
    if post.language is not None:
        record["langs"] = [post.language]
    return record


def facets_of(text: str) -> Iterator[dict[str, Any]]:
    """Yield what can be followed in a text: links and tags, by their bytes in UTF-8."""
    for match in _ADDRESS.finditer(text):
        address = match.group().rstrip(_AFTER_ADDRESS)
        if web_address(address):
            yield _facet(text, match.start(), address, "link", uri=address)
    for match in _TAG.finditer(text):
        yield _facet(text, match.start(), match.group(), "tag", tag=match[1])


def _facet(text: str, start: int, part: str, kind: str, **said: str) -> dict[str, Any]:
    before = len(text[:start].encode())
    return {
        "index": {"byteStart": before, "byteEnd": before + len(part.encode())},
        "features": [{"$type": f"app.bsky.richtext.facet#{kind}", **said}],
    }


def _pictures(post: Post, blobs: Sequence[Any]) -> dict[str, Any]:
    images: list[dict[str, Any]] = []
    for picture, blob in zip(post.pictures, blobs, strict=True):
        asset = picture.asset
        image = {"alt": asset.alt_text or "", "image": blob}
        if asset.width is not None:
            image["aspectRatio"] = {"width": asset.width, "height": asset.height}
        images.append(image)
    return {"$type": "app.bsky.embed.images", "images": images}


def _card(post: Post, blobs: Sequence[Any]) -> dict[str, Any]:
    if len(blobs) > 1:
        raise PlatformRefused("A card has one picture: leave it out, or the others.")
    asset = post.pictures[0].asset
    card = {
        "uri": post.link,
        "title": asset.text.get(FieldKind.HEADLINE) or site_of(post.link),
        "description": asset.text.get(FieldKind.DESCRIPTION) or asset.alt_text or "",
        "thumb": blobs[0],
    }
    return {"$type": "app.bsky.embed.external", "external": card}
