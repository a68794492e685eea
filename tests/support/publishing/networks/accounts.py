"""Publishers to the accounts that the networks of the tests have."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from activities.publish.bluesky.publisher import BlueskyPublisher
from activities.publish.bluesky.settings import BlueskySettings
from activities.publish.mastodon.publisher import MastodonPublisher
from activities.publish.mastodon.settings import MastodonSettings
from tests.support.publishing.networks.bluesky import HANDLE, PASSWORD, Bluesky
from tests.support.publishing.networks.mastodon import Mastodon
from tests.support.publishing.worlds.world import tools_in


def bluesky_of(server: Bluesky, **changes: Any) -> BlueskyPublisher:
    """Return a publisher to a personal data server's account."""
    values = {"url": server.url, "handle": HANDLE, "password_env": "APP"} | changes
    tools = replace(tools_in(Path()), secrets={"APP": SecretStr(PASSWORD)})
    return BlueskyPublisher(BlueskySettings.model_validate(values), tools)


def mastodon_of(server: Mastodon, **changes: Any) -> MastodonPublisher:
    """Return a publisher to a Mastodon server's account."""
    values = {"url": server.url, "token_env": "TOKEN"} | changes
    tools = replace(tools_in(Path()), secrets={"TOKEN": SecretStr(server.token)})
    return MastodonPublisher(MastodonSettings.model_validate(values), tools)
