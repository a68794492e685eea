"""The commands about the ledger and the emergency stop, as an operator types them."""

import json
from pathlib import Path

import pytest

import starter

RESTORED = (
    "{url} is in epoch 2: publications that were admitted before are looked for before anything "
    "is sent"
)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PHOENIX_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TEMPORAL_ADDRESS", raising=False)
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(tmp_path / "temporal.toml"))
    (tmp_path / "temporal.toml").write_text("")


def done(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Carry out a command that has to succeed, and return what it answers."""
    assert starter.run(arguments) == 0, capsys.readouterr().err
    return capsys.readouterr().out.strip()


def test_a_ledger_is_migrated_backed_up_and_restored(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The drill in four commands; no server and no worker is started for any of them."""
    url = f"sqlite:///{tmp_path / 'home' / 'ledger.db'}"

    told = [
        done(capsys, "ledger", "migrate"),
        done(capsys, "ledger", "migrate"),
        done(capsys, "ledger", "backup", "copy.db"),
        done(capsys, "ledger", "restored"),
    ]
    known = done(capsys, "ledger").splitlines()

    assert told == [
        f"{url}: version 4, before it was without tables",
        f"{url}: version 4, as it was",
        f"{url} was copied to {tmp_path / 'copy.db'}",
        RESTORED.format(url=url),
    ]
    assert known[0] == f"ledger: {url}"
    assert known[2] == "epoch: 2"
    assert {path.name for path in (tmp_path / "home").iterdir()} <= {
        "ledger.db",
        "ledger.db-shm",
        "ledger.db-wal",
    }


def test_everything_is_stopped_by_one_command(capsys: pytest.CaptureFixture[str]) -> None:
    """What was stopped is listed with who, why and its name, and goes on by that name."""
    done(capsys, "ledger", "migrate")

    assert done(capsys, "stop", "--list") == "nothing is stopped"
    told = done(capsys, "stop", "--why", "a wrong price")
    listed = done(capsys, "stop", "--list")
    as_json = json.loads(done(capsys, "stop", "--list", "--json"))
    lifted = done(capsys, "stop", "--lift", "stop1")

    assert "has stopped all publishing since" in told
    assert told.endswith("starter.py stop --lift stop1")
    assert listed.startswith("stop1: ")
    assert [stop["why"] for stop in as_json["stops"]] == ["a wrong price"]
    assert lifted == "stop1 is lifted: all publishing goes on"
    assert done(capsys, "stop", "--list") == "nothing is stopped"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "the embedded server and worker are stopped by 'starter.py down'"),
        (["--channel", "x"], "give --why TEXT"),
        (["--list", "--lift", "stop1"], "give --why TEXT"),
        (["--why", "so", "--list"], "give --why TEXT"),
        (["--list", "--channel", "x"], "--channel and --tenant go with --why"),
        (["--why", "so", "--channel", "instagramm"], "--channel: 'instagramm' is none of"),
        (["--why", "so", "--tenant", "acme"], "--tenant"),
    ],
)
def test_a_stop_that_is_not_clear_is_wrong_use(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str], told: str
) -> None:
    """Whoever wants to stop the server does not stop the publishing, and nothing is made."""
    assert starter.run(["stop", *arguments]) == 2

    assert told in capsys.readouterr().err
    assert not (tmp_path / "home").exists()


def test_a_wrong_url_shows_no_password(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commonest mistake, a URL as other programs take it, is told without its password."""
    monkeypatch.setenv("PHOENIX_LEDGER_URL", "postgres://phoenix:hunter2@database/phoenix")

    assert starter.run(["ledger"]) == 2

    shown = capsys.readouterr().err
    assert "PHOENIX_LEDGER_URL=… must be like" in shown
    assert "hunter2" not in shown
