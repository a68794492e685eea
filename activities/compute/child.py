"""The program of a process that does one piece of work after the other, each within its limit.

It is told what to do through its standard input and answers through its standard output; what the
work itself prints goes to the standard error. It ends when its input does, or its worker.
"""

import ctypes
import math
import os
import pickle
import resource
import signal
import time
import traceback
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from activities.compute.frames import framed, read_frame

_VICTIM: Final = "1000"
"""Where memory is short, Linux kills this process first, and not the worker that it belongs to."""
_VICTIMS: Final = Path("/proc/self/oom_score_adj")
_SET_PARENT_DEATH_SIGNAL: Final = 1
"""`PR_SET_PDEATHSIG` of Linux's `prctl`, which `<linux/prctl.h>` gives this number."""


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Do every job that comes, until no more can come."""
    while (job := read_frame(jobs)) is not None:
        answers.write(framed(answer_to(job)))
        answers.flush()


def answer_to(job: bytes) -> bytes:
    """Return what came of a job: whether it went well, and its result or its error."""
    function, args, cpu, memory = pickle.loads(job)  # noqa: S301 - our own worker's
    try:
        with _limited(cpu, memory):
            return pickle.dumps((True, function(*args)))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the caller's
        return _told(error)


@contextmanager
def _limited(cpu: float, memory: int) -> Generator[None]:
    """Have the kernel end this process after so much time, and refuse it more memory."""
    _soft(resource.RLIMIT_CPU, math.ceil(time.process_time() + cpu))
    _soft(resource.RLIMIT_DATA, memory)
    try:
        yield
    finally:
        _soft(resource.RLIMIT_DATA, resource.RLIM_INFINITY)
        _soft(resource.RLIMIT_CPU, resource.RLIM_INFINITY)


def _soft(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    known = [limit for limit in (value, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(kind, (min(known, default=resource.RLIM_INFINITY), hard))


def _told(error: Exception) -> bytes:
    # The stack stays here, so what it was is told in words.
    error.add_note(f"in a compute process:\n{''.join(traceback.format_exception(error))}")
    try:
        answer = pickle.dumps((False, error))
        pickle.loads(answer)  # noqa: S301 - our own; some errors can be written and not read
    except Exception:  # noqa: BLE001 - whatever an error's own methods raise
        return pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))
    return answer


def belong_to_worker() -> None:
    """Let nothing but the worker end this process, and let its end be this process's end.

    Elsewhere than on Linux what is being worked on when the worker is killed goes on until it is
    done or its limit is reached.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # a terminal or a supervisor tells the whole group
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(AttributeError):  # not Linux
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    with suppress(OSError):  # not Linux, or not allowed
        _VICTIMS.write_text(_VICTIM, encoding="ascii")


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """Return what was the standard input and output, which the work cannot reach any more."""
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return jobs, answers


def main() -> None:
    """Work until the worker closes the pipe; how and when it ends is the worker's affair."""
    belong_to_worker()
    jobs, answers = _streams()
    with jobs, answers:
        serve(jobs, answers)
