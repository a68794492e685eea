"""Campaigns that go to the networks' own servers, by mail and to a webhook at once."""

from pathlib import Path

import pytest

from contracts import PublicationStatus
from runtime.settings import Settings
from runtime.wiring.keys import auditor_key
from tests.support.campaigns.languages import WORDS
from tests.support.publishing.networks.carried import published
from tests.support.publishing.networks.everywhere import LINK, PLACES, Networks
from tests.support.publishing.networks.receiver import Receiver, keys_of
from tests.support.publishing.worlds.world import World

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("language", WORDS)
async def test_a_campaign_is_out_once_on_every_real_server(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    bluesky: World,
    mastodon: World,
    language: str,
) -> None:
    """Bluesky's and Mastodon's own servers, a mail server and a receiver show it once each."""
    settings = Settings(home=tmp_path)
    key = auditor_key(settings, lambda _: None)
    real = {"bluesky": bluesky, "mastodon": mastodon}
    more = {name: dict(world.section) for name, world in real.items()}
    known = Networks(Receiver(keys_of(key.private_key)), more=more)
    before = {name: world.shown() for name, world in real.items()}
    async with known.serving(settings.channels):
        for variables in (known.variables, bluesky.environ, mastodon.environ):
            for name, secret in variables.items():
                monkeypatch.setenv(name, secret)
        payload = await published(settings, language)

    shown = known.shown()
    for name, world in real.items():
        assert shown[name] == [], "what was meant for the real server went to the other"
        shown[name] = [post for post in world.shown() if post not in before[name]]
    assert {channel: len(posts) for channel, posts in shown.items()} == dict.fromkeys(PLACES, 1)
    assert {each.status for each in payload.publications} == {PublicationStatus.SENT}
    message = WORDS[language]["core_message"].rstrip(".")
    assert {channel for channel, (post,) in shown.items() if message not in post} == set()
    assert {channel for channel, (post,) in shown.items() if LINK not in post} == set()
