"""The words that a channel's file may use: what is not among them has no code that knows it."""

from enum import StrEnum
from typing import Final

from pydantic import ConfigDict

STRICT: Final = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
"""How a file is read: no unknown keys, and no value of another type."""


class Enforcement(StrEnum):
    """What becomes of content beyond a limit."""

    HARD = "hard"
    """The platform refuses it."""
    SOFT = "soft"
    """The platform takes it, but truncates it or advises against it."""


class FieldKind(StrEnum):
    """The fields that copy may have."""

    SUBJECT = "subject"
    """The line by which a reader decides to open a mail."""
    PREHEADER = "preheader"
    """What a mailbox shows beside the subject."""
    HEADLINE = "headline"
    """The message in one line; it stands on the picture."""
    LONG_HEADLINE = "long_headline"
    """The message, where it stands in place of a short headline."""
    DESCRIPTION = "description"
    """What the headline does not say; it stands on the picture where there is room."""
    BODY = "body"
    """The text of the post itself, in paragraphs."""
    CALL_TO_ACTION = "call_to_action"
    """The words on the button."""
    BUSINESS_NAME = "business_name"
    """Who the sender is."""
    HASHTAGS = "hashtags"
    """Tags, each with its `#`, with spaces between them."""


class Part(StrEnum):
    """What the paragraphs of a body are made of; each is one sentence or line."""

    MESSAGE = "message"
    """The one thing to be understood."""
    PITCH = "pitch"
    """Whose the product is and what, as a phrase."""
    ACTION = "action"
    """The call to action, and the link as people type it where it cannot be followed."""
    LINK = "link"
    """The call to action, and the whole link."""
    GREETING = "greeting"
    """How a letter begins."""
    CLOSING = "closing"
    """How a letter ends."""


class PreviewLayout(StrEnum):
    """How a preview arranges a post."""

    FEED = "feed"
    """The text above the picture."""
    PICTURE = "picture"
    """The picture above the text."""
    MAIL = "mail"
    """A letter with its envelope."""
    AD = "ad"
    """A banner on somebody's page."""
