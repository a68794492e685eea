"""The settings: what they default to, and what a wrong one is told."""

import stat
from pathlib import Path

import pytest

from runtime.refusals import WrongUse
from runtime.settings import Settings, ensure_home, load_settings
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


def test_two_servers_cannot_share_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server and its Web UI are told apart before either is started."""
    monkeypatch.setenv("PHOENIX_PORT", "9000")
    monkeypatch.setenv("PHOENIX_UI_PORT", "9000")

    with pytest.raises(WrongUse, match="PHOENIX_PORT and PHOENIX_UI_PORT are both 9000"):
        load_settings()


def test_home_is_private(tmp_path: Path) -> None:
    """Nobody but the owner can read tenants' data and keys, whatever the umask is."""
    settings = load_settings()

    ensure_home(settings)

    folders = [settings.home, tmp_path / ".phoenix/keys"]
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700, 0o700]


def test_a_folder_that_exists_keeps_its_mode() -> None:
    """An operator's own folder is not closed to those who may read it; the keys in it are."""
    settings = load_settings()
    settings.home.mkdir()
    settings.home.chmod(0o755)

    ensure_home(settings)
    ensure_home(settings)

    assert stat.S_IMODE(settings.home.stat().st_mode) == 0o755
    assert stat.S_IMODE(settings.auditor_key.parent.stat().st_mode) == 0o700


def test_a_key_elsewhere_has_no_folder_made_for_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Only what lies under the home is created with it."""
    monkeypatch.setenv("PHOENIX_AUDITOR_KEY", str(tmp_path / "vault/auditor.pem"))

    ensure_home(load_settings())

    assert [entry.name for entry in tmp_path.iterdir()] == [".phoenix"]


def test_a_stopping_worker_outlasts_a_publish() -> None:
    """No publish that is in flight is cut off by a graceful stop."""
    longest = EFFECT.get("start_to_close_timeout")

    assert longest is not None
    assert load_settings().graceful_shutdown_seconds > longest.total_seconds()


def test_a_home_that_cannot_be_is_named(tmp_path: Path) -> None:
    """A file in the place of the folder is reported with the variable that moves it."""
    (tmp_path / ".phoenix").write_text("in the way")

    with pytest.raises(WrongUse, match=r"\.phoenix cannot be used: .*PHOENIX_HOME"):
        ensure_home(load_settings())
