"""From what was typed to the work: light, judged whole, and with nothing begun."""

import inspect
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from console.app import COMMANDS
from console.parsing import Call, parse
from console.work import InSession
from runtime.refusals import WrongUse
from tests.support.builders import EXECUTION
from tests.support.paths import ROOT

SOME = str(EXECUTION)
HEAVY = (
    *("activities", "asyncio", "contracts", "domain", "pydantic", "rich", "runtime.refusals"),
    *("PIL", "cryptography", "simplemma", "sqlalchemy", "temporalio", "yaml"),
)
HELP_OF_ALL = """
import json, sys
import starter
for arguments in json.loads(sys.argv[1]):
    assert starter.run(arguments) == 0
    loaded = sorted(set(json.loads(sys.argv[2])) & set(sys.modules))
    assert not loaded, (arguments, loaded)
"""
FOLDER = ROOT / "console" / "commands"


def test_help_loads_nothing_that_takes_time() -> None:
    """The whole's help and that of every command answer at once: nothing heavy is imported."""
    wanted = [["--help"], *([*name.split(), "--help"] for name in COMMANDS)]

    done = subprocess.run(
        [sys.executable, "-c", HELP_OF_ALL, json.dumps(wanted), json.dumps(HEAVY)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert all(f"\n  {command.name} " in done.stdout for command in COMMANDS.values())
    assert all(command.help in done.stdout for command in COMMANDS.values())


def test_every_command_has_its_line_and_its_file() -> None:
    """A command that is in the table exists, and a file that is there can be typed."""
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}

    assert files == {name.replace(" ", "_") for name in COMMANDS}
    for command in COMMANDS.values():
        function = import_module(command.module).command
        assert inspect.getdoc(function), command.name


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_is_written_for_operators(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It fits a terminal, begins with the line of the table, and names no type of Python's."""
    assert parse([*name.split(), "--help"]) is None

    shown = capsys.readouterr().out
    usage, _, told, *_ = shown.splitlines()
    assert usage.startswith(f"Usage: starter.py {name} [OPTIONS]")
    assert told == f"  {COMMANDS[name].help}"
    assert "--json" in shown
    assert "<" not in shown.replace("<=", "")
    assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.parametrize(
    "arguments",
    [
        ["demo"],
        ["start", str(ROOT / "examples/demo.yaml"), "--wait"],
        ["batch", str(ROOT / "examples/batch-ceramica-es.csv")],
        ["watch", SOME],
        ["status", SOME],
        ["list", "--state", "learn"],
        ["review", SOME, "reject"],
        ["pause", SOME, "--reason", "holiday"],
        ["resume", SOME],
        ["cancel", SOME, "--retract"],
        ["resolve", SOME, "x", "not-sent"],
        ["metrics", SOME, str(ROOT / "examples/demo-metrics.json")],
        ["up"],
        ["artifacts", "--sweep"],
        [
            *("schedule create", "coffee", str(ROOT / "examples/demo.yaml"), "--at", "09:00"),
            *("--zone", "Europe/Madrid", "--on", "mon", "--from", "2027-01-01", "--within", "PT2H"),
        ],
        ["schedule list", "--csv", "plan.csv", "--ics", "plan.ics"],
        ["schedule show", "coffee"],
        ["schedule pause", "coffee"],
        ["schedule resume", "coffee"],
        ["schedule trigger", "coffee"],
        [
            "schedule backfill",
            "coffee",
            "--from",
            "2026-11-01T00:00",
            "--until",
            "2026-11-02T00:00",
        ],
        ["schedule skip", "coffee", "2026-12-24T09:00"],
        ["schedule change", "coffee", "2026-12-24T09:00", "--to", "2026-12-24T11:00"],
        ["schedule delete", "coffee"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_command_about_campaigns_is_judged_whole_before_it_connects(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Once all that was typed fits, there is work to do with a connection, and none is made yet."""
    monkeypatch.setenv("PHOENIX_HOME", str(tmp_path / "home"))

    call = parse([word for argument in arguments[:1] for word in argument.split()] + arguments[1:])

    assert isinstance(call, Call)
    assert isinstance(call.work, InSession)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            ("schedule", "create", "a", "a.yaml", "--at", "9:00", "--zone", "UTC", "--within", "x"),
            "--within: 'x' is no stretch of time",
        ),
        (("schedule", "change", "a", "2027-01-04T09:00", "--to", "x"), "--to: 'x' is no moment"),
        (("schedule", "skip", "a", "x"), "TIME: 'x' is no moment"),
        (("list", "--tenant", "nope"), "--tenant: 'nope' is no id, such as 468bd6b2-"),
        (("stop", "--why", "x", "--tenant", "nope"), "--tenant: 'nope' is no id"),
        (("tenant", "erase", "nope"), "TENANT: 'nope' is no id"),
    ],
)
def test_what_does_not_fit_is_told_with_where_it_was_typed(
    typed: tuple[str, ...], told: str
) -> None:
    """A sentence in an operator's words, and none of a library's."""
    with pytest.raises(WrongUse) as refused:
        parse(typed)

    assert str(refused.value).startswith(told)


def test_two_words_go_before_one() -> None:
    """`audit verify` is a command of its own, with options of its own."""
    with pytest.raises(WrongUse, match=r"'starter\.py audit verify --help'"):
        parse(["audit", "verify", "--channel", "x"])
    with pytest.raises(WrongUse, match=r"'starter\.py audit --help'"):
        parse(["audit", "./verify", "--trust", "auditors.toml"])


@pytest.mark.parametrize(
    ("arguments", "as_json"), [(["version"], False), (["version", "--json"], True)]
)
def test_any_command_answers_a_program(arguments: list[str], *, as_json: bool) -> None:
    """No command has to be written for `--json`: all of them take it."""
    call = parse(arguments)

    assert call is not None
    assert call.as_json is as_json


def test_a_slip_is_told_with_what_was_meant() -> None:
    """A mistyped command is answered with those that are like it."""
    with pytest.raises(WrongUse, match=r"'statsu'. Did you mean 'status', 'start'\? 'starter"):
        parse(["statsu"])


def test_nothing_typed_is_answered_with_the_help() -> None:
    """Whoever does not know what there is, is shown it, and nothing else is added to it."""
    with pytest.raises(WrongUse) as told:
        parse([])

    assert str(told.value).startswith("Usage: starter.py [OPTIONS] COMMAND")
    assert str(told.value).rstrip().endswith("Print the version.")
