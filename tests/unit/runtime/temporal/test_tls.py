"""A connection to Temporal that can never be encrypted as it is set is refused, not retried."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import worker
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.temporal.connection import NotReachable, join
from runtime.temporal.target import read_target
from tests.support.certificates import DAY, write_pair


@pytest.fixture(autouse=True)
def _far_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "temporal.toml").touch()
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(tmp_path / "temporal.toml"))
    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:1")


def set_tls(patch: pytest.MonkeyPatch, **paths: Path | str) -> None:
    """Give the connection these settings of TLS."""
    for name, value in paths.items():
        patch.setenv(f"TEMPORAL_TLS_{name.upper()}", str(value))


async def refusal(tmp_path: Path) -> str:
    """Return why a client is not connected."""
    with pytest.raises(WrongUse) as refused:
        await join(Settings(home=tmp_path), "phoenix@test")
    assert not isinstance(refused.value, NotReachable)
    return str(refused.value)


async def test_a_certificate_without_its_key_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a key without its certificate; the message names the variables of both."""
    pair = write_pair(tmp_path, "client")
    with monkeypatch.context() as patch:
        set_tls(patch, client_cert_path=pair.certificate)
        without_key = await refusal(tmp_path)
    set_tls(monkeypatch, client_key_path=pair.key)
    without_certificate = await refusal(tmp_path)

    certificate = f"{pair.certificate} (TEMPORAL_TLS_CLIENT_CERT_PATH)"
    assert f"the client certificate {certificate} without its client key" in without_key
    assert "TEMPORAL_TLS_CLIENT_KEY_PATH" in without_key
    key = f"{pair.key} (TEMPORAL_TLS_CLIENT_KEY_PATH)"
    assert f"the client key {key} without its client certificate" in without_certificate


async def test_files_that_do_not_fit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another's key, an old certificate, an authority that is none: by setting and by file."""
    one, old = write_pair(tmp_path, "one"), write_pair(tmp_path, "old", begins=-9 * DAY, ends=-DAY)
    (tmp_path / "ca.pem").write_text("none")
    with monkeypatch.context() as patch:
        set_tls(patch, client_cert_path=one.certificate, client_key_path=old.key)
        strange = await refusal(tmp_path)
    with monkeypatch.context() as patch:
        set_tls(patch, client_cert_path=old.certificate, client_key_path=old.key)
        expired = await refusal(tmp_path)
    set_tls(monkeypatch, server_ca_cert_path=tmp_path / "ca.pem")
    no_authority = await refusal(tmp_path)

    of_key, of_certificate = "(TEMPORAL_TLS_CLIENT_KEY_PATH)", "(TEMPORAL_TLS_CLIENT_CERT_PATH)"
    assert f"Temporal's client key {old.key} {of_key} is not the key of Temporal's" in strange
    assert f"client certificate {one.certificate} {of_certificate}, which was" in strange
    assert f"client certificate {old.certificate} {of_certificate} has expired: it is" in expired
    ca = f"{tmp_path / 'ca.pem'} (TEMPORAL_TLS_SERVER_CA_CERT_PATH)"
    assert f"Temporal's server CA certificate {ca} is no certificate in PEM form" in no_authority


@pytest.mark.parametrize("name", ["client_cert_path", "client_key_path", "server_ca_cert_path"])
@pytest.mark.parametrize("is_folder", [True, False])
async def test_a_file_that_cannot_be_read_is_told_with_its_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, *, is_folder: bool
) -> None:
    """The variable, or the profile's key: who has set it elsewhere knows where to look."""
    pair, wrong = write_pair(tmp_path, "client"), tmp_path if is_folder else tmp_path / "none.pem"
    given = {"client_cert_path": pair.certificate, "client_key_path": pair.key, name: wrong}
    with monkeypatch.context() as patch:
        set_tls(patch, **given)
        by_variable = await refusal(tmp_path)
    profiles = tmp_path / "temporal.toml"
    lines = [f'{key} = "{value}"' for key, value in given.items()]
    profiles.write_text("\n".join(["[profile.default.tls]", *lines]))
    by_profile = await refusal(tmp_path)

    why = "Is a directory" if is_folder else "No such file or directory"
    assert f"{wrong} (TEMPORAL_TLS_{name.upper()}) cannot be read: {why}" in by_variable
    where = f"tls.{name} of profile 'default' in {profiles}"
    assert f"{wrong} ({where}) cannot be read: {why}" in by_profile


@pytest.mark.parametrize("name", ["client_cert", "client_key", "server_ca_cert"])
@pytest.mark.parametrize("kind", ["path", "data"])
async def test_a_variable_that_is_empty_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    """It is no file, and nobody has to look for it in a profile."""
    set_tls(monkeypatch, **{f"{name}_{kind}": ""})

    assert f"TEMPORAL_TLS_{name.upper()}_{kind.upper()} is set and empty: unset it, or " in (
        await refusal(tmp_path)
    )


async def test_what_stands_in_the_settings_themselves_is_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key may stand in a variable."""
    pair, other = write_pair(tmp_path, "one"), write_pair(tmp_path, "other")
    key = other.key.read_text()
    set_tls(monkeypatch, client_cert_data=pair.certificate.read_text(), client_key_data=key)

    said = await refusal(tmp_path)

    assert "Temporal's client key in TEMPORAL_TLS_CLIENT_KEY_DATA is not the key of" in said
    assert key.splitlines()[1] not in said


async def test_what_can_work_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a pair that fits, and with TLS that is switched off whatever else is set."""
    pair = write_pair(tmp_path, "one")
    set_tls(monkeypatch, client_cert_path=pair.certificate, client_key_path=pair.key)
    set_tls(monkeypatch, server_ca_cert_path=pair.certificate)
    with pytest.raises(NotReachable):
        await join(Settings(home=tmp_path), "phoenix@test")

    monkeypatch.setenv("TEMPORAL_TLS", "false")
    set_tls(monkeypatch, client_key_path=write_pair(tmp_path, "other").key)
    with pytest.raises(NotReachable):
        await join(Settings(home=tmp_path), "phoenix@test")


def test_an_emergency_stop_does_not_need_the_certificate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which Temporal is meant is known without a connection to it."""
    set_tls(monkeypatch, client_cert_path=write_pair(tmp_path, "one").certificate)
    set_tls(monkeypatch, server_ca_cert_path=tmp_path / "none.pem")

    assert read_target(Settings(home=tmp_path)).address == "127.0.0.1:1"


def test_a_worker_ends_at_once(tmp_path: Path) -> None:
    """Status 2 and one line; it would wait for such a Temporal for ever."""
    old = write_pair(tmp_path, "old", begins=-9 * DAY, ends=-DAY)

    done = subprocess.run(
        [sys.executable, worker.__file__],
        cwd=tmp_path,
        env={
            **os.environ,
            "TEMPORAL_TLS_CLIENT_CERT_PATH": str(old.certificate),
            "TEMPORAL_TLS_CLIENT_KEY_PATH": str(old.key),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    assert (
        f"{old.certificate} (TEMPORAL_TLS_CLIENT_CERT_PATH) has expired"
        in done.stderr.splitlines()[-1]
    )
