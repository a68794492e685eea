"""Campaigns in both languages through every network at once: each reader finds them there once."""

from pathlib import Path

import pytest

from contracts import PublicationStatus
from runtime.settings import Settings
from runtime.wiring.keys import auditor_key
from tests.support.campaigns.languages import WORDS
from tests.support.publishing.networks.carried import published
from tests.support.publishing.networks.everywhere import LINK, PLACES, Networks
from tests.support.publishing.networks.receiver import Receiver, keys_of


@pytest.mark.parametrize("language", WORDS)
async def test_a_campaign_is_out_once_on_every_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """Copy, link, language and permit arrive on each, and each says where its post is."""
    settings = Settings(home=tmp_path)
    key = auditor_key(settings, lambda _: None)
    known = Networks(Receiver(keys_of(key.private_key)))
    async with known.serving(settings.channels):
        for name, secret in known.variables.items():
            monkeypatch.setenv(name, secret)
        payload = await published(settings, language)

    shown = known.shown()
    assert {channel: len(posts) for channel, posts in shown.items()} == dict.fromkeys(PLACES, 1)
    assert {each.status for each in payload.publications} == {PublicationStatus.SENT}
    assert sorted(each.channel for each in payload.publications) == sorted(PLACES)
    message = WORDS[language]["core_message"].rstrip(".")
    assert {channel for channel, (post,) in shown.items() if message not in post} == set()
    assert {channel for channel, (post,) in shown.items() if LINK not in post} == set()
    (record,) = known.bluesky.records.values()
    assert record["langs"] == [language]
    assert record["facets"]
