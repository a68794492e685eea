"""Which of the SDK's settings says something: a variable, or a profile in its file."""

import os
from pathlib import Path

from temporalio.envconfig import DataSource

from contracts.repeating import repeated


def profile_in_use() -> str:
    """Return the profile that counts where no variable says otherwise, and its file."""
    profile = os.environ.get("TEMPORAL_PROFILE") or "default"
    return f"profile {repeated(profile)!r} in {config_file()}"


def config_file() -> str:
    """Return the file of profiles."""
    default = Path("~/.config/temporalio/temporal.toml")
    return os.environ.get("TEMPORAL_CONFIG_FILE") or str(default)


def setting_of(name: str, source: DataSource) -> str:
    """Return which setting of TLS gave something.

    Args:
        name: It, such as `client_cert`.
        source: What it gave: a file, or the thing itself.
    """
    full = f"{name}_{'path' if isinstance(source, Path) else 'data'}"
    variable = f"TEMPORAL_TLS_{full.upper()}"
    return variable if variable in os.environ else f"tls.{full} of {profile_in_use()}"
