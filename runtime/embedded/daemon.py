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
from shutil import disk_usage
from typing import IO, Final

from pydantic import Field

from contracts import Contract, Unreadable, read_kept
from runtime.home import open_private, usable
from runtime.refusals import WrongUse
from runtime.settings import ENV_PREFIX

_LITTLE: Final = 64 * 1024
"""Bytes of free space with which nothing can be written any more."""
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

    @property
    def state_file(self) -> Path:
        """Where the holder of the lock writes what others have to know."""
        return self.folder / "state.json"

    def try_lock(self) -> int | None:
        """Return the descriptor of the lock, or `None` while a process or a starter holds it.

        Raises:
            WrongUse: The folder cannot be used, or its file system takes no locks.
        """
        with usable(self.folder):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            if isinstance(error, BlockingIOError):
                return None
            raise WrongUse(
                f"the file system of {self.folder} takes no locks ({error.strerror}), and without "
                f"one the {self.name} could run twice; {ENV_PREFIX}HOME must name a folder on a "
                "file system of this machine"
            ) from error
        return descriptor

    def is_running(self) -> bool:
        """Tell whether the process lives, or is being started.

        Raises:
            WrongUse: As for `try_lock`.
        """
        with usable(self.folder):
            if not (self.folder / "lock").exists():
                return False
        descriptor = self.try_lock()
        if descriptor is None:
            return True
        os.close(descriptor)
        return False

    def state(self) -> DaemonState | None:
        """Return what is known of the process; it counts only while the lock is held."""
        with usable(self.folder):
            try:
                return read_kept(DaemonState, self.state_file.read_bytes())
            except (FileNotFoundError, Unreadable):
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
        *,
        at_home: bool = False,
    ) -> subprocess.Popen[bytes]:
        """Start the process, detached from the terminal, and hand it the lock.

        Args:
            lock: The descriptor of the lock, which the process keeps until it ends.
            command: Its command line.
            environment: Its variables.
            traits: What distinguishes it from one with other settings.
            at_home: Whether it runs in the folder, and all that it writes is its owner's alone.

        Raises:
            WrongUse: The folder or the log cannot be written.
        """
        with usable(self.folder):
            self.state_file.unlink(missing_ok=True)
        with self._open_log() as log:
            process = subprocess.Popen(  # noqa: S603 - the command is put together by this package
                command,
                cwd=self.folder if at_home else None,
                umask=0o077 if at_home else -1,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                pass_fds=[lock],
                start_new_session=True,
            )
        state = DaemonState(pid=process.pid, traits=dict(traits))
        draft = self.state_file.with_suffix(".json.new")
        with usable(self.folder):
            with open_private(draft, "w") as file:
                file.write(state.model_dump_json() + "\n")
            draft.replace(self.state_file)
        return process

    def _open_log(self) -> IO[bytes]:
        with usable(self.log.parent):
            self.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            return open_private(self.log, "ab")

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
        """Return the end of the log in one line, or that there was no room for it."""
        silence = "it wrote nothing"
        if self.folder.exists() and disk_usage(self.folder).free < _LITTLE:
            silence += f", and the disk of {self.folder} is full"
        try:
            text = self.log.read_bytes()[-_TAIL_BYTES:].decode("utf-8", errors="replace")
        except FileNotFoundError:
            return silence
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return " | ".join(lines[-_TAIL_LINES:]) or silence
