"""How the command line ends when Phoenix itself is wrong, or not whole, or slow."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

import starter
from console.live.progress import patiently

ROOT = Path(starter.__file__).parent
BROKEN = """\
import starter
def broken(*_, **__):
    raise ZeroDivisionError("one\\n by \\x1b[2J nothing")
starter.app = broken
starter.main()
"""


def defect(home: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run a command that meets a defect."""
    return subprocess.run(
        [sys.executable, "-c", BROKEN],
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
    assert done.stderr == (f"unexpected: ZeroDivisionError: one by [2J nothing; details in {log}\n")
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


def test_a_demo_without_its_examples_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Installed from a wheel, the demo says where it can be run, and starts nothing."""
    monkeypatch.setattr(starter, "__file__", str(tmp_path / "starter.py"))
    monkeypatch.setenv("PHOENIX_HOME", str(tmp_path / "home"))

    assert starter.run(["demo"]) == 2

    assert "not installed with the package" in capsys.readouterr().err
    assert not (tmp_path / "home").exists()


async def test_long_waiting_says_for_what() -> None:
    """An operator is told once what is waited for."""
    said: list[str] = []
    told = asyncio.Event()

    def say(text: str) -> None:
        said.append(text)
        told.set()

    await patiently(told.wait(), lambda: "the worker", say, silence=0)

    assert said == ["waiting for the worker"]


async def test_short_waiting_says_nothing() -> None:
    """What is done at once is not announced."""
    said: list[str] = []

    done = await patiently(asyncio.sleep(0, "stopped"), lambda: "the worker", said.append)

    assert done == "stopped"
    assert said == []
