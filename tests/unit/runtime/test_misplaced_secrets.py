"""A secret that was put into the wrong place is not repeated by the message that says so."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from activities.audit.keys import load_key
from activities.ledger import SqlLedger
from contracts import CampaignError
from runtime.payloads.keys import KeyFile
from runtime.refusals import WrongUse
from runtime.settings import Settings, load_settings
from runtime.temporal.target import read_target
from runtime.temporal.tls import refuse_unusable_tls
from runtime.wiring.channels import build_publishers
from runtime.wiring.chosen_providers import read_choices
from runtime.wiring.policies import tenant_policies
from tests.support.certificates import write_pair
from tests.support.publishing.worlds.world import tools_in

SECRETS: Final = (
    "hunter2-and-much-more",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "it's `quoted` and so on, expected as a password",
)
VARIABLE: Final = "AKIAIOSFODNN7EXAMPLE"

Misplace = Callable[[Path, pytest.MonkeyPatch, str], object]
PLACES: Final[dict[str, Misplace]] = {}


def place(misplace: Misplace) -> Misplace:
    """Enter one into the table, by its name."""
    PLACES[misplace.__name__] = misplace
    return misplace


def channels(folder: Path, text: str) -> object:
    """Read a file of channels."""
    file = folder / "channels.toml"
    file.write_text(text, encoding="utf-8")
    return build_publishers(file, tools_in(folder), {})


def providers(folder: Path, text: str) -> object:
    """Read a file of providers."""
    file = folder / "providers.toml"
    file.write_text(text, encoding="utf-8")
    return read_choices(file, {})


def keys(folder: Path, text: str) -> object:
    """Read a file of payload keys."""
    file = folder / "keys.toml"
    file.touch(mode=0o600)
    file.write_text(text, encoding="utf-8")
    return KeyFile(file)


@place
def a_field_of_a_channel(folder: Path, _: pytest.MonkeyPatch, word: str) -> object:
    """A key of TOML, as where the equals sign is missing from a name."""
    return channels(folder, f'[channels.telegram]\npublisher = "telegram"\n"{word}" = "x"')


@place
def a_channel(folder: Path, _: pytest.MonkeyPatch, word: str) -> object:
    """The name of a table."""
    return channels(folder, f'[channels."{word}"]\npublisher = "webhook"')


@place
def a_section_of_channels(folder: Path, _: pytest.MonkeyPatch, word: str) -> object:
    """The name of a table at the top."""
    return channels(folder, f'["{word}"]\npublisher = "webhook"')


@place
def a_table_that_stands_twice(folder: Path, _: pytest.MonkeyPatch, word: str) -> object:
    """What the reader of TOML repeats."""
    return channels(folder, f'["{word}"]\n["{word}"]')


@place
def a_publisher(folder: Path, _: pytest.MonkeyPatch, word: str) -> object:
    """The name of a kind."""
    return channels(folder, f'[channels.telegram]\npublisher = "{word}"')


@place
def a_variable(folder: Path, _: pytest.MonkeyPatch, word: str) -> object:
    """A key that has the form of a variable's name."""
    name = VARIABLE if word in SECRETS else word
    section = f'publisher = "telegram"\nchat = "@tostadores"\ntoken_env = "{name}"'
    return channels(folder, f"[channels.telegram]\n{section}")


@place
def a_stage(folder: Path, _: pytest.MonkeyPatch, word: str) -> object:
    """The name of a table of providers."""
    return providers(folder, f'["{word}"]\nprovider = "rules"')


@place
def a_tenant(folder: Path, _: pytest.MonkeyPatch, word: str) -> object:
    """What a tenant's table is called."""
    return providers(folder, f'[tenants."{word}".strategy]\nprovider = "rules"')


@place
def the_current_key(folder: Path, _: pytest.MonkeyPatch, word: str) -> object:
    """A key in the place of its id."""
    return keys(folder, f'current = "{word}"\n[keys]\na = "{"A" * 43}="')


@place
def a_key_s_id(folder: Path, _: pytest.MonkeyPatch, word: str) -> object:
    """The same, in the table."""
    return keys(folder, f'current = "a"\n[keys]\n"{word}" = "a"')


@place
def the_path_of_a_file_of_keys(_: Path, __: pytest.MonkeyPatch, word: str) -> object:
    """The secret itself in the place of its file."""
    return KeyFile(Path(word).absolute())


