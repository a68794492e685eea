"""A different secret wherever a campaign's surroundings can have one, all of them in use."""

import base64
import secrets
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from pydantic import SecretStr

from activities.publish.email.unsubscribing import unsubscribe_url
from tests.support.canaries.careless import Careless, Lists, repeating
from tests.support.canaries.made import pem, token, whsec
from tests.support.canaries.records import NEXT
from tests.support.payload_keys import write_keys
from tests.support.publishing.networks.everywhere import Networks
from tests.support.publishing.networks.mail import USER
from tests.support.publishing.networks.receiver import Receiver, keys_of

BY_MODEL: Final = UUID("11111111-1111-4111-8111-111111111111")
BY_SERVICE: Final = UUID("22222222-2222-4222-8222-222222222222")
_ADDRESSES: Final = (
    "BlueskySettings.url",
    "EmailSettings.recipients",
    "EmailSettings.unsubscribe_url",
    "HttpService.url",
    "MastodonSettings.url",
    "ModelSettings.url",
    "TelegramSettings.url",
    "WebhookSection.url",
    "the path of a collector",
)
_TRACED: Final = ("OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS")
_PROVIDERS: Final = """\
[radar]
provider = "feeds"
allow_networks = ["127.0.0.1/32"]

[tenants.{by_model}.strategy]
provider = "llm"
url = "{model}/v1"
model = "small"
key_env = "T_MODEL"

[tenants.{by_service}.strategy]
provider = "http"
url = "{service}"
secret_env = ["T_SERVICE", "T_SERVICE_NEXT"]
"""


