"""The settings: what they default to, and what a wrong one is told."""

import os
import socket
import traceback
from pathlib import Path

import pytest

from runtime.refusals import WrongUse
from runtime.settings import Settings, load_settings
from runtime.temporal.plugin import client_identity, worker_identity
from workflows.policies import EFFECT


@pytest.fixture(autouse=True)
def _untouched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PHOENIX_{name.upper()}", raising=False)


def test_everything_lies_under_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One variable moves all state, and every place in it is absolute."""
    monkeypatch.setenv("PHOENIX_HOME", "state")

    settings = load_settings()

    home = tmp_path / "state"
    assert settings.home == home
    assert settings.ledger_url == f"sqlite:///{home}/ledger.db"
    assert settings.auditor_key == home / "keys/auditor.pem"
    assert settings.artifacts == str(home / "artifacts")
    assert settings.channels == home / "channels.toml"
    assert [settings.tenants, settings.outbox, settings.logs] == [
        home / "tenants",
        home / "outbox",
        home / "logs",
    ]


def test_nothing_set_means_the_folder_where_the_command_runs(tmp_path: Path) -> None:
    """Without any variable, state lies in .phoenix beside the operator's files."""
    settings = load_settings()

    assert settings.home == tmp_path / ".phoenix"
    assert (settings.port, settings.ui_port) == (7233, 8233)


@pytest.mark.parametrize(
    ("cores", "taken_on"), [(1, (1, 25, 4)), (4, (4, 100, 16)), (1000, (256, 1000, 1000))]
)
def test_a_worker_takes_on_what_its_cores_can_carry(
    monkeypatch: pytest.MonkeyPatch, cores: int, taken_on: tuple[int, int, int]
) -> None:
    """Without any variable, half a core is given fewer things to do than sixty-four."""
    monkeypatch.setattr("runtime.settings.usable_cores", lambda: cores)

    settings = load_settings()

    assert taken_on == (
        settings.compute_processes,
        settings.max_concurrent_activities,
        settings.max_concurrent_workflow_tasks,
    )


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "http", "valid integer"),
        ("UI_PORT", "0", "greater than or equal to 1"),
        ("LEDGER_URL", "sqlite+aiosqlite:///ledger.db", "must be like sqlite:///"),
        ("LEDGER_URL", "ledger.db", "must be like sqlite:///"),
        ("STICKY_SECONDS", "nan", "finite number"),
        ("BUILD_ID", "0.2 beta", "must have 1 to 100 letters, digits and _ . + -, a letter or"),
        ("BUILD_ID", ".2", "a letter or digit first, such as 0.2.0"),
        ("DEPLOYMENT_NAME", "phoenix.eu", "must have 1 to 100 letters, digits and _ + -, a letter"),
        ("IDENTITY", "Ana host", "must have 1 to 100 letters, digits and _ . @ + -"),
    ],
)
def test_a_wrong_value_is_told_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    """One line names the variable, its value and what would fit, and nothing else."""
    monkeypatch.setenv(f"PHOENIX_{name}", value)

    with pytest.raises(WrongUse) as refusal:
        load_settings()

    assert f"PHOENIX_{name}={value} " in str(refusal.value)
    assert told in str(refusal.value)
    assert str(refusal.value).count("PHOENIX_") == 1
    assert "\n" not in str(refusal.value)
    assert refusal.value.exit_status == 2


@pytest.mark.parametrize(
    ("host", "place"), [("build-7", "build-7"), ("Ana's Mac", "Ana-s-Mac"), ("", "machine")]
)
def test_a_process_is_named_after_its_machine(
    monkeypatch: pytest.MonkeyPatch, host: str, place: str
) -> None:
    """Whatever a machine is called, its name can stand in a history; no person's does."""
    monkeypatch.setattr(socket, "gethostname", lambda: host)
    monkeypatch.setenv("USER", "Ana")

    identity = load_settings().identity

    assert client_identity(identity) == f"phoenix@{place}:{os.getpid()}"
    assert worker_identity(identity) == f"phoenix-worker@{place}:{os.getpid()}"


