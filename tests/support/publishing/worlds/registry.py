"""Every kind's worlds, by the name of the kind."""

from collections.abc import Mapping, Sequence
from typing import Final

from tests.support.publishing.worlds.bluesky import WORLDS as BLUESKY
from tests.support.publishing.worlds.discord import WORLDS as DISCORD
from tests.support.publishing.worlds.email import WORLDS as EMAIL
from tests.support.publishing.worlds.mastodon import WORLDS as MASTODON
from tests.support.publishing.worlds.outbox import WORLDS as OUTBOX
from tests.support.publishing.worlds.slack import WORLDS as SLACK
from tests.support.publishing.worlds.telegram import WORLDS as TELEGRAM
from tests.support.publishing.worlds.webhook import WORLDS as WEBHOOK
from tests.support.publishing.worlds.world import Open

WORLDS: Final[Mapping[str, Sequence[Open]]] = {
    "bluesky": BLUESKY,
    "discord": DISCORD,
    "email": EMAIL,
    "mastodon": MASTODON,
    "outbox": OUTBOX,
    "slack": SLACK,
    "telegram": TELEGRAM,
    "webhook": WEBHOOK,
}
"""Several where the settings decide what it can; the first is the usual one."""


def usual(kind: str) -> Open:
    """Return a kind's world; of several, the one in which it can be asked what is out."""
    return WORLDS[kind][0]
