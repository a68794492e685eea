"""What Temporal says, without what this client has told it alone."""

import os
from typing import Final

from temporalio.envconfig import ClientConfig

from activities.http.secrecy import without

_KEY: Final = "TEMPORAL_API_KEY"
_HEADERS: Final = "TEMPORAL_GRPC_META_"
_LEAST: Final = 4
"""Characters from which a header's value is taken for a secret."""


def told(message: str) -> str:
    """Return a message of Temporal's, or of what stands before it, as people may see it.

    A server or gateway that turns a client away may repeat the key or the headers that it got.
    """
    return without(message, _hidden())


def _hidden() -> list[str]:
    values = [value for name, value in os.environ.items() if name == _KEY or _HEADERS in name]
    try:
        config = ClientConfig.load_client_connect_config()
    except (RuntimeError, ValueError, KeyError, OSError):
        pass  # what cannot be read was sent nowhere
    else:
        values.append(config.get("api_key") or "")
        values += map(str, config.get("rpc_metadata", {}).values())
    return sorted({each for each in values if len(each) >= _LEAST}, key=len, reverse=True)
