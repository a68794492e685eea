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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from contracts import Contract

_LOG_LIMIT = 5_000_000
"""Bytes after which a log is set aside when the process starts anew."""
_TAIL_LINES = 8
_TAIL_BYTES = 4000


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

    def last_words(self) -> str:
        """Return the end of the log in one line."""
        try:
            text = self.log.read_bytes()[-_TAIL_BYTES:].decode("utf-8", errors="replace")
        except FileNotFoundError:
            return "it wrote nothing"
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return " | ".join(lines[-_TAIL_LINES:]) or "it wrote nothing"
