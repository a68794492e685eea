"""What a webhook of Slack is told and says; see https://docs.slack.dev/messaging."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import httpx2
from pydantic import SecretStr

from activities.http.answer import Answer
from activities.publish.one_way import Dialect, Sent
from activities.publish.posts import Post

_MOST_PICTURES: Final = 10
_LONGEST_ALT_TEXT: Final = 2000
"""An image block has to have one; see https://docs.slack.dev/reference/block-kit/blocks."""
_MEANT: Final = b"ok"
"""The whole answer to a message that was posted."""
_ESCAPED: Final[Mapping[int, str]] = MappingProxyType(
    str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
)
"""What Slack's text asks for, so that nothing in the copy is a command such as `<!channel>`."""


def dialect_of(address: SecretStr, pictures_url: str) -> Dialect:
    """Return how a webhook posts in its channel, with pictures that lie elsewhere."""

    def request(post: Post) -> httpx2.Request:
        text = post.text.translate(_ESCAPED)
        images = [
            {
                "type": "image",
                "image_url": f"{pictures_url}/{picture.asset.sha256}",
                "alt_text": picture.asset.alt_text or post.text[:_LONGEST_ALT_TEXT],
            }
            for picture in post.pictures
        ]
        section = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
        said = {"text": text, "blocks": [section, *images]}
        return httpx2.Request("POST", address.get_secret_value(), json=said)

    return Dialect(_MOST_PICTURES, request, _sent)


def _sent(answer: Answer) -> Sent | None:
    """Return what Slack calls its answer: a message that was posted by a webhook has no name."""
    if not answer.is_whole or answer.body.strip() != _MEANT:
        return None
    named = answer.header("x-slack-req-id")
    return Sent(named if named.isalnum() else _MEANT.decode())
