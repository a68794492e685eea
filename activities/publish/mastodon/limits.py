"""Whether a server takes a post: its own limits count, and not those of the network's file."""

from typing import Final

import regex

from activities.publish.mastodon.replies import Configuration
from activities.publish.posts import Post
from contracts import PlatformRefused
from domain.platforms.counting import Counting, measure

_ADDRESS: Final = regex.compile(r"https?://\S+")


def refuse_beyond(limits: Configuration, post: Post, channel: str) -> None:
    """Raise what a server would say to a post that it does not take, before anything is sent.

    Raises:
        PlatformRefused: It is too long, or a picture too large or of another form.
    """
    reserved = limits.statuses.characters_reserved_per_url
    length = measure(Counting.GRAPHEMES, _ADDRESS.sub("-" * reserved, post.text))
    most = limits.statuses.max_characters
    if length > most:
        raise PlatformRefused(
            f"The post for {channel} has {length} characters, and its server takes {most}."
        )
    pictures = limits.media_attachments
    for picture in post.pictures:
        size, form = len(picture.data), picture.asset.media_type
        if pictures.image_size_limit is not None and size > pictures.image_size_limit:
            raise PlatformRefused(
                f"A picture for {channel} has {size:,} bytes, and its server takes "
                f"{pictures.image_size_limit:,}."
            )
        if pictures.supported_mime_types and form not in pictures.supported_mime_types:
            raise PlatformRefused(f"The server of {channel} takes no pictures in {form}.")
        told = len(picture.asset.alt_text or "")
        if told > pictures.description_limit:
            raise PlatformRefused(
                f"An alt text for {channel} has {told} characters, and its server takes "
                f"{pictures.description_limit}."
            )
