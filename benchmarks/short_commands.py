"""Every short command, many times: does each end with its own exit status, and how fast?

Run it with `python -m benchmarks.short_commands [--times 100]`. It uses a home, ports and an
embedded server of its own, and stops them in the end. The SDK's threads can abort the interpreter
while it shuts down on Python 3.11, so a command that did its work could still end with status 134.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.installation import free_port
from tests.support.builders import request
from tests.support.paths import ROOT

STRANGER = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Command:
    """A command line, the exit status that it must have, and a word that it must say."""

    arguments: tuple[str, ...]
    status: int
    says: str


@dataclass(frozen=True)
class Run:
    """How a command ended once."""

    right: bool
    status: int
    seconds: float
    said: str


def run(command: Command, environment: dict[str, str], folder: Path) -> Run:
    """Run a command once."""
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, str(ROOT / "starter.py"), *command.arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    seconds = time.perf_counter() - begin
    said = done.stdout + done.stderr
    right = done.returncode == command.status and command.says in said and "Traceback" not in said
    return Run(right, done.returncode, seconds, said)


def commands(running: str, ended: str, folder: Path) -> list[Command]:
    """Return every short command, for a campaign that runs, one that has ended, and files."""
    written = str(folder / "request.json")
    nonsense = folder / "nonsense.yaml"
    nonsense.write_text("budget: -1\n")
    return [
        Command(("--help",), 0, "Usage"),
        Command(("start", "--help"), 0, "Usage"),
        Command(("version",), 0, "0."),
        Command(("version", "--json"), 0, "version"),
        Command(("nosuch",), 2, "nosuch"),
        Command(("up",), 0, "address"),
        Command(("list",), 0, running[:8]),
        Command(("list", "--json"), 0, running),
        Command(("list", "--state", "nosuch"), 2, "must be one of"),
        Command(("status", running), 0, "LEARN"),
        Command(("status", running, "--json"), 0, "LEARN"),
        Command(("status", ended), 0, "cancelled"),
        Command(("status", STRANGER), 1, "no campaign"),
        Command(("watch", STRANGER), 1, "no campaign"),
        Command(("watch", ended), 1, ""),
        Command(("pause", running), 1, "already paused"),
        Command(("review", running, "approve"), 2, "an approval names the report"),
        Command(("review", running, "perhaps"), 2, "must be one of"),
        Command(("resolve", running, "x", "not-sent"), 1, "not unknown"),
        Command(("resume", STRANGER), 1, "no campaign"),
        Command(("metrics", running, "missing.json"), 2, "does not exist"),
        Command(("cancel", STRANGER), 1, "no campaign"),
        Command(("cancel", ended), 1, "has ended"),
        Command(("start", written), 0, "duplicate"),
        Command(("start", written, "--json"), 0, '"duplicate":true'),
        Command(("start", str(nonsense)), 2, "is required"),
        Command(("start", "missing.yaml"), 2, "does not exist"),
    ]


def prepare(environment: dict[str, str], folder: Path) -> tuple[str, str]:
    """Start a campaign that is paused, and one that is cancelled; return their ids."""

    def told(*arguments: str) -> str:
        answer = subprocess.run(
            [sys.executable, str(ROOT / "starter.py"), *arguments, "--json"],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        return str(json.loads(answer.stdout)["execution_id"])

    (folder / "request.json").write_text(request().model_dump_json())
    running = told("start", "request.json")
    while json.loads(_status(environment, running))["state"] != "LEARN":
        time.sleep(0.1)
    told("pause", running)
    ended = told("start", "request.json", "--new-execution")
    told("cancel", ended)
    return running, ended


def _status(environment: dict[str, str], execution: str) -> bytes:
    command = [sys.executable, str(ROOT / "starter.py"), "status", execution, "--json"]
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout


def measure(times: int, side_by_side: int, skip: int = 0) -> int:
    """Run every command so many times, print what came of it, and return how many were wrong."""
    wrong = 0
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(side_by_side) as pool:
        folder = Path(name)
        (folder / "temporal.toml").write_text("")
        environment = {
            **os.environ,
            "PHOENIX_HOME": str(folder / "home"),
            "PHOENIX_PORT": str(free_port()),
            "PHOENIX_UI_PORT": str(free_port()),
            "PHOENIX_GRACEFUL_SHUTDOWN_SECONDS": "1",
            "TEMPORAL_CONFIG_FILE": str(folder / "temporal.toml"),
        }
        environment.pop("TEMPORAL_ADDRESS", None)
        try:
            running, ended = prepare(environment, folder)
            print(f"{'command':44} {'must':>4} {'right':>9} {'ms':>6}  wrong statuses")
            for command in commands(running, ended, folder)[skip:]:
                futures = [pool.submit(run, command, environment, folder) for _ in range(times)]
                runs = [future.result() for future in futures]
                faults = [one for one in runs if not one.right]
                wrong += len(faults)
                shown = " ".join(command.arguments).replace(f"{folder}/", "")
                shown = shown.replace(running, "RUNNING").replace(ended, "ENDED")
                shown = shown.replace(STRANGER, "STRANGER")
                milliseconds = round(statistics.median(one.seconds for one in runs) * 1000)
                statuses = dict(Counter(one.status for one in faults))
                print(
                    f"{shown:44} {command.status:>4} {times - len(faults):>4}/{times:<4} "
                    f"{milliseconds:>6}  {statuses or ''}",
                    flush=True,
                )
                for fault in faults[:1]:
                    print(f"  status {fault.status}: {fault.said.strip()[-1000:]}", flush=True)
        finally:
            command_line = [sys.executable, str(ROOT / "starter.py"), "down"]
            subprocess.run(command_line, env=environment, check=True)
    return wrong


def _leave(number: int, frame: object) -> None:
    """Unwind on SIGTERM, so that nothing is left running."""
    del frame
    sys.exit(128 + number)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--side-by-side", type=int, default=2)
    parser.add_argument("--skip", type=int, default=0, help="commands to leave out, from the first")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, _leave)
    sys.exit(measure(given.times, given.side_by_side, given.skip) > 0)
