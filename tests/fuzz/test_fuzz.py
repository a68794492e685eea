"""A few mutated files of each kind with every run of the tests, and what the command promises."""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from tests.fuzz import workers
from tests.fuzz.mutations import chance_of
from tests.fuzz.report import table
from tests.fuzz.targets import TARGETS, Fault
from tests.fuzz.workers import MEMORY, Tally

ROOT: Final = Path(__file__).parents[2]
_ITS_OWN: Final = 20261128
"""The seed of the part that always runs."""


@pytest.mark.no_cover  # a sweep: what it reaches is covered by examples
@pytest.mark.parametrize(("kind", "count"), [("pictures", 150), ("feeds", 250)])
def test_nothing_but_an_answer_leaves_the_reader(kind: str, count: int) -> None:
    """Whatever was done to a file, it gets its verdict, and the sound one beside it is read."""
    target = TARGETS[kind]

    for number in range(count):
        assert target.call(*target.mutated(chance_of(kind, _ITS_OWN, number)))


@pytest.mark.parametrize("kind", TARGETS)
def test_a_seed_makes_the_same_files(kind: str) -> None:
    """A case that was found on one machine is the same on another."""
    made = [[TARGETS[kind].mutated(chance_of(kind, 1, n)) for n in range(30)] for _ in range(2)]

    assert made[0] == made[1]
    assert len({data for _, data in made[0]}) > 20


def test_the_command_tells_what_came_of_every_call(tmp_path: Path) -> None:
    """Its table counts every call, and its status is 0 where nothing broke."""
    done = _command("--pictures", "6", "--feeds", "4", "--seed", "1", "--keep", str(tmp_path))

    assert done.returncode == 0, done.stderr
    assert "| pictures | 6 | 0 |" in done.stdout
    assert "| feeds | 4 | 0 |" in done.stdout
    assert not list(tmp_path.iterdir())


def test_a_kept_file_is_tried_again(tmp_path: Path) -> None:
    """One command repeats what was found, whatever became of the mutations since."""
    file = tmp_path / "feeds-7-12-table.csv"
    file.write_bytes(b"date,text\n2026-11-20,pan\n")

    done = _command("--repeat", str(file))

    assert done.returncode == 0, done.stderr
    assert "| feeds | items read | 1 |" in done.stdout


def _command(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.fuzz", "--workers", "1", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("more", "data", "why"),
    [
        (0, b"", None),
        (MEMORY - 1, b"", None),
        (MEMORY + 100_000_000, b"", "needed 612 MB"),
        (0, b"no", "it was not read"),
    ],
)
def test_an_exception_and_too_much_memory_are_faults(
    monkeypatch: pytest.MonkeyPatch, more: int, data: bytes, why: str | None
) -> None:
    """A call that fails, or needs more than 512 MB, is counted and named by its case."""
    measured = iter([100, 100 + more])
    monkeypatch.setattr(workers, "most_memory", lambda: next(measured))
    tally = Tally()

    workers.run_one(replace(TARGETS["feeds"], call=_answers), 5, ("a", data), 100, tally)

    assert (tally.calls, tally.verdicts.total()) == (1, 1)
    assert [fault.number for fault in tally.faults] == ([5] if why else [])
    assert why is None or why in tally.faults[0].why
    assert f"| feeds | 1 | {len(tally.faults)} |" in table({"feeds": tally})


def _answers(_: str, data: bytes) -> str:
    if data:
        raise Fault("it was not read")
    return "read"


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (-27, "took more than 2 s of a processor"),
        (-11, "ended its process: SIGSEGV"),
        (3, "ended its process with status 3"),
    ],
)
def test_a_process_that_ends_is_a_fault_of_its_case(status: int, why: str) -> None:
    """What a case does to its process is told in words."""
    assert workers.why_it_ended(status) == why


def test_a_call_that_takes_too_long_ends_its_process(tmp_path: Path) -> None:
    """Two seconds of a processor are the most, and the kernel sees to it, also within a library."""
    script = tmp_path / "spin.py"
    script.write_text(_SPIN, encoding="utf-8")
    began = time.monotonic()

    done = subprocess.run([sys.executable, str(script)], cwd=ROOT, check=False)

    assert workers.why_it_ended(done.returncode) == "took more than 2 s of a processor"
    assert time.monotonic() - began < 60


_SPIN: Final = """\
import sys
sys.path.insert(0, ".")
from dataclasses import replace
from tests.fuzz import workers
from tests.fuzz.targets import TARGETS

workers.end_after_its_time()
target = replace(TARGETS["feeds"], call=lambda *_: sum(range(10**12)))
workers.run_one(target, 1, ("a", b""), 0, workers.Tally())
"""
