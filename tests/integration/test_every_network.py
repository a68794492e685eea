"""Campaigns in both languages through every network at once: each reader finds them there once."""

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from contracts import CampaignPayload, PublicationStatus, WaitingFor
from runtime.files.request import read_request
from runtime.settings import Settings
from runtime.wiring.composition import configured_stages
from runtime.wiring.keys import auditor_key
from runtime.wiring.stores import open_stores
from tests.chaos.platform import SECRET
from tests.support.campaigns.languages import WORDS
from tests.support.publishing.networks.bluesky import HANDLE, Bluesky
from tests.support.publishing.networks.mail import USER, Mail
from tests.support.publishing.networks.mastodon import Mastodon
from tests.support.publishing.networks.messengers import Discord, Slack, Telegram
from tests.support.publishing.networks.receiver import Receiver, keys_of
from tests.support.worlds.campaigns import open_real_world

PLACES: Final = {
    "bluesky": "post",
    "discord": "post",
    "email": "newsletter",
    "instagram": "feed",
    "mastodon": "post",
    "slack": "post",
    "telegram": "post",
}
LINK: Final = "https://alborada.example/otono"


@dataclass(frozen=True)
class Networks:
    """Every network of the tests, and what each has out."""

    bluesky: Bluesky
    mastodon: Mastodon
    telegram: Telegram
    discord: Discord
    slack: Slack
    mail: Mail
    receiver: Receiver

    def shown(self) -> dict[str, list[str]]:
        """Return what readers find, by channel."""
        return {
            "bluesky": self.bluesky.shown(),
            "discord": self.discord.shown(),
            "email": self.mail.shown(),
            "instagram": [json.dumps(post, ensure_ascii=False) for post in self.receiver.published],
            "mastodon": self.mastodon.shown(),
            "slack": self.slack.shown(),
            "telegram": self.telegram.shown(),
        }


@asynccontextmanager
async def networks(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Networks]:
    """Serve all of them, and write the file of channels that leads to them."""
    key = auditor_key(settings, lambda _: None)
    known = Networks(
        Bluesky(),
        Mastodon(),
        Telegram(),
        Discord(),
        Slack(),
        Mail(),
        Receiver(keys_of(key.private_key)),
    )
    readers = settings.home / "readers.csv"
    readers.write_text("email,consent\nana@r.example,yes\n", encoding="utf-8")
    async with AsyncExitStack() as stack:
        for server in (known.bluesky, known.mastodon, known.telegram, known.receiver):
            await stack.enter_async_context(server.serving())
        discord = await stack.enter_async_context(known.discord.serving())
        slack = await stack.enter_async_context(known.slack.serving())
        port = await stack.enter_async_context(known.mail.serving())
        sections: dict[str, dict[str, Any]] = {
            "bluesky": {"url": known.bluesky.url, "handle": HANDLE, "password_env": "T_BLUESKY"},
            "mastodon": {"url": known.mastodon.url, "token_env": "T_MASTODON"},
            "telegram": {
                "url": known.telegram.url,
                "token_env": "T_TELEGRAM",
                "chat": known.telegram.chat,
            },
            "discord": {"url_env": "T_DISCORD"},
            "slack": {"url_env": "T_SLACK", "pictures_url": "https://pictures.example/a"},
            "email": {
                "host": "127.0.0.1",
                "port": port,
                "security": "none",
                "username": USER,
                "password_env": "T_MAIL",
                "sender": "Alborada <news@alborada.example>",
                "recipients": str(readers),
                "unsubscribe_url": "https://alborada.example/out/{token}",
                "unsubscribe_env": "T_OUT",
            },
            "instagram": {
                "publisher": "webhook",
                "url": known.receiver.url,
                "reconciliation": "neither",
                "secret_env": "T_HOOK",
            },
        }
        secrets = {
            "T_BLUESKY": known.bluesky.password,
            "T_MASTODON": known.mastodon.token,
            "T_TELEGRAM": known.telegram.token,
            "T_DISCORD": f"{discord}{known.discord.path}",
            "T_SLACK": f"{slack}{known.slack.path}",
            "T_MAIL": known.mail.password,
            "T_OUT": "a secret of the tests alone",
            "T_HOOK": SECRET,
        }
        for name, secret in secrets.items():
            monkeypatch.setenv(name, secret)
        settings.channels.write_text(_toml(sections), encoding="utf-8")
        yield known


def _toml(sections: Mapping[str, Mapping[str, Any]]) -> str:
    lines: list[str] = []
    for channel, section in sections.items():
        lines.append(f"[channels.{channel}]")
        given = {"publisher": channel} | dict(section)
        lines += [f"{name} = {json.dumps(value)}" for name, value in given.items()]
    return "\n".join(lines)


async def published(settings: Settings, language: str) -> CampaignPayload:
    """Carry one campaign through every network, and return it when it waits for metrics."""
    file = settings.home / f"{language}.yaml"
    asked = {
        "name": f"Alborada {language}",
        "purpose": "more guests",
        "language": language,
        "channels": [{"channel": name, "placement": place} for name, place in PLACES.items()],
        "budget": {"total": 700.0, "currency": "EUR"},
        "brand": {"name": "Alborada"},
        "landing_url": LINK,
        "terms": {"unsubscribe_url": "https://alborada.example/out"},
        **WORDS[language],
    }
    file.write_text(yaml.safe_dump(asked, allow_unicode=True), encoding="utf-8")
    prepared = read_request(file)
    stages = configured_stages(settings, lambda _: None)
    await prepared.store(open_stores(settings.artifacts))
    async with open_real_world() as world, world.worker(stages):
        campaign = await world.start(prepared.request)
        await campaign.waits_for(WaitingFor.METRICS)
        payload = await campaign.payload()
    await stages.close()
    return payload


def files_below(folder: Path) -> list[bytes]:
    """Return everything that was written there."""
    return [file.read_bytes() for file in folder.rglob("*") if file.is_file()]


@pytest.mark.parametrize("language", WORDS)
async def test_a_campaign_is_out_once_on_every_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """Copy, link, language and permit arrive on each, and each says where its post is."""
    settings = Settings(home=tmp_path)
    async with networks(settings, monkeypatch) as known:
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
    written = [payload.model_dump_json().encode(), *files_below(tmp_path)]
    secrets = [known.mastodon.token, known.telegram.token, known.bluesky.password]
    secrets += [SECRET, known.mail.password, known.discord.path, known.slack.path]
    assert [each for each in secrets if any(each.encode() in data for data in written)] == []
