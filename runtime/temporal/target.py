"""Which Temporal is meant: as the SDK's own settings say, or else the embedded one."""

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from temporalio.envconfig import ClientConfigProfile, ClientConfigTLS, ClientConnectConfig

from activities.named_paths import named
from runtime.embedded import server as embedded
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.temporal.profile import config_file, profile_in_use
from runtime.temporal.quoting import without_values
from runtime.temporal.secrecy import own_variables

_ADDRESS: Final = re.compile(r"[^\s/@]+:[0-9]{1,5}")


@dataclass(frozen=True)
class Target:
    """Which Temporal is meant, and who said so."""

    address: str
    namespace: str
    origin: str
    """Where the address was read, in words."""
    is_embedded: bool
    connect_config: ClientConnectConfig
    """How it is connected to, but for TLS."""
    tls: ClientConfigTLS | None = None
    """How the connection is to be encrypted, as the settings name it."""

    def connecting(self) -> ClientConnectConfig:
        """Return how it is connected to.

        Which Temporal is meant is known without the files of TLS, and a command that does not
        connect goes without them.

        Raises:
            OSError: One of them cannot be read; `refuse_unusable_tls` says which.
        """
        config = self.connect_config.copy()
        if self.tls is not None:
            config["tls"] = self.tls.to_connect_tls_config()
        return config


def read_target(settings: Settings) -> Target:
    """Read the SDK's settings (`TEMPORAL_*` and profiles) and say which Temporal they mean.

    Raises:
        WrongUse: They are contradictory or cannot be read.
    """
    file = os.environ.get("TEMPORAL_CONFIG_FILE")
    if file and not Path(file).is_file():
        raise WrongUse(f"TEMPORAL_CONFIG_FILE names {named(Path(file))}, which is not there")
    try:
        profile = ClientConfigProfile.load(
            config_file_strict=True, override_env_vars=own_variables()
        )
        config = replace(profile, tls=None).to_client_connect_config()
    except (RuntimeError, ValueError, KeyError, OSError) as error:
        raise WrongUse(
            f"the Temporal settings cannot be read (TEMPORAL_* variables, {config_file()}): "
            f"{without_values(str(error))}"
        ) from None  # the cause quotes what may be a secret
    namespace = config.get("namespace") or embedded.NAMESPACE
    address = config.get("target_host")
    if address and not _ADDRESS.fullmatch(address):  # it is not repeated: it may hold a password
        raise WrongUse(
            f"the address of Temporal (from {_origin()}) must be host:port, such as "
            "127.0.0.1:7233, without scheme, user or password"
        )
    if address:
        return Target(
            address,
            namespace,
            _origin(),
            is_embedded=False,
            connect_config=config,
            tls=profile.tls,
        )
    said = {name for name in config if config.get(name)} | ({"tls"} if profile.tls else set())
    if said - {"namespace"} or namespace != embedded.NAMESPACE:
        given = ", ".join(sorted(said))
        raise WrongUse(
            f"the Temporal settings give {given} but no address; set TEMPORAL_ADDRESS to the "
            "server that is meant, or unset them to use the embedded server"
        )
    own = embedded.address(settings)
    config["target_host"] = own
    return Target(own, namespace, "the embedded server", is_embedded=True, connect_config=config)


def _origin() -> str:
    if os.environ.get("TEMPORAL_ADDRESS"):
        return "TEMPORAL_ADDRESS"
    return profile_in_use()