@place
def the_path_of_the_auditor_s_key(_: Path, __: pytest.MonkeyPatch, word: str) -> object:
    """The same of another file."""
    return load_key(Path(word).absolute())


@place
def the_path_of_a_file_of_channels(folder: Path, _: pytest.MonkeyPatch, word: str) -> object:
    """The same of one without secrets."""
    return build_publishers(folder / word, tools_in(folder), {}, must_exist=True)


@place
def a_profile_s_file(_: Path, patch: pytest.MonkeyPatch, word: str) -> object:
    """The same of Temporal's."""
    patch.setenv("TEMPORAL_CONFIG_FILE", word)
    return read_target(Settings())


@place
def a_setting(_: Path, patch: pytest.MonkeyPatch, word: str) -> object:
    """A value that is none of those there are."""
    patch.setenv("PHOENIX_LOG_FORMAT", word)
    return load_settings()


@place
def an_address_to_listen_on(_: Path, patch: pytest.MonkeyPatch, word: str) -> object:
    """A URL with a password where host and port are wanted."""
    patch.setenv("PHOENIX_METRICS_ADDRESS", f"http://ana:{word}@host" if word in SECRETS else word)
    return load_settings()


@place
def the_path_of_a_key_of_temporal_s(folder: Path, patch: pytest.MonkeyPatch, word: str) -> object:
    """A key where the name of its file belongs, which has a variable of its own."""
    patch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:1")
    patch.setenv("TEMPORAL_TLS_CLIENT_CERT_PATH", str(write_pair(folder, "client").certificate))
    patch.setenv("TEMPORAL_TLS_CLIENT_KEY_PATH", str(folder / word))
    refuse_unusable_tls(read_target(Settings()).tls)
    return None


@place
def a_profile(_: Path, patch: pytest.MonkeyPatch, word: str) -> object:
    """The name of a profile."""
    patch.setenv("TEMPORAL_PROFILE", word)
    return read_target(Settings())


@place
def a_field_of_a_profile(folder: Path, patch: pytest.MonkeyPatch, word: str) -> object:
    """A key of TOML in Temporal's own file."""
    file = folder / "temporal.toml"
    file.write_text(f'[profile.default]\n"{word}" = 1', encoding="utf-8")
    patch.setenv("TEMPORAL_CONFIG_FILE", str(file))
    return read_target(Settings())


@place
def the_folder_of_policies(_: Path, patch: pytest.MonkeyPatch, word: str) -> object:
    """The path of a folder."""
    patch.setenv("PHOENIX_TENANTS", word)
    return tenant_policies(Settings())


@place
def the_ledger_s_url(_: Path, patch: pytest.MonkeyPatch, word: str) -> object:
    """A URL without anything of one."""
    patch.setenv("PHOENIX_LEDGER_URL", word)
    return load_settings()


@place
def the_scheme_of_a_ledger_s_url(_: Path, __: pytest.MonkeyPatch, word: str) -> object:
    """The beginning of a URL."""
    return SqlLedger(f"{word}://db.example/phoenix")


@pytest.mark.parametrize("word", SECRETS)
@pytest.mark.parametrize("name", PLACES)
def test_a_secret_in_the_wrong_place_is_not_repeated(
    name: str, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads the terminal or the log over a shoulder learns nothing of it."""
    with pytest.raises((CampaignError, WrongUse)) as refusal:
        PLACES[name](tmp_path, monkeypatch, word)

    told = str(refusal.value)
    assert [part for part in (word, word[2:12], VARIABLE) if part in told] == []


@pytest.mark.parametrize("name", sorted(PLACES.keys() - {"a_publisher"}))
def test_a_typing_error_is_repeated(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever made it sees which letter it was."""
    word = "TOKEN_EVN" if name == "a_variable" else "chanels"
    with pytest.raises((CampaignError, WrongUse), match=word):
        PLACES[name](tmp_path, monkeypatch, word)


@pytest.mark.parametrize("name", sorted(PLACES.keys() - {"a_tenant", "a_variable"}))
def test_a_uuid_is_taken_for_no_id_where_none_belongs(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many services give keys that look so."""
    word = "6f1c1f0e-6f0e-4b52-9a4e-3a4de3c0a001"
    with pytest.raises((CampaignError, WrongUse)) as refusal:
        PLACES[name](tmp_path, monkeypatch, word)

    assert word not in str(refusal.value)
