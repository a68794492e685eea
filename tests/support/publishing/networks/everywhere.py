"""Every network of the tests at once, with the file of channels that leads to them."""

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from tests.chaos.platform import SECRET
from tests.support.campaigns.languages import WORDS
from tests.support.publishing.networks.bluesky import HANDLE, Bluesky
from tests.support.publishing.networks.mail import PASSWORD, USER, Mail
from tests.support.publishing.networks.mastodon import Mastodon
from tests.support.publishing.networks.messengers import Discord, Slack, Telegram
from tests.support.publishing.networks.receiver import Receiver
from tests.support.publishing.networks.server import Network, Reply

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


@dataclass
class Networks:
    """Every network, and what each has out."""

    receiver: Receiver
    bluesky: Bluesky = field(default_factory=Bluesky)
    mastodon: Mastodon = field(default_factory=Mastodon)
    telegram: Telegram = field(default_factory=Telegram)
    discord: Discord = field(default_factory=Discord)
    slack: Slack = field(default_factory=Slack)
    mail: Mail = field(default_factory=Mail)
    hook_secret: str = SECRET
    unsubscribe_secret: str = "a secret of the tests alone"  # noqa: S105 - it opens nothing
    more: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    """What the file of channels says besides, by channel."""

    @property
    def over_http(self) -> list[Network]:
        """Those that speak HTTP."""
        return [
            self.bluesky,
            self.mastodon,
            self.telegram,
            self.receiver,
            self.discord,
            self.slack,
        ]

    @property
    def variables(self) -> dict[str, str]:
        """The secrets, by the variable that the file of channels names."""
        return {
            "T_BLUESKY": self.bluesky.password,
            "T_MASTODON": self.mastodon.token,
            "T_TELEGRAM": self.telegram.token,
            "T_DISCORD": f"{self.discord.url}{self.discord.path}",
            "T_SLACK": f"{self.slack.url}{self.slack.path}",
            "T_MAIL": self.mail.password,
            "T_OUT": self.unsubscribe_secret,
            "T_HOOK": self.hook_secret,
        }

    def revoke(self) -> None:
        """Accept nobody's credentials any more."""
        for network in self.over_http:
            network.says = Reply(401, {"error": "revoked"})
        self.mail.password = "another"  # noqa: S105 - it opens nothing

    def accept(self) -> None:
        """Accept them again."""
        for network in self.over_http:
            network.says = None
        self.mail.password = PASSWORD

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
    async def serving(self, channels: Path) -> AsyncGenerator[None]:
        """Serve meanwhile, and write the file of channels, with a list of one reader beside it."""
        async with AsyncExitStack() as stack:
            for server in self.over_http:
                await stack.enter_async_context(server.serving())
            await stack.enter_async_context(self.mail.serving())
            self._write(channels)
            yield

    def _write(self, channels: Path) -> None:
        readers = channels.with_name("readers.csv")
        readers.write_text("email,consent\nana@r.example,yes\n", encoding="utf-8")
        channels.write_text(_toml(self._sections(readers)), encoding="utf-8")

    def _sections(self, readers: Path) -> dict[str, dict[str, Any]]:
        sections: dict[str, dict[str, Any]] = {
            "bluesky": {"url": self.bluesky.url, "handle": HANDLE, "password_env": "T_BLUESKY"},
            "mastodon": {"url": self.mastodon.url, "token_env": "T_MASTODON"},
            "telegram": {
                "url": self.telegram.url,
                "token_env": "T_TELEGRAM",
                "chat": self.telegram.chat,
            },
            "discord": {"url_env": "T_DISCORD"},
            "slack": {"url_env": "T_SLACK", "pictures_url": "https://pictures.example/a"},
            "email": {
                "host": "127.0.0.1",
                "port": self.mail.port,
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
                "url": self.receiver.url,
                "reconciliation": "neither",
                "secret_env": "T_HOOK",
            },
        }
        return {
            name: {"publisher": name} | section | self.more.get(name, {})
            for name, section in sections.items()
        }


def write_request(file: Path, language: str, **changes: Any) -> Path:
    """Write a request for a campaign through all of them, and return its path."""
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
    file.write_text(yaml.safe_dump(asked | changes, allow_unicode=True), encoding="utf-8")
    return file


def _toml(sections: Mapping[str, Mapping[str, Any]]) -> str:
    lines: list[str] = []
    for channel, section in sections.items():
        lines.append(f"[channels.{channel}]")
        lines += [f"{name} = {json.dumps(value)}" for name, value in section.items()]
    return "\n".join(lines)
