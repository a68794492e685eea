"""`python -m tests.fuzz`: try mutated pictures and feeds, and keep what broke."""

import argparse
import os
import random
import signal
import sys
import time
from multiprocessing.connection import wait
from pathlib import Path
from typing import Final

from tests.fuzz.report import table
from tests.fuzz.workers import Fault, Tally, Task, Worker

_PATIENCE: Final = 120.0
"""Seconds of the clock without a word after which a process hangs."""
_SHOWN: Final = 10.0
"""Seconds between two lines of progress."""
_ENOUGH: Final = 200
"""Faults after which there is no use in looking for more."""


def main() -> int:
    """Run what was asked for; the status is 1 when anything broke."""
    signal.signal(signal.SIGTERM, _leave)
    given = _parser().parse_args()
    if given.repeat is not None:
        kind, seed, number, _ = given.repeat.name.split("-", 3)
        task = Task(kind, int(seed), int(number), int(number) + 1, 1, given.repeat)
        tally = try_all(task, 1, None, given.keep)
        return _tell({kind: tally}, int(seed))
    seed = random.SystemRandom().randrange(10**6) if given.seed is None else given.seed
    counts = {"pictures": given.pictures, "feeds": given.feeds}
    asked = {kind: count for kind, count in counts.items() if count}
    tallies: dict[str, Tally] = {}
    for kind, count in asked.items():
        seconds = given.minutes * 60 / len(asked) if given.minutes else None
        tallies[kind] = try_all(Task(kind, seed, 0, count, 1), given.workers, seconds, given.keep)
    return _tell(tallies, seed)


def try_all(whole: Task, workers: int, seconds: float | None, keep: Path) -> Tally:
    """Run every case of a task.

    Args:
        whole: The cases.
        workers: Processes that share them.
        seconds: Of the clock, after which the rest is left; `None` is no limit.
        keep: Where the files of faults are kept.
    """
    tally, begun = Tally(), time.monotonic()
    shown = begun
    at_work = [
        Worker(Task(whole.kind, whole.seed, whole.start + n, whole.end, workers, whole.file))
        for n in range(min(workers, whole.end - whole.start))
    ]
    while at_work:
        wait([one.process.sentinel for one in at_work], timeout=1)
        for one in tuple(at_work):
            # Whether it has ended is asked first: what it said last is heard then.
            ended = not one.process.is_alive()
            for told in one.hear():
                tally.add(told)
                _keep(whole, told.faults, keep)
            hangs = time.monotonic() - one.heard > _PATIENCE
            late = seconds is not None and time.monotonic() - begun > seconds
            if not (ended or hangs or late or len(tally.faults) > _ENOUGH):
                continue
            at_work.remove(one)
            one.stop()
            if late or one.at.value >= one.task.end or len(tally.faults) > _ENOUGH:
                continue
            if not any(fault.number == one.at.value for fault in tally.faults):
                fault = one.death() if ended else Fault(one.at.value, "said nothing for minutes")
                tally.faults.append(fault)
                tally.calls += 1
                tally.verdicts["fault: ended"] += 1
                _keep(whole, [fault], keep)
            rest = Task(
                whole.kind,
                whole.seed,
                one.at.value + one.task.step,
                whole.end,
                one.task.step,
                whole.file,
            )
            if rest.start < rest.end and one.at.value >= 0:
                at_work.append(Worker(rest))
        if time.monotonic() - shown > _SHOWN:
            shown = time.monotonic()
            rate = tally.calls / (shown - begun)
            _say(
                f"{whole.kind}: {tally.calls:,} of {whole.end - whole.start:,}, "
                f"{rate:.0f} a second, {len(tally.faults)} faults"
            )
    return tally


def _keep(task: Task, faults: list[Fault], folder: Path) -> None:
    """Write the file of each fault down, and say how it is tried again."""
    for fault in faults:
        last = fault.why.strip().splitlines()[-1]
        _say(f"{task.kind}, seed {task.seed}, case {fault.number}: {last}")
        if fault.number < 0 or task.file is not None:
            continue
        name, data = task.case(fault.number)
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{task.kind}-{task.seed}-{fault.number}-{name}"
        file.write_bytes(data)
        _say(f"  python -m tests.fuzz --repeat {file}")


def _tell(tallies: dict[str, Tally], seed: int) -> int:
    faults = [fault for tally in tallies.values() for fault in tally.faults]
    for fault in faults[:3]:
        _say(f"\ncase {fault.number}:\n{fault.why}")
    sys.stdout.write(f"Seed {seed}.\n\n{table(tallies)}\n")
    return 1 if faults else 0


def _leave(number: int, frame: object) -> None:
    """Unwind on SIGTERM, so that no process is left running."""
    del frame
    sys.exit(128 + number)


def _positive(text: str) -> int:
    if int(text) < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return int(text)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--pictures", type=int, default=200_000, metavar="N")
    parser.add_argument("--feeds", type=int, default=100_000, metavar="N")
    parser.add_argument("--seed", type=int, metavar="N", help="the same seed makes the same files")
    parser.add_argument("--minutes", type=float, metavar="M", help="stop after so many minutes")
    parser.add_argument("--workers", type=_positive, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--keep", type=Path, default=Path(".fuzz"), metavar="FOLDER")
    parser.add_argument("--repeat", type=Path, metavar="FILE", help="try a kept file again")
    return parser


if __name__ == "__main__":
    sys.exit(main())