def test_an_operator_decides_how_processes_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where even a machine's name says too much, another stands in its place."""
    monkeypatch.setenv("PHOENIX_IDENTITY", "north-1")

    assert client_identity(load_settings().identity).startswith("phoenix@north-1:")


@pytest.mark.parametrize(
    "value",
    [
        "postgres://phoenix:hunter2@database/phoenix",
        "postgresql://phoenix:hunter2@database/phoenix",
        "phoenix:hunter2@database/phoenix",
        "psycopg://database/phoenix?password=hunter2",
        "Server=database;Password=hunter2",
    ],
)
def test_a_password_in_a_wrong_url_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """The commonest mistakes are told without what nobody else may read, tracebacks included."""
    monkeypatch.setenv("PHOENIX_LEDGER_URL", value)

    with pytest.raises(WrongUse, match="PHOENIX_LEDGER_URL=… must be like") as refusal:
        load_settings()

    assert "hunter2" not in "".join(traceback.format_exception(refusal.value))


def test_settings_that_are_shown_show_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a defect of ours prints what it has in hand."""
    url = "postgresql+asyncpg://phoenix:hunter2@database/phoenix"
    monkeypatch.setenv("PHOENIX_LEDGER_URL", url)

    settings = load_settings()

    assert settings.ledger_url == url
    assert "hunter2" not in f"{settings} {settings!r}"


def test_two_servers_cannot_share_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server and its Web UI are told apart before either is started."""
    monkeypatch.setenv("PHOENIX_PORT", "9000")
    monkeypatch.setenv("PHOENIX_UI_PORT", "9000")

    with pytest.raises(WrongUse, match="PHOENIX_PORT and PHOENIX_UI_PORT are both 9000"):
        load_settings()


def test_a_stopping_worker_outlasts_a_publish() -> None:
    """No publish that is in flight is cut off by a graceful stop."""
    longest = EFFECT.get("start_to_close_timeout")

    assert longest is not None
    assert load_settings().graceful_shutdown_seconds > longest.total_seconds()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("PHOENIX_CHANELS", "PHOENIX_CHANNELS"),
        ("PHOENIX_PROT", "PHOENIX_PORT"),
        ("PHOENIX_HOEM", "PHOENIX_HOME"),
        ("phoenix_tenant", "PHOENIX_TENANTS"),
        ("PHOENIX_LEDGER", "PHOENIX_LEDGER_URL"),
        ("PHOENIX_AUDITORKEY", "PHOENIX_AUDITOR_KEY"),
    ],
)
def test_a_setting_with_a_typing_error_is_refused(
    monkeypatch: pytest.MonkeyPatch, typed: str, meant: str
) -> None:
    """It would have no effect, and nobody would be told."""
    monkeypatch.setenv(typed, "somewhere")

    with pytest.raises(WrongUse) as refused:
        load_settings()

    assert str(refused.value) == (
        f"wrong setting: {typed} is none, and {meant} is one: rename it, or unset it"
    )


@pytest.mark.parametrize(
    "name",
    [
        "PHOENIX_X_SECRET",
        "PHOENIX_WEBHOOK_SECRET",
        "PHOENIX_SERVICE_HOST",
        "PHOENIX_SERVICE_PORT",
        "PHOENIX_PORT_8233_TCP",
        "PHOENIX_PORT_8233_TCP_ADDR",
        "PHOENIX_DEBUG",
    ],
)
def test_what_merely_begins_alike_is_left_alone(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Secrets of channels and what Kubernetes sets for a service stand beside the settings."""
    monkeypatch.setenv(name, "tcp://10.0.0.1:8233")

    assert load_settings().port == 7233


def test_an_empty_variable_is_as_if_it_were_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compose files and units set variables that nobody has filled in."""
    monkeypatch.setenv("PHOENIX_PORT", "")
    monkeypatch.setenv("PHOENIX_CHANELS", "")

    assert load_settings().port == 7233
