"""What the worlds of networks have in common that can only be told to post."""

from collections.abc import Mapping

from domain.platforms import FieldKind
from tests.support.publishing.networks.messengers import Discord, Slack, Telegram
from tests.support.publishing.worlds.world import World


def one_way(
    server: Discord | Slack | Telegram, section: Mapping[str, object], environ: Mapping[str, str]
) -> World:
    """Return the world of a network that can only be told to post."""
    return World(
        server.shown,
        section,
        environ,
        finds=False,
        retracts=False,
        remembers=False,
        fields=[FieldKind.BODY],
        meet=server.troubles.append,
    )
