"""A compute process answers whatever it is sent, and keeps its limits."""

import io
import os
import pickle
import resource
import signal
from pathlib import Path
from typing import Any

import pytest

from activities.compute import child
from activities.compute.frames import framed, read_frame
from tests.support.computing import be_stubborn, take


def job(function: Any, *args: Any, cpu: float = 30, memory: int = resource.RLIM_INFINITY) -> bytes:
    """Return what a worker sends."""
    return pickle.dumps((function, args, cpu, memory))


def read(told: bytes | None) -> tuple[bool, Any]:
    """Return what a process has answered."""
    went_well, result = pickle.loads(told or b"")  # noqa: S301 - our own
    return went_well, result


def answer(function: Any, *args: Any) -> tuple[bool, Any]:
    """Return what comes of a job in this very process."""
    return read(child.answer_to(job(function, *args)))


def test_what_the_work_gives_comes_back() -> None:
    """The result is the function's."""
    assert answer(len, b"abc") == (True, 3)


def test_what_the_work_raises_comes_back_and_says_where() -> None:
    """An error looks as if the work had been done here, with the stack that it had."""
    went_well, error = answer(int, "x")

    assert not went_well
    assert isinstance(error, ValueError)
    assert "in a compute process:\nTraceback" in error.__notes__[0]


def test_an_error_that_cannot_travel_is_told_in_words() -> None:
    """The process does not fall over an error of a library's own making."""
    went_well, error = answer(be_stubborn)

    assert not went_well
    assert isinstance(error, RuntimeError)
    assert str(error) == "Stubborn: cannot travel"


def test_the_limits_are_set_for_the_work_and_taken_away_after_it() -> None:
    """One piece of work is not charged for the one before."""
    kinds = resource.RLIMIT_CPU, resource.RLIMIT_DATA
    before = [resource.getrlimit(kind)[0] for kind in kinds]
    within = [
        read(child.answer_to(job(resource.getrlimit, kind, cpu=30_000, memory=1 << 40)))[1][0]
        for kind in kinds
    ]

    assert 30_000 <= within[0] < 60_000
    assert within[1] == 1 << 40
    assert [resource.getrlimit(kind)[0] for kind in kinds] == before


def test_one_job_after_the_other_is_done_until_no_more_can_come() -> None:
    """A process ends when its worker has closed the pipe, or has died in the middle of a job."""
    answers = io.BytesIO()
    child.serve(io.BytesIO(framed(job(len, "ab")) + framed(job(take, 5)) + b"half"), answers)
    answers.seek(0)

    told = [read(read_frame(answers)) for _ in range(2)]
    assert told == [(True, 2), (True, 5)]
    assert read_frame(answers) is None


@pytest.mark.parametrize("is_linux", [True, False])
def test_a_process_belongs_to_its_worker(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, is_linux: bool
) -> None:
    """It ends with its worker, not by itself; and it works where there is no Linux to see to it."""
    ignored: list[int] = []
    calls: list[tuple[int, int]] = []
    score = tmp_path / ("score" if is_linux else "no folder/score")

    class Library:
        def __init__(self, _: None) -> None:
            if is_linux:
                self.prctl = called

    def called(option: int, number: int) -> None:
        calls.append((option, number))

    def ignore(number: int, _: object) -> None:
        ignored.append(number)

    def leave(_: int, __: tuple[int, int]) -> None:
        """The limits of the process that runs the tests stay as they are."""

    monkeypatch.setattr(signal, "signal", ignore)
    monkeypatch.setattr(resource, "setrlimit", leave)
    monkeypatch.setattr("ctypes.CDLL", Library)
    monkeypatch.setattr(child, "_VICTIMS", score)
    (jobs, given), (told, answers) = os.pipe(), os.pipe()
    kept = os.dup(0), os.dup(1)
    os.dup2(jobs, 0)
    os.dup2(answers, 1)
    os.write(given, framed(job(len, "abc")))
    os.close(given)
    try:
        child.main()
    finally:
        os.dup2(kept[0], 0)
        os.dup2(kept[1], 1)
    with os.fdopen(told, "rb") as pipe:
        body = read_frame(pipe)
    for number in (*kept, jobs, answers):
        os.close(number)

    assert read(body) == (True, 3)
    assert set(ignored) == {signal.SIGINT, signal.SIGTERM}
    assert calls == ([(1, signal.SIGKILL)] if is_linux else [])
    assert score.exists() == is_linux
