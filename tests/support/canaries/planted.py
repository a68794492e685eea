"""A different secret wherever Phoenix can have one, and servers that are careless with theirs."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from tests.support.canaries.forms import told_in_every_form
from tests.support.payload_keys import write_keys
from tests.support.publishing.networks.everywhere import Networks
from tests.support.publishing.networks.receiver import Receiver, keys_of
from tests.support.publishing.networks.server import Network, Reply, Request

BY_MODEL: Final = UUID("11111111-1111-4111-8111-111111111111")
BY_SERVICE: Final = UUID("22222222-2222-4222-8222-222222222222")
PROVIDERS: Final = """\
[tenants.{by_model}.strategy]
provider = "llm"
url = "{url}/v1"
model = "small"
key_env = "T_MODEL"

[tenants.{by_service}.strategy]
provider = "http"
url = "{url}"
secret_env = "T_SERVICE"
"""


class Careless(Network):
    """A model's endpoint and a stage's service that accept nobody, and repeat what they know."""

    def __init__(self, model: str, service: str) -> None:
        super().__init__()
        self._model, self._service = model, service

    def answer(self, request: Request) -> Reply:
        """See base class."""
        return careless(self._model if request.path.startswith("/v1") else self._service)

    def commits(self, request: Request) -> bool:
        """See base class."""
        del request
        return False


def careless(secret: str) -> Reply:
    """Return a refusal that repeats a secret in its body and headers."""
    headers = {"www-authenticate": f"Bearer {secret}", "x-request-id": secret}
    return Reply(401, {"error": list(told_in_every_form(secret))}, headers)


def pem(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey) -> str:
    """Return a private key as files hold it."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def whsec() -> str:
    """Return a new secret of Standard Webhooks."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


@dataclass
class Planted:
    """A different secret wherever there can be one."""

    signing: ed25519.Ed25519PrivateKey = field(default_factory=ed25519.Ed25519PrivateKey.generate)
    dkim: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    payload_key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    model: str = field(default_factory=lambda: f"sk-{secrets.token_urlsafe(24)}")
    service: str = field(default_factory=whsec)
    outside: dict[str, str] = field(
        default_factory=lambda: {
            name: secrets.token_hex(16) for name in ("codec", "database", "bucket", "temporal")
        }
    )

    def __post_init__(self) -> None:
        self.networks = known = Networks(Receiver(keys_of(self.signing)))
        # What has to be written otherwise in a URL, in JSON and on a page.
        known.bluesky.password = f'pa"s/é &<{secrets.token_hex(8)}'
        known.mail.password = f'ma"i/& +<{secrets.token_hex(8)}'
        known.mastodon.token = f"to+k/=&{secrets.token_urlsafe(20)}"
        known.telegram.token = f"123456789:{secrets.token_urlsafe(26)}"
        known.discord.path = f"/api/webhooks/1/{secrets.token_urlsafe(30)}"
        known.slack.path = f"/services/T0000/B0000/{secrets.token_hex(12)}"
        known.unsubscribe_secret = secrets.token_urlsafe(24)
        known.hook_secret = whsec()
        known.more = {"email": {"dkim_selector": "fall", "dkim_key_env": "T_DKIM"}}

    @property
    def variables(self) -> dict[str, str]:
        """The environment."""
        own = {"T_DKIM": pem(self.dkim), "T_MODEL": self.model, "T_SERVICE": self.service}
        return self.networks.variables | own

    @property
    def by_field(self) -> dict[str, str | bytes]:
        """What settings name, without what all secrets of a kind begin with."""
        known = self.networks
        return {
            "BlueskySettings.password_env": known.bluesky.password,
            "DiscordSettings.url_env": known.discord.path.rpartition("/")[2],
            "EmailSettings.dkim_key_env": pem(self.dkim).splitlines()[9],
            "EmailSettings.password_env": known.mail.password,
            "EmailSettings.unsubscribe_env": known.unsubscribe_secret,
            "HttpService.secret_env": self.service.removeprefix("whsec_"),
            "MastodonSettings.token_env": known.mastodon.token,
            "ModelSettings.key_env": self.model,
            "SlackSettings.url_env": known.slack.path.rpartition("/")[2],
            "TelegramSettings.token_env": known.telegram.token.partition(":")[2],
            "WebhookSection.secret_env": known.hook_secret.removeprefix("whsec_"),
        }

    @property
    def elsewhere(self) -> dict[str, str]:
        """The environment of an installation whose memories and Temporal are not reached."""
        return {
            "PHOENIX_LEDGER_URL": f"postgresql+asyncpg://p:{self.outside['database']}@127.0.0.1:1/p",
            "PHOENIX_ARTIFACTS": "s3://bucket?endpoint=http://127.0.0.1:1&region=x",
            "AWS_ACCESS_KEY_ID": "made",
            "AWS_SECRET_ACCESS_KEY": self.outside["bucket"],
            "TEMPORAL_ADDRESS": "127.0.0.1:1",
            "TEMPORAL_API_KEY": self.outside["temporal"],
        }

    @property
    def everywhere(self) -> Mapping[str, str | bytes]:
        """All of them, by what each is."""
        seed = self.signing.private_bytes_raw()
        return {
            **self.by_field,
            **self.outside,
            "the service's key": base64.b64decode(self.service.removeprefix("whsec_")),
            "the webhook's key": base64.b64decode(self.networks.hook_secret.removeprefix("whsec_")),
            "the auditor's key": seed,
            "the key of payloads": self.payload_key,
        }

    def turn_careless(self) -> None:
        """Let every network refuse the credentials from now on, and repeat them."""
        known = self.networks
        for server, secret in (
            (known.bluesky, known.bluesky.password),
            (known.mastodon, known.mastodon.token),
            (known.telegram, known.telegram.token),
            (known.discord, known.discord.path.rpartition("/")[2]),
            (known.slack, known.slack.path),
            (known.receiver, known.hook_secret),
        ):
            server.says = careless(secret)
        known.mail.refusal = f"535 no such password {known.mail.password}"
        known.mail.password = "another"  # noqa: S105 - it opens nothing

    def write(self, folder: Path, providers: str) -> dict[str, str]:
        """Write the files of keys and that of providers, and return the settings that name them.

        Args:
            folder: Where they are written, with the file of channels beside them.
            providers: The address of the model and the service.
        """
        tokens, key = folder / "tokens.toml", folder / "auditor.pem"
        closed = {tokens: f'[tokens]\nana = "{self.outside["codec"]}"', key: pem(self.signing)}
        for file, text in closed.items():
            file.touch(mode=0o600)
            file.write_text(text, encoding="utf-8")
        payloads = write_keys(folder / "payloads.toml", "a", a=self.payload_key)
        (folder / "temporal.toml").touch()
        chosen = PROVIDERS.format(url=providers, by_model=BY_MODEL, by_service=BY_SERVICE)
        (folder / "providers.toml").write_text(chosen, encoding="utf-8")
        return {
            "PHOENIX_AUDITOR_KEY": str(key),
            "PHOENIX_CHANNELS": str(folder / "channels.toml"),
            "PHOENIX_CODEC_TOKENS": str(tokens),
            "PHOENIX_PAYLOAD_KEYS": str(payloads),
            "PHOENIX_PROVIDERS": str(folder / "providers.toml"),
            "TEMPORAL_CONFIG_FILE": str(folder / "temporal.toml"),
        }
