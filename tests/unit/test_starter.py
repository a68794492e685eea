"""The command line without a server: exit statuses, refusals, and what is judged first.

Longer than 250 lines because every mistake is made on the same command line, before anything is
started.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import starter
from runtime.refusals import Refusal, WrongUse
from tests.support.builders import EXECUTION
from tests.support.paths import ROOT

SOME = str(EXECUTION)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PHOENIX_HOME", str(tmp_path / "home"))
    for name in ("ADDRESS", "NAMESPACE", "PROFILE", "API_KEY", "TLS"):
        monkeypatch.delenv(f"TEMPORAL_{name}", raising=False)
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(tmp_path / "temporal.toml"))
    (tmp_path / "temporal.toml").write_text("")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["publish"], "No such command 'publish'"),
        (["start"], "Missing argument"),
        (["list", "--limit", "0"], "--limit"),
        (["list", "--state", "asleep"], "must be one of IDLE"),
        (["list", "--tenant", "acme"], "--tenant"),
        (["start", "none.yaml"], "none.yaml: does not exist"),
        (["metrics", SOME, "none.json"], "none.json: does not exist"),
        (["review", SOME, "maybe"], "must be one of approve, reject, request-changes"),
        (["review", SOME, "request-changes"], "comment is required"),
        (["review", SOME, "approve"], f"'starter.py review {SOME} approve --digest DIGEST'"),
        (["review", SOME, "approve", "--digest", "f727ca8"], "--digest must be the first 8 to 64"),
        (["review", SOME, "reject", "--digest", "no report"], "--digest must be the first 8 to 64"),
        (["review", SOME, "approve", "--reviewer", ""], "reviewer: must not be blank"),
        (["status", "zzz"], "'zzz' is no execution id"),
        (["watch", "campaign-"], "'campaign-' is no execution id"),
        (["pause", ""], "'' is no execution id"),
        (["resume", "1b4d-21c9"], "'1b4d-21c9' is no execution id"),
        (["cancel", "Café"], "'Café' is no execution id"),
        (["review", "1b4d21c9 2", "reject"], "'1b4d21c9 2' is no execution id"),
        (["resolve", "../x", "x", "sent"], "'../x' is no execution id"),
        (["metrics", f"{SOME}0", "none.json"], "is no execution id"),
        (["resolve", SOME, "x", "perhaps"], "must be one of sent, not-sent"),
        (["resolve", SOME, "x", "sent"], "'sent' needs --remote-id"),
    ],
)
def test_wrong_use_is_told_before_anything_is_started(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str], told: str
) -> None:
    """A mistake costs one line and status 2; no server, no worker and no folder comes of it."""
    assert starter.run(arguments) == 2

    shown = capsys.readouterr()
    assert told in shown.err
    assert "Traceback" not in shown.err
    assert not shown.out
    assert not (tmp_path / "home").exists()


def test_a_mistake_in_any_policy_is_told_before_anything_is_started(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A policy under a wrong name would be nobody's: who starts a campaign hears of it first."""
    policies = tmp_path / "home/tenants"
    policies.mkdir(parents=True)
    (policies / "acme.toml").write_text("review_required = true\n")

    for command in (["start", str(ROOT / "examples/demo.yaml")], ["demo"]):
        assert starter.run(command) == 2
        assert "The file acme.toml is no tenant's policy" in capsys.readouterr().err

    assert [path.name for path in (tmp_path / "home").iterdir()] == ["tenants"]


def test_a_program_gets_the_refusal_as_a_contract(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json, a refusal is JSON on stdout too, and its status is the exit status."""
    assert starter.run(["start", "none.yaml", "--json"]) == 2

    refusal = Refusal.model_validate_json(capsys.readouterr().out)
    assert refusal.message.endswith("none.yaml: does not exist")
    assert refusal.exit_status == 2


def test_what_was_said_meanwhile_is_not_said_again(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person reads one sentence once; a program gets it as its answer all the same."""

    def refuse(_: object) -> None:
        refused = WrongUse("the worker goes on with its former settings")
        refused.was_said = True
        raise refused

    monkeypatch.setattr(starter, "parse", refuse)

    assert starter.run(["up", "--json"]) == 2

    shown = capsys.readouterr()
    assert not shown.err
    assert "former settings" in Refusal.model_validate_json(shown.out).message


@pytest.mark.parametrize(
    "typed", ["zz\x1b[31m", "a\x00b", "\udce9", "\u202egnp", "x" * 9000, "a\r\nb"]
)
@pytest.mark.parametrize("command", [["status"], ["start"], ["review", SOME], ["nonsense"]])
def test_what_cannot_be_shown_is_refused_like_anything_else(
    capsys: pytest.CaptureFixture[str], command: list[str], typed: str
) -> None:
    """A refusal that quotes control characters still is one, with status 2 and whole JSON."""
    assert starter.run([*command, typed, "--json"]) == 2

    shown = capsys.readouterr()
    assert Refusal.model_validate_json(shown.out).exit_status == 2
    assert not {"\x1b", "\x00", "\u202e", "\r"} & set(shown.out + shown.err)


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"PHOENIX_PORT": "http"}, "PHOENIX_PORT=http"),
        ({"TEMPORAL_NAMESPACE": "prod"}, "no address; set TEMPORAL_ADDRESS"),
        ({"TEMPORAL_API_KEY": "secret"}, "give api_key, tls but no address"),
        ({"TEMPORAL_PROFILE": "prod"}, "Profile 'prod' not found"),
        ({"TEMPORAL_CONFIG_FILE": "none.toml"}, "names none.toml, which is not there"),
        ({"TEMPORAL_NAMESPACE": "\udce9"}, "TEMPORAL_NAMESPACE must be text in UTF-8"),
        ({"PHOENIX_HOME": "caf\udce9"}, "PHOENIX_HOME=caf� must be a path in UTF-8"),
        ({"PHOENIX_OUTBOX": "~nobodyhere/out"}, "~nobodyhere/out is in the home of nobody known"),
    ],
)
def test_contradictory_settings_are_told(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    variables: dict[str, str],
    told: str,
) -> None:
    """Settings that mean nothing are not guessed at, and secrets in them are not shown."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert starter.run(["list"]) == 2

    message = capsys.readouterr().err
    assert told in message
    assert "secret" not in message
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("name", ["EDITOR", "USER", "LS_COLORS"])
def test_a_variable_that_is_no_text_ends_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A variable of somebody else's may hold any bytes, and Temporal is asked all the same."""
    monkeypatch.setenv(name, "caf\udce9")
    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:1")

    assert starter.run(["list"]) == 2

    assert "Temporal does not answer at 127.0.0.1:1" in capsys.readouterr().err


