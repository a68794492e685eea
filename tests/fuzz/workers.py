"""Processes in which cases run: each call has two seconds of a processor and so much memory."""

import contextlib
import multiprocessing
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Final

from tests.fuzz.mutations import chance_of
from tests.fuzz.targets import TARGETS, Target

SECONDS: Final = 2.0
"""Of a processor, for one call: the kernel ends a process that takes more."""
MEMORY: Final = 512_000_000
"""Bytes that a call may add to what the process had after reading every seed."""
_NEVER_MORE: Final = 3 * MEMORY
"""Bytes after which the kernel gives a process nothing, so that the machine lives on."""
_REPORTED: Final = 0.5
"""Seconds between two reports."""
_LONGEST_ERROR: Final = 3000


@dataclass(frozen=True)
class Fault:
    """One case that must not be."""

    number: int
    why: str


@dataclass
class Tally:
    """What calls came to."""

    calls: int = 0
    verdicts: Counter[str] = field(default_factory=Counter[str])
    slowest: tuple[float, int] = (0.0, -1)
    """Seconds of a processor, and the case's number."""
    largest: tuple[int, int] = (0, -1)
    """Bytes beyond what the process had before, and the case's number."""
    faults: list[Fault] = field(default_factory=list[Fault])

    def add(self, other: "Tally") -> None:
        """Add what other calls came to."""
        self.calls += other.calls
        self.verdicts += other.verdicts
        self.slowest = max(self.slowest, other.slowest)
        self.largest = max(self.largest, other.largest)
        self.faults += other.faults


@dataclass(frozen=True)
class Task:
    """Cases that one process is to run: every `step`th of a seed, from one number on."""

    kind: str
    seed: int
    start: int
    end: int
    step: int
    file: Path | None = None
    """Instead of them one file."""

    def case(self, number: int) -> tuple[str, bytes]:
        """Return name and bytes of a case."""
        if self.file is not None:
            return self.file.name.split("-", 3)[-1], self.file.read_bytes()
        return TARGETS[self.kind].mutated(chance_of(self.kind, self.seed, number))


class Worker:
    """One process, and what is known of it."""

    def __init__(self, task: Task) -> None:
        """Start it."""
        context = multiprocessing.get_context("spawn")
        self.task = task
        self.at: Synchronized[int] = context.Value("q", -1)
        """The case that it is at."""
        self.reports, theirs = context.Pipe(duplex=False)
        self.process = context.Process(target=run, args=(task, self.at, theirs), daemon=True)
        self.process.start()
        theirs.close()
        self.heard = time.monotonic()

    def hear(self) -> list[Tally]:
        """Return what it has reported since."""
        told: list[Tally] = []
        with contextlib.suppress(EOFError, OSError):
            while self.reports.poll():
                told.append(self.reports.recv())
        if told:
            self.heard = time.monotonic()
        return told

    def death(self) -> Fault:
        """Say what it was at when it ended before its time."""
        return Fault(self.at.value, why_it_ended(self.process.exitcode or 0))

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.join()
        self.reports.close()


def why_it_ended(status: int) -> str:
    """Return what a process did not survive, by how it ended."""
    if status == -signal.SIGPROF:
        return f"took more than {SECONDS:g} s of a processor"
    if status < 0:
        return f"ended its process: {signal.Signals(-status).name}"
    return f"ended its process with status {status}"


def end_after_its_time() -> None:
    """Have the kernel end this process when a call takes too long, also within a library."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)


def run(task: Task, at: "Synchronized[int]", reports: Connection) -> None:
    """Run the cases of a task and report what they come to."""
    target = TARGETS[task.kind]
    for name, data in target.seeds():
        target.call(name, data)
    base = most_memory()
    most = _virtual() + _NEVER_MORE
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    end_after_its_time()
    told, tally = time.monotonic(), Tally()
    for number in range(task.start, task.end, task.step):
        at.value = number
        run_one(target, number, task.case(number), base, tally)
        if time.monotonic() - told > _REPORTED or tally.faults:
            reports.send(tally)
            if tally.largest[0] > MEMORY:
                return  # what it has once had can no longer be measured in this process
            told, tally = time.monotonic(), Tally()
    at.value = task.end
    reports.send(tally)


def run_one(target: Target, number: int, case: tuple[str, bytes], base: int, tally: Tally) -> None:
    """Read one case, and add what it came to.

    Args:
        target: What reads it.
        number: The case's.
        case: Its name and bytes.
        base: Bytes of memory that the process had before its first case.
        tally: What is added to.
    """
    before = most_memory()
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        verdict = target.call(*case)
    except Exception as error:  # noqa: BLE001 - whatever leaves the boundary is what is looked for
        verdict = f"fault: {type(error).__name__}"
        told = "".join(traceback.format_exception(error))[-_LONGEST_ERROR:]
        tally.faults.append(Fault(number, told))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    seconds, memory = time.process_time() - begun, most_memory()
    tally.calls += 1
    tally.verdicts[verdict] += 1
    tally.slowest = max(tally.slowest, (seconds, number))
    if memory > before:
        tally.largest = max(tally.largest, (memory - base, number))
        if memory - base > MEMORY:
            tally.faults.append(Fault(number, f"needed {(memory - base) / 1e6:.0f} MB"))


def most_memory() -> int:
    """Return the most memory that this process has ever had at once, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _virtual() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:  # another system than Linux
        return _NEVER_MORE
    return pages * resource.getpagesize()