@dataclass
class Planted:
    """A different secret wherever there can be one."""

    signing: ed25519.Ed25519PrivateKey = field(default_factory=ed25519.Ed25519PrivateKey.generate)
    dkim: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    payload_keys: list[bytes] = field(
        default_factory=lambda: [secrets.token_bytes(32), secrets.token_bytes(32)]
    )
    codec_tokens: list[str] = field(default_factory=lambda: [token(), token()])
    model_key: str = field(default_factory=lambda: f"sk-{secrets.token_urlsafe(24)}")
    services: list[str] = field(default_factory=lambda: [whsec(), whsec()])
    hooks: list[str] = field(default_factory=lambda: [whsec(), whsec()])
    readers: list[str] = field(
        default_factory=lambda: [f"{secrets.token_hex(10)}@readers.example" for _ in range(3)]
    )
    in_addresses: dict[str, str] = field(
        default_factory=lambda: {name: token() for name in _ADDRESSES}
    )
    traced: dict[str, str] = field(default_factory=lambda: {name: token() for name in _TRACED})
    """What a collector of traces is told."""
    query: str = field(default_factory=token)
    """What the address of the list has in its query besides."""

    def __post_init__(self) -> None:
        self.networks = known = Networks(Receiver(keys_of(self.signing)))
        # What has to be written otherwise in a URL, in JSON and on a page.
        known.bluesky.password = f'pa"s/é &<{secrets.token_hex(8)}'
        known.bluesky.salt = secrets.token_urlsafe(24)
        known.mail.password = f'ma"i/& +<{secrets.token_hex(8)}'
        known.mastodon.token = f"to+k/=&{secrets.token_urlsafe(20)}"
        known.telegram.token = f"123456789:{secrets.token_urlsafe(26)}"
        known.discord.path = f"/api/webhooks/1/{secrets.token_urlsafe(30)}"
        known.slack.path = f"/services/T0000/B0000/{secrets.token_hex(12)}"
        known.unsubscribe_secret = secrets.token_urlsafe(24)
        known.hook_secret = self.hooks[0]
        of_address = self.in_addresses
        known.bluesky.below = f"/{of_address['BlueskySettings.url']}"
        known.mastodon.below = f"/{of_address['MastodonSettings.url']}"
        known.telegram.below = f"/{of_address['TelegramSettings.url']}"
        known.receiver.below = f"/{of_address['WebhookSection.url']}"
        self.lists = Lists(self.readers, f"/{of_address['EmailSettings.recipients']}")
        self.model = Careless(self.model_key, below=f"/{of_address['ModelSettings.url']}")
        self.service = Careless(*self.services, below=f"/{of_address['HttpService.url']}")
        self.collector = Careless(below=f"/{of_address['the path of a collector']}")
        self._unsubscribing = (
            f"https://alborada.example/{of_address['EmailSettings.unsubscribe_url']}/{{token}}"
        )
        _, refused, repeated = self.readers
        known.mail.by_reader = {refused: f"550 5.1.1 <{refused}>: no such user"}
        known.mail.repeated = {repeated}

    @property
    def variables(self) -> dict[str, str]:
        """The environment."""
        return self.networks.variables | {
            "T_DKIM": pem(self.dkim),
            "T_HOOK_NEXT": self.hooks[1],
            "T_MODEL": self.model_key,
            "T_SERVICE": self.services[0],
            "T_SERVICE_NEXT": self.services[1],
        }

    @property
    def tracing(self) -> dict[str, str]:
        """The environment of a command that is traced."""
        told = {name: f"authorization={secret}" for name, secret in self.traced.items()}
        return told | {"OTEL_EXPORTER_OTLP_ENDPOINT": self.collector.url}

    @property
    def by_place(self) -> dict[str, str | bytes]:
        """What is planted where, without what all secrets of a kind begin with."""
        known = self.networks
        service, next_service = (each.removeprefix("whsec_") for each in self.services)
        hook, next_hook = (each.removeprefix("whsec_") for each in self.hooks)
        return {
            **self.in_addresses,
            **self.traced,
            "BlueskySettings.password_env": known.bluesky.password,
            "CodecTokens.tokens": self.codec_tokens[0],
            f"CodecTokens.tokens{NEXT}": self.codec_tokens[1],
            "DiscordSettings.url_env": known.discord.path.rpartition("/")[2],
            "EmailSettings.dkim_key_env": pem(self.dkim).splitlines()[9],
            "EmailSettings.password_env": known.mail.password,
            "EmailSettings.unsubscribe_env": known.unsubscribe_secret,
            "HttpService.secret_env": service,
            f"HttpService.secret_env{NEXT}": next_service,
            "MastodonSettings.token_env": known.mastodon.token,
            "ModelSettings.key_env": self.model_key,
            "PayloadKeys.keys": self.payload_keys[0],
            f"PayloadKeys.keys{NEXT}": self.payload_keys[1],
            "SlackSettings.url_env": known.slack.path.rpartition("/")[2],
            "TelegramSettings.token_env": known.telegram.token.partition(":")[2],
            "WebhookSection.secret_env": hook,
            f"WebhookSection.secret_env{NEXT}": next_hook,
        }

    @property
    def everything(self) -> Mapping[str, str | bytes]:
        """All of them, and what is made of them, by what each is."""
        known = self.networks
        secret = SecretStr(known.unsubscribe_secret)
        made = {
            f"an unsubscribing reader {number}": unsubscribe_url("{token}", secret, reader)
            for number, reader in enumerate(self.readers)
        }
        decoded = {
            f"a signing key {number}": base64.b64decode(each.removeprefix("whsec_"))
            for number, each in enumerate([*self.services, *self.hooks])
        }
        return {
            **self.by_place,
            **{f"reader {number}": reader for number, reader in enumerate(self.readers)},
            **made,
            **decoded,
            "the query of a list": self.query,
            "a session's access token": f"access-1{known.bluesky.salt}",
            "a session's refresh token": f"refresh-1{known.bluesky.salt}",
            "a session's salt": known.bluesky.salt,
            "the auditor's key": self.signing.private_bytes_raw(),
        }

    @asynccontextmanager
    async def serving(self, folder: Path) -> AsyncGenerator[dict[str, str]]:
        """Serve all of them, and yield the settings that name the files of keys in a folder."""
        async with AsyncExitStack() as stack:
            lists, model, service = [
                await stack.enter_async_context(each.serving())
                for each in (self.lists, self.model, self.service)
            ]
            self.networks.more = {
                "email": {
                    "dkim_selector": "fall",
                    "dkim_key_env": "T_DKIM",
                    "recipients": f"{lists}/list.csv?key={self.query}",
                    "unsubscribe_url": self._unsubscribing,
                    "refused_file": str(folder / "refused.txt"),
                },
                "instagram": {"secret_env": ["T_HOOK", "T_HOOK_NEXT"]},
            }
            await stack.enter_async_context(self.collector.serving())
            await stack.enter_async_context(self.networks.serving(folder / "channels.toml"))
            yield self._write(folder, model, service)

    def turn_careless(self) -> None:
        """Let every network refuse the credentials from now on, and repeat them."""
        known = self.networks
        self.lists.open()
        for server, secret in (
            (known.bluesky, known.bluesky.password),
            (known.mastodon, known.mastodon.token),
            (known.telegram, known.telegram.token),
            (known.discord, known.discord.path.rpartition("/")[2]),
            (known.slack, known.slack.path),
        ):
            server.says = repeating(secret)
        known.receiver.says = repeating(*self.hooks)
        self.model.says = repeating(self.model_key)
        self.service.says = repeating(*self.services)
        password = known.mail.password
        sent = base64.b64encode(f"\0{USER}\0{password}".encode()).decode()
        known.mail.refusal = f"535-no {password[:14]}\r\n535 {password[14:]}, {password} in {sent}"
        known.mail.password = "another"  # noqa: S105 - it opens nothing

    def forbid(self) -> None:
        """Let the lists be given to nobody, and a session's tokens be good for nothing."""
        refuse, bluesky = repeating(status=403), self.networks.bluesky
        self.lists.says = refuse  # instead of the readers
        bluesky.says = lambda request: (
            bluesky.answer(request) if "Session" in request.path else refuse(request)
        )

    def _write(self, folder: Path, model: str, service: str) -> dict[str, str]:
        tokens, key = folder / "tokens.toml", folder / "auditor.pem"
        ana, ben = self.codec_tokens
        closed = {tokens: f'[tokens]\nana = "{ana}"\nben = "{ben}"', key: pem(self.signing)}
        for file, text in closed.items():
            file.touch(mode=0o600)
            file.write_text(text, encoding="utf-8")
        a, b = self.payload_keys
        payloads = write_keys(folder / "payloads.toml", "a", a=a, b=b)
        (folder / "temporal.toml").touch()
        chosen = _PROVIDERS.format(
            model=model, service=service, by_model=BY_MODEL, by_service=BY_SERVICE
        )
        (folder / "providers.toml").write_text(chosen, encoding="utf-8")
        return {
            "PHOENIX_AUDITOR_KEY": str(key),
            "PHOENIX_CHANNELS": str(folder / "channels.toml"),
            "PHOENIX_CODEC_TOKENS": str(tokens),
            "PHOENIX_PAYLOAD_KEYS": str(payloads),
            "PHOENIX_PROVIDERS": str(folder / "providers.toml"),
            "TEMPORAL_CONFIG_FILE": str(folder / "temporal.toml"),
        }
