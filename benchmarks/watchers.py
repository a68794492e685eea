"""What watching costs: one watcher of a campaign that only waits, and fifty of them.

Run `python -m benchmarks.watchers` from the root. The processor time of server and worker is read
from /proc, so this one is for Linux alone.
"""

import asyncio
import io
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from console.campaign import follow_to_end
from console.screen import Screen
from runtime.session import Session, open_session
from tests.e2e.command_line import REQUEST, CommandLine

SECONDS = 20.0
MANY = 50


def spent_by(process: int) -> float:
    """Return the seconds of a processor that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def watch(session: Session, execution: UUID) -> None:
    """Watch as `starter.py watch` does in a pipe, until the time is over."""
    screen = Screen(io.StringIO(), io.StringIO(), as_json=False)
    with suppress(TimeoutError):
        async with asyncio.timeout(SECONDS):
            await follow_to_end(session, screen, execution)


async def measure(line: CommandLine, execution: UUID, watchers: int) -> None:
    """Print what so many watchers cost themselves, the server and the worker."""
    sessions = [await open_session(lambda _: None) for _ in range(watchers)]
    processes = {"server": line.pid("server"), "worker": line.pid("worker")}
    before = {name: spent_by(process) for name, process in processes.items()}
    own = time.process_time()
    await asyncio.gather(*(watch(session, execution) for session in sessions))
    own = time.process_time() - own
    parts = {name: spent_by(process) - before[name] for name, process in processes.items()}
    told = ", ".join(f"{name} {spent:.2f}" for name, spent in {"watchers": own, **parts}.items())
    print(f"{watchers} watchers for {SECONDS:g} s, seconds of a processor: {told}")


def main() -> None:
    """Measure one watcher and many of a campaign that waits for metrics."""
    with tempfile.TemporaryDirectory() as folder:
        line = CommandLine.under(Path(folder))
        execution = line.start(Path(folder), REQUEST)["execution_id"]
        line.listens(execution)
        os.environ |= {
            "PHOENIX_HOME": str(line.home),
            "PHOENIX_PORT": str(line.port),
            "PHOENIX_UI_PORT": str(line.ui_port),
            "PHOENIX_GRACEFUL_SHUTDOWN_SECONDS": "5",
            "TEMPORAL_CONFIG_FILE": str(line.home.with_name("temporal.toml")),
        }
        try:
            for watchers in (0, 1, MANY):
                asyncio.run(measure(line, UUID(execution), watchers) if watchers else idle(line))
        finally:
            line.stop()


async def idle(line: CommandLine) -> None:
    """Print what server and worker use by themselves."""
    processes = {"server": line.pid("server"), "worker": line.pid("worker")}
    before = {name: spent_by(process) for name, process in processes.items()}
    await asyncio.sleep(SECONDS)
    for name, process in processes.items():
        print(f"nobody watches for {SECONDS:g} s: {name} {spent_by(process) - before[name]:.2f}")


if __name__ == "__main__":
    main()
