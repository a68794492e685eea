"""Secrets of what Phoenix stands on: ledger, store and Temporal, which repeat them."""

import secrets
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.support.canaries.careless import (
    Careless,
    CarelessStore,
    careless_database,
    careless_temporal,
)

_NAMES: Final = (
    "AWS_ACCESS_KEY_ID",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "PGPASSWORD",
    "ledger.password",
    "ledger.sslpassword",
    "profile.api_key",
    "profile.grpc_meta",
    "profile.tls.client_private_key",
)
_PROFILE: Final = """\
[profile.default]
address = "{address}"
api_key = "{key}"

[profile.default.tls]
disabled = {is_plain}
{tls}
[profile.default.grpc_meta]
x-team-token = "{header}"
"""


@dataclass
class Elsewhere:
    """A different secret for each thing that is reached over the network."""

    by_place: dict[str, str] = field(
        default_factory=lambda: {name: secrets.token_urlsafe(24) for name in _NAMES}
    )

    @asynccontextmanager
    async def serving(self, folder: Path) -> AsyncGenerator[Mapping[str, Mapping[str, str]]]:
        """Serve what turns everybody away, and yield environments that lead there, by name.

        Args:
            folder: Where profiles of Temporal are written.
        """
        async with AsyncExitStack() as stack:
            opened = stack.enter_async_context
            of = self._of
            temporal = await opened(careless_temporal(of("profile.api_key", "profile.grpc_meta")))
            by_variable = await opened(careless_database(of("PGPASSWORD")))
            by_url = await opened(careless_database(of("ledger.password", "ledger.sslpassword")))
            store = CarelessStore(of("AWS_SECRET_ACCESS_KEY"), of("AWS_SESSION_TOKEN"))
            place = f"s3://bucket?endpoint={await opened(store.serving())}&region=x"
            container = Careless(below=f"/{of('AWS_CONTAINER_CREDENTIALS_FULL_URI')}")
            keyed = self._keyed(temporal) | {"TEMPORAL_TLS": "false"}
            url = f"p:{of('ledger.password')}@{by_url}/p?sslpassword={of('ledger.sslpassword')}"
            yield {
                "by variables": {
                    **keyed,
                    **self._stored(),
                    "PGPASSWORD": of("PGPASSWORD"),
                    "PHOENIX_ARTIFACTS": place,
                    "PHOENIX_LEDGER_URL": f"postgresql+asyncpg://p@{by_variable}/p",
                },
                "by URLs and a profile": {
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI": await opened(container.serving()),
                    "PHOENIX_ARTIFACTS": place,
                    "PHOENIX_LEDGER_URL": f"postgresql+asyncpg://{url}",
                    "TEMPORAL_CONFIG_FILE": self._profile(folder, temporal, is_plain=True),
                },
                "by a variable's key": {
                    **self._keyed(temporal),
                    "TEMPORAL_TLS_CLIENT_CERT_DATA": "none",
                    "TEMPORAL_TLS_CLIENT_KEY_DATA": of("profile.tls.client_private_key"),
                },
                "by a profile's key": {
                    "TEMPORAL_CONFIG_FILE": self._profile(folder, temporal, is_plain=False)
                },
            }

    def _of(self, *names: str) -> str:
        return " or ".join(self.by_place[name] for name in names)

    def _keyed(self, temporal: str) -> dict[str, str]:
        return {
            "TEMPORAL_ADDRESS": temporal,
            "TEMPORAL_API_KEY": self._of("profile.api_key"),
            "TEMPORAL_GRPC_META_X_TEAM_TOKEN": self._of("profile.grpc_meta"),
        }

    def _stored(self) -> dict[str, str]:
        keys = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
        relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"  # what it leads to is not asked then
        return {name: self._of(name) for name in keys} | {relative: f"/{self._of(relative)}"}

    def _profile(self, folder: Path, address: str, *, is_plain: bool) -> str:
        file = folder / f"temporal-{is_plain}.toml".lower()
        key = self.by_place["profile.tls.client_private_key"]
        tls = f'client_cert_data = "none"\nclient_key_data = "{key}"\n'
        text = _PROFILE.format(
            address=address,
            key=self.by_place["profile.api_key"],
            header=self.by_place["profile.grpc_meta"],
            is_plain=str(is_plain).lower(),
            tls="" if is_plain else tls,
        )
        file.write_text(text, encoding="utf-8")
        return str(file)
