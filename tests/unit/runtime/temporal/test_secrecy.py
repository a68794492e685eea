"""What a server repeats of a client's own credentials is told to nobody."""

from pathlib import Path

import pytest
from temporalio.service import RPCError, RPCStatusCode

from runtime.temporal.errors import translation_of
from runtime.temporal.secrecy import told

KEY = "ak-0123456789abcdef"


@pytest.fixture(autouse=True)
def own_variables_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Have no settings of the machine's in the way."""
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(tmp_path / "temporal.toml"))


def test_a_key_that_a_server_repeats_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads a command's message or a worker's log learns no credential from it."""
    monkeypatch.setenv("TEMPORAL_API_KEY", KEY)
    monkeypatch.setenv("TEMPORAL_GRPC_META_X_TEAM_TOKEN", "team-secret")
    error = RPCError(f"wrong credential Bearer {KEY}", RPCStatusCode.UNAUTHENTICATED, b"")

    assert told(f"{KEY} and team-secret") == "… and …"
    assert "does not let this client do that: wrong credential Bearer …" in str(
        translation_of(error, "1")
    )


def test_a_profile_s_key_is_not_told_either(tmp_path: Path) -> None:
    """The SDK's own settings may hold the key in a file."""
    (tmp_path / "temporal.toml").write_text(f'[profile.default]\napi_key = "{KEY}"\n')

    assert told(f"no {KEY} here") == "no … here"


def test_settings_that_cannot_be_read_hide_nothing(tmp_path: Path) -> None:
    """What was sent nowhere is repeated by nobody, and the message stays whole."""
    (tmp_path / "temporal.toml").write_text("[profile")

    assert told("unknown user") == "unknown user"
