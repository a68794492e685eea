"""What was typed may be a secret: who typed it sees it, and neither a program nor a log."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import starter
from runtime.typed import without_typed
from tests.support.paths import ROOT

SECRET = "hunter2-and-much-more"  # noqa: S105 - it opens nothing
ID = "6f1c1f0e-6f0e-4b52-9a4e-3a4de3c0a001"
DEFECT = """\
import starter
def broken(arguments):
    raise ZeroDivisionError(f"in {arguments}")
starter.parse = broken
starter.main()
"""


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (SECRET, "h… (21 characters)"),
        (f"--reason={SECRET}", f"-… ({len(SECRET) + 9} characters)"),
        (f"it's {SECRET}", f"i… ({len(SECRET) + 5} characters)"),
        ("./nowhere/hunter2-x", "n… (17 characters)"),
        ("strat", "strat"),
        ("--josn", "--josn"),
        (ID, ID),
        ("nowhere/request.yaml", "nowhere/request.yaml"),
    ],
)
def test_what_was_typed_is_kept_as_far_as_it_reads_as_names(typed: str, told: str) -> None:
    """A typing error, an id and a path are found again, and a secret is not."""
    for said in (typed, repr(typed), str(Path(typed))):
        assert without_typed(f"no {said} here", [typed]).replace("'", "").replace('"', "") == (
            f"no {told} here".replace("'", "")
        )


def test_a_part_of_what_was_typed_is_hidden_too(tmp_path: Path) -> None:
    """The value of an option alone, or one of several; a file that is there is named whole."""
    file = tmp_path / "k3y5-2026.yaml"
    file.touch()

    assert without_typed(f"no {SECRET}", [f"--tenant={SECRET}"]) == "no h… (21 characters)"
    assert without_typed(f"no {SECRET}", [f"x,{SECRET}"]) == "no h… (21 characters)"
    for typed in (f"/srv/{SECRET}/a.html", f"--html=/srv/k={SECRET}/a.html"):
        folder = Path(typed.partition("--html=")[2] or typed).parent
        assert SECRET not in without_typed(f"there is no folder {folder}", [typed])
    assert without_typed(f"execution {ID} has ended", [ID[:8]]) == f"execution {ID} has ended"
    assert without_typed("must be http://x", ["http://x/path"]) == "must be http://x"
    assert SECRET.upper() not in without_typed(f"no state {SECRET.upper()}", [SECRET])
    assert without_typed(f"{file} has no name", [str(file)]) == f"{file} has no name"


@pytest.mark.parametrize(
    "arguments",
    [
        [SECRET],
        [f"--{SECRET}"],
        ["start", SECRET],
        ["status", SECRET],
        ["status", ID, f"--{SECRET}"],
        ["stop", "--tenant", SECRET],
        ["platforms", SECRET],
        ["batch", SECRET],
    ],
)
def test_a_program_is_not_told_what_may_be_a_secret(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """It may keep the answer; on the terminal stands what was typed."""
    assert starter.run([*arguments, "--json"]) == 2

    said = capsys.readouterr()
    assert SECRET in said.err
    assert SECRET[:12] not in said.out
    assert json.loads(said.out)["exit_status"] == 2


def test_the_log_of_a_defect_has_no_secret_that_was_typed(tmp_path: Path) -> None:
    """Whoever passes the log on passes nothing else on."""
    command = [sys.executable, "-c", DEFECT, "start", SECRET]
    variables = {**os.environ, "PHOENIX_HOME": str(tmp_path)}
    subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, check=False)

    log = (tmp_path / "logs/starter.log").read_text()
    assert "ZeroDivisionError: in ['start', 'h… (21 characters)']" in log
    assert SECRET[:12] not in log


@pytest.mark.parametrize("argument", [SECRET, f"--help={SECRET}", f"--{SECRET}"])
def test_a_worker_s_log_has_no_secret_that_was_typed(argument: str, tmp_path: Path) -> None:
    """What it writes to stderr is its log."""
    done = subprocess.run(
        [sys.executable, "worker.py", argument],
        cwd=ROOT,
        env={**os.environ, "PHOENIX_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "characters)" in done.stderr
    assert SECRET[:12] not in done.stderr
