"""What tells workers apart: everything that they depend on, and no secret."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from runtime.embedded.traits import (
    differs,
    digest_key,
    ensure_digest_key,
    traits_of,
    variables_in,
)
from runtime.settings import Settings

ENVIRON = {
    "SOCIAL_SECRET": "hunter2",
    "AWS_SECRET_ACCESS_KEY": "hunter2",
    "SSL_CERT_FILE": "ca.pem",
    "TEMPORAL_NAMESPACE": "default",
    "EDITOR": "vi",
}
KEY = bytes(32)
Variables = Mapping[str, str | None]


def traits(settings: Settings, changed: Variables = {}, key: bytes = KEY) -> dict[str, str]:  # noqa: B006 - read only
    """Return what a worker is told apart by, with some variables changed or, for `None`, gone."""
    given = {**ENVIRON, **changed}
    environ = {name: value for name, value in given.items() if value is not None}
    return traits_of(settings, "code", key, environ, {"SOCIAL_SECRET"})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings with files of channels, providers and a key."""
    settings = Settings(home=tmp_path, ledger_url="postgresql+asyncpg://a:hunter2@host/b")
    settings.channels.write_text("# none")
    settings.providers.write_text("# none")
    settings.auditor_key.parent.mkdir()
    settings.auditor_key.write_text("a key")
    return settings


def test_what_a_worker_does_not_read_does_not_tell_it_apart(settings: Settings) -> None:
    """A worker is not replaced for a variable that means nothing to it."""
    assert not differs(traits(settings), traits(settings, {"EDITOR": "emacs"}))
    assert variables_in(traits(settings)) == ENVIRON.keys() - {"EDITOR"}


@pytest.mark.parametrize("name", ["SOCIAL_SECRET", "AWS_SECRET_ACCESS_KEY", "SSL_CERT_FILE"])
def test_a_variable_counts_when_it_says_something_else(settings: Settings, name: str) -> None:
    """Another value is a change, a value that is new too, and silence is none."""
    without = traits(settings, {name: None})

    assert differs(traits(settings), traits(settings, {name: "other"}))
    assert differs(without, traits(settings))
    assert not differs(traits(settings), without)


@pytest.mark.parametrize("name", ["channels.toml", "providers.toml", "keys/auditor.pem"])
def test_a_file_counts_by_what_is_in_it(settings: Settings, name: str) -> None:
    """Changed, removed, or a folder in its place."""
    file, before = settings.home / name, traits(settings)

    file.write_text("something else")
    assert differs(before, traits(settings))
    file.unlink()
    assert differs(before, traits(settings))
    file.mkdir()
    assert differs(before, traits(settings))


def test_a_setting_counts_and_the_ready_file_does_not(settings: Settings) -> None:
    """Every setting that a worker has is one that its commands have."""
    ready = settings.model_copy(update={"ready_file": settings.home / "ready"})
    slower = settings.model_copy(update={"sticky_seconds": 2.0})

    assert not differs(traits(settings), traits(ready))
    assert differs(traits(settings), traits(slower))


def test_a_path_need_not_be_text(settings: Settings) -> None:
    """Names of files that are not UTF-8 are names like others."""
    odd = settings.model_copy(update={"outbox": Path(os.fsdecode(b"/srv/caf\xe9"))})

    assert differs(traits(settings), traits(odd, {"AWS_PROFILE": "\udce9"}))


def test_a_secret_is_not_found_out_by_trying(settings: Settings) -> None:
    """The same secrets look different under another key, and none stands there as it is."""
    one, other = traits(settings), traits(settings, key=b"other" * 7)

    assert {name for name in one if one[name] == other[name]} == {"code"}
    assert "hunter2" not in str(one)


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    """All commands of one home compare by the same key."""
    assert digest_key(tmp_path) is None

    key = ensure_digest_key(tmp_path)

    assert key == ensure_digest_key(tmp_path) == digest_key(tmp_path)
    assert len(key) == 32
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