def test_a_misspelled_profile_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A typo in the profile file is named and not passed over."""
    (tmp_path / "temporal.toml").write_text('[profile.default]\nadress = "host:7233"\n')

    assert starter.run(["list"]) == 2

    assert "unknown field `adress`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('api_key = "hunter2', "line 3, column 1"),
        ('api_kee = "hunter2"', "unknown field `api_kee`"),
        ("api_key = 4711", "invalid type: integer, expected a string"),
        ('tls = "hunter2"', "invalid type: string, expected"),
    ],
)
def test_a_profile_that_cannot_be_read_is_told_without_its_secrets(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, line: str, told: str
) -> None:
    """The place and the fault are named, and the line is not repeated."""
    (tmp_path / "temporal.toml").write_text(f'[profile.default]\naddress = "host:7233"\n{line}\n')

    assert starter.run(["list"]) == 2

    message = capsys.readouterr().err
    assert told in message
    assert "hunter2" not in message
    assert "4711" not in message


@pytest.mark.parametrize("address", ["https://me:hunter2@host:7233", "me:hunter2@host:7233"])
def test_an_address_is_no_url(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """What Temporal does not take is told before it is tried, and a password in it is not shown."""
    monkeypatch.setenv("TEMPORAL_ADDRESS", address)

    assert starter.run(["list"]) == 2

    message = capsys.readouterr().err
    assert "from TEMPORAL_ADDRESS) must be host:port" in message
    assert "hunter2" not in message


def test_stopping_nothing_is_no_error(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`down` may be given at any time, and says that there was nothing to stop."""
    assert starter.run(["down", "--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert said == {"messages": [f"nothing was running under {tmp_path / 'home'}"]}


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Operators and bug reports can name the version."""
    assert starter.run(["version"]) == 0

    assert capsys.readouterr().out.strip().count(".") == 2


def test_a_defect_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only mistakes of the operator are turned into a line; a defect keeps its stack."""

    def broken(*_: Any, **__: Any) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(starter, "parse", broken)

    with pytest.raises(ZeroDivisionError):
        starter.run(["list"])


def test_leaving_a_command_says_that_campaigns_go_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C leaves the screen and not the campaign."""

    def left(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(starter, "carry_out", left)

    assert starter.run(["watch", SOME]) == 130
    assert "go on" in capsys.readouterr().err


def test_leaving_while_a_command_is_read_is_told_alike(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while a file is read has the same status as later."""

    def left(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("runtime.files.request.read_request", left)

    assert starter.run(["start", "request.yaml"]) == 130
    assert "go on" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["platforms"], ["platforms", "--json"]])
def test_a_reader_who_leaves_early_is_no_defect(arguments: list[str]) -> None:
    """In a pipe to `head`, a command ends with status 1 and without a word about it."""
    unread, out = os.pipe()
    os.close(unread)

    done = subprocess.run(
        [sys.executable, str(ROOT / "starter.py"), *arguments],
        stdout=out,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(out)

    assert done.stderr == ""
    assert done.returncode == 1


def test_a_command_is_counted_as_it_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Prometheus finds in the file says which command ended, and how."""
    file = tmp_path / "phoenix.prom"
    monkeypatch.setenv("PHOENIX_COMMAND_METRICS", str(file))

    done = subprocess.run(
        [sys.executable, str(ROOT / "starter.py"), "version"], capture_output=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")
    ended = 'phoenix_commands_ended_total{command="version",exit_status="0"} 1'
    assert ended in file.read_text().splitlines()


@pytest.mark.parametrize("program", ["starter.py", "worker.py"])
def test_a_checkout_works_where_python_keeps_its_path_safe(tmp_path: Path, program: str) -> None:
    """The folder of the program holds its own packages, and takes the place of no library's."""
    done = subprocess.run(
        [sys.executable, str(ROOT / program), "--help"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONSAFEPATH": "1", "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
