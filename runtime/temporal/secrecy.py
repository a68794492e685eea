"""What Temporal says, without what this client has told it alone."""

import os
from typing import Final

from temporalio.envconfig import ClientConfig

from activities.http.secrecy import without

_KEY: Final = "TEMPORAL_API_KEY"
_HEADERS: Final = "TEMPORAL_GRPC_META_"
_OWN: Final = ("TEMPORAL_", "HOME", "XDG_CONFIG_HOME", "APPDATA", "USERPROFILE")
"""How the names of the variables begin by which the SDK finds and reads its settings."""
_LEAST: Final = 4
"""Characters from which a header's value is taken for a secret."""


def own_variables() -> dict[str, str]:
    """Return the variables that the SDK reads; of others, one that is no text would end it.

    Raises:
        ValueError: One of its own is no text.
    """
    own = {name: value for name, value in os.environ.items() if name.startswith(_OWN)}
    for name, value in own.items():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise ValueError(f"{name} must be text in UTF-8") from error
    return own


def told(message: str) -> str:
    """Return a message of Temporal's, or of what stands before it, as people may see it.

    A server or gateway that turns a client away may repeat the key or the headers that it got.
    """
    return without(message, _hidden())


def _hidden() -> list[str]:
    values = [value for name, value in os.environ.items() if name == _KEY or _HEADERS in name]
    try:
        config = ClientConfig.load_client_connect_config(override_env_vars=own_variables())
    except (RuntimeError, ValueError, KeyError, OSError):
        pass  # what cannot be read was sent nowhere
    else:
        values.append(config.get("api_key") or "")
        values += map(str, config.get("rpc_metadata", {}).values())
    return sorted({each for each in values if len(each) >= _LEAST}, key=len, reverse=True)
