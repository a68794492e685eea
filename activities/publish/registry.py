"""Every kind of publisher, by the name that the file of channels gives it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from activities.publish.bluesky.kind import KIND as BLUESKY
from activities.publish.discord.kind import KIND as DISCORD
from activities.publish.email.kind import KIND as EMAIL
from activities.publish.kind import PublisherKind
from activities.publish.mastodon.kind import KIND as MASTODON
from activities.publish.outbox.kind import KIND as OUTBOX
from activities.publish.slack.kind import KIND as SLACK
from activities.publish.telegram.kind import KIND as TELEGRAM
from activities.publish.webhook.kind import KIND as WEBHOOK

_KINDS: Final[tuple[PublisherKind[Any], ...]] = (
    BLUESKY,
    DISCORD,
    EMAIL,
    MASTODON,
    OUTBOX,
    SLACK,
    TELEGRAM,
    WEBHOOK,
)

KINDS: Final[Mapping[str, PublisherKind[Any]]] = MappingProxyType(
    {kind.name: kind for kind in _KINDS}
)
DEFAULT: Final = OUTBOX
"""What serves a channel that the file does not name; so it needs no settings."""
