"""A background process of which there is at most one per folder, shared by all commands.

Rule 1: whoever may start the process holds the lock, and hands the lock's descriptor down to it.
So the lock is held exactly as long as the process lives, even when it is killed.
Rule 2: the state file is written by the holder of the lock only, and means nothing without the
lock. So a process id in it is never that of a stranger.
"""

import fcntl
import os
import signal
import subprocess
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError

from activities.retrying import Pauses, retry
from contracts import Contract
from runtime.refusals import WrongUse

START_SECONDS: Final = 30.0
"""How long a command waits for a process that it, or another command, has started."""
_KILL_SECONDS: Final = 20.0
"""How long a process that was killed is waited for: a disk may hold it up."""
_LOOKS: Final = Pauses(first=0.05, longest=0.05)
_LOG_LIMIT: Final = 5_000_000
"""Bytes after which a log is set aside when the process starts anew."""
_TAIL_LINES: Final = 8
_TAIL_BYTES: Final = 4000
"""What an operator is shown of a log: enough to see why a process did not start."""


class DaemonState(Contract):
    """What other commands have to know about the running process."""

    pid: int = Field(gt=0)
    traits: dict[str, str]
    """What distinguishes this process from one with other settings."""


@dataclass(frozen=True)
class Daemon:
    """The one process of its kind under its folder."""

    name: str
    folder: Path
    log: Path

    def try_lock(self) -> int | None:
        """Return the descriptor of the lock, or `None` while a process or a starter holds it."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def is_running(self) -> bool:
        """Tell whether the process lives, or is being started."""
        if not (self.folder / "lock").exists():
            return False
        descriptor = self.try_lock()
        if descriptor is None:
            return True
        os.close(descriptor)
        return False

    def state(self) -> DaemonState | None:
        """Return what is known of the process; it counts only while the lock is held."""
        try:
            return DaemonState.model_validate_json((self.folder / "state.json").read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def is_alive(self, state: DaemonState) -> bool:
        """Tell whether the state is that of the process that holds the lock.

        A starter holds the lock for an instant before it replaces the state of the last process.
        """
        try:
            os.kill(state.pid, 0)
        except OSError:
            return False
        return self.is_running()

    def spawn(
        self,
        lock: int,
        command: Sequence[str],
        environment: Mapping[str, str],
        traits: Mapping[str, str],
    ) -> subprocess.Popen[bytes]:
        """Start the process, detached from the terminal, and hand it the lock."""
        (self.folder / "state.json").unlink(missing_ok=True)
        self.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - the command is put together by this package
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                pass_fds=[lock],
                start_new_session=True,
            )
        state = DaemonState(pid=process.pid, traits=dict(traits))
        draft = self.folder / "state.json.new"
        draft.write_text(state.model_dump_json() + "\n", encoding="utf-8")
        draft.replace(self.folder / "state.json")
        return process

    def signal(self, number: signal.Signals) -> bool:
        """Send a signal to the process; return whether there was one to send it to."""
        state = self.state()
        if state is None or not self.is_alive(state):
            return False
        try:
            os.kill(state.pid, number)
        except ProcessLookupError:
            return False
        return True

    def end_of_log(self) -> str:
        """Return the end of the log in one line."""
        try:
            text = self.log.read_bytes()[-_TAIL_BYTES:].decode("utf-8", errors="replace")
        except FileNotFoundError:
            return "it wrote nothing"
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return " | ".join(lines[-_TAIL_LINES:]) or "it wrote nothing"


class _NotYetError(Exception):
    """The process has not come up, or has not ended."""


async def bring_up(
    daemon: Daemon,
    start: Callable[[int], subprocess.Popen[bytes]],
    is_up: Callable[[DaemonState], Awaitable[bool]],
) -> None:
    """Return when the process is up; start it when none runs.

    Commands may do this at the same time: one starts the process, the others wait for it.

    Args:
        daemon: The process.
        start: Starts it, and hands this descriptor of its lock down to it.
        is_up: Tells whether the process that runs has come up.

    Raises:
        WrongUse: It ended at once, or did not come up within `START_SECONDS`.
    """
    process: subprocess.Popen[bytes] | None = None

    async def look() -> None:
        nonlocal process
        lock = daemon.try_lock() if process is None else None
        if lock is not None:
            try:
                process = start(lock)
            finally:
                os.close(lock)
        if process is not None and process.poll() is not None:
            raise WrongUse(
                f"the embedded {daemon.name} ended with status {process.returncode} while it "
                f"started; the end of {daemon.log}: {daemon.end_of_log()}"
            )
        state = daemon.state()
        if state is None or not daemon.is_alive(state) or not await is_up(state):
            raise _NotYetError

    try:
        await retry(look, _NotYetError, replace(_LOOKS, within=START_SECONDS))
    except _NotYetError:
        raise WrongUse(
            f"the embedded {daemon.name} did not come up within {START_SECONDS:g} s; the end of "
            f"{daemon.log}: {daemon.end_of_log()}"
        ) from None


async def stop(daemon: Daemon, seconds: float) -> str:
    """Ask the process to stop, kill it when it has not within so many seconds, and say which."""

    async def ended() -> None:
        if daemon.is_running():
            raise _NotYetError

    for number, limit in ((signal.SIGTERM, seconds), (signal.SIGKILL, _KILL_SECONDS)):
        state = daemon.state()
        if not daemon.signal(number):
            break
        try:
            await retry(ended, _NotYetError, replace(_LOOKS, within=limit))
        except _NotYetError:
            continue
        how = "stopped" if number is signal.SIGTERM else "killed, since it did not stop"
        return f"{daemon.name} {how} (process {state.pid if state else '?'})"
    if daemon.is_running():
        return f"{daemon.name} still runs and could not be stopped; see {daemon.log}"
    return f"{daemon.name} had ended"
