"""How the command line ends when Phoenix itself is wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support.paths import ROOT

BROKEN = """\
import starter
def broken(*_, **__):
    raise ZeroDivisionError("one\\n by \\x1b[2J nothing")
starter.parse = broken
starter.main()
"""
TOLD = "unexpected: ZeroDivisionError: one by [2J nothing; "


def defect(home: Path, *typed: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run a command that meets a defect."""
    return subprocess.run(
        [sys.executable, "-c", BROKEN, *typed],
        cwd=ROOT,
        env={**os.environ, "PHOENIX_HOME": str(home), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_defect_is_one_line_and_a_log(tmp_path: Path) -> None:
    """An operator reads what happened and where the details are; developers find the stack."""
    home = tmp_path / "home"

    done = defect(home)

    log = home / "logs/starter.log"
    assert done.returncode == 1
    assert done.stderr == f"{TOLD}details in {log}\n"
    assert not done.stdout
    assert "Traceback" in log.read_text()


def test_a_defect_is_told_even_where_nothing_can_be_written(tmp_path: Path) -> None:
    """With a home that cannot be, the line says how to see the details."""
    (tmp_path / "home").write_text("in the way")

    done = defect(tmp_path / "home")

    assert done.returncode == 1
    assert done.stderr.endswith("nothing; PHOENIX_DEBUG=1 shows details\n")


def test_a_defect_is_shown_to_who_asks(tmp_path: Path) -> None:
    """PHOENIX_DEBUG=1 brings the stack to the screen, and writes nothing."""
    done = defect(tmp_path / "home", PHOENIX_DEBUG="1")

    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert not (tmp_path / "home").exists()


def test_a_program_reads_of_a_defect_as_of_a_refusal(tmp_path: Path) -> None:
    """With --json stdout holds one object in any case, also for who asked for the stack."""
    home = tmp_path / "home"

    told = [json.loads(defect(home, "list", "--json").stdout)]
    told.append(json.loads(defect(home, "list", "--json", PHOENIX_DEBUG="1").stdout))

    assert told == [
        {"message": f"{TOLD}details in {home / 'logs/starter.log'}", "exit_status": 1},
        {"message": f"{TOLD}PHOENIX_DEBUG=1 shows details", "exit_status": 1},
    ]
