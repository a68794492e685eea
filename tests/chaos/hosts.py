"""Hosts with workers, each with a home of its own: what they know is theirs, or shared.

Longer than 250 lines because both ledgers stand beside the hosts that use them.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Collection, Generator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from activities.ledger.upkeep import back_up, restored
from runtime.settings import Settings
from tests.chaos.platform import SECRET
from tests.chaos.trials import CHANNELS
from tests.chaos.worker import Orders
from tests.support.fakes import KEY
from tests.support.paths import ROOT
from tests.support.worlds.postgres import PostgresServer

CALL_SECONDS: Final = 2.0
GRACE_SECONDS: Final = 3.0
"""How long a worker that was told to stop lets its work end: some of it does, and some is cut."""
_AUDITOR_KEY: Final = "auditor.pem"
_SECRET: Final = "CHAOS_SECRET"  # noqa: S105 - the name of a variable
_STEPS: Final = "SELECT * FROM steps"
_EXECUTIONS: Final = "SELECT execution_id FROM executions"
_CLOCK: Final = (
    "UPDATE steps SET lease_until = lease_until + ({seconds}), "
    "changed_at = changed_at + ({seconds})"
)


class SqliteFile:
    """A ledger in a file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.url = f"sqlite:///{file}"
        self._backup = file.with_suffix(".backup")

    def steps(self) -> list[dict[str, Any]]:
        """Return its rows of steps."""
        with self._open() as ledger:
            return [dict(row) for row in ledger.execute(_STEPS)]

    def executions(self) -> set[str]:
        """Return which executions it knows."""
        with self._open() as ledger:
            return {row["execution_id"] for row in ledger.execute(_EXECUTIONS)}

    def step_clock(self, seconds: float) -> None:
        """Do what it is to a ledger that its clock is moved forward by so much, or back."""
        with self._open() as ledger:
            ledger.execute(_CLOCK.format(seconds=-seconds))

    @contextmanager
    def away(self) -> Generator[None]:
        """Let nobody else reach it meanwhile."""
        with self._open() as ledger:
            ledger.execute("BEGIN EXCLUSIVE")
            try:
                yield
            finally:
                ledger.execute("ROLLBACK")

    async def back_up(self) -> None:
        """Copy it as operators do."""
        self._backup.unlink(missing_ok=True)
        await back_up(self.url, self._backup)

    async def restore(self) -> None:
        """Put the copy in its place as operators do; nobody may be at work."""
        for suffix in ("-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        self.file.unlink()
        shutil.copyfile(self._backup, self.file)
        await restored(self.url)

    @contextmanager
    def _open(self) -> Generator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.file, isolation_level=None, timeout=60)) as ledger:
            ledger.row_factory = sqlite3.Row
            yield ledger


class PostgresDatabase:
    """A ledger on a server."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._backup = b""
        self.url = server.url()

    def steps(self) -> list[dict[str, Any]]:
        """Return its rows of steps."""
        return self._server.rows(_STEPS)

    def executions(self) -> set[str]:
        """Return which executions it knows."""
        return {str(row["execution_id"]) for row in self._server.rows(_EXECUTIONS)}

    def step_clock(self, seconds: float) -> None:
        """Do what it is to a ledger that its clock is moved forward by so much, or back."""
        self._server.say(_CLOCK.format(seconds=-seconds))

    @contextmanager
    def away(self) -> Generator[None]:
        """Let nobody reach it meanwhile."""
        self._server.stop()
        try:
            yield
        finally:
            self._server.start()

    async def back_up(self) -> None:
        """Dump it."""
        self._backup = self._server.dump()

    async def restore(self) -> None:
        """Put the dump in its place; nobody may be at work."""
        self._server.load(self._backup)
        await restored(self.url)


LedgerAtHand = SqliteFile | PostgresDatabase


@dataclass
class Host:
    """A machine with a home and workers of its own, as far as processes can be one."""

    name: str
    folder: Path
    address: str
    ledger: LedgerAtHand
    workers: int
    slots: int
    sabotages: Collection[str] = ("",)
    shared: Path | None = None
    """A folder with what all hosts have that share a ledger: artefacts and the auditor's key."""
    sections: Mapping[str, str] = field(default_factory=dict[str, str])
    """What its file of channels says of those that do not lead to the platform."""
    environ: Mapping[str, str] = field(default_factory=dict[str, str])
    """The variables with the secrets that these name."""
    _keeper: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        """What its workers say."""
        return self.folder / f"workers-{self.name}.log"

    @property
    def _called(self) -> Path:
        return self.folder / "hits" / f"{self.name}.called"

    def start(self, platform: str, *, is_called: bool = True) -> None:
        """Start its workers, at once or when they are called."""
        if is_called:
            self.call()
        home = self.folder / f"home-{self.name}"
        home.mkdir(exist_ok=True)
        channels = {**_platform_sections(platform), **self.sections}
        (home / "channels.toml").write_text("\n".join(channels.values()))
        told = Orders(
            address=self.address,
            settings=self._settings(home),
            hits=self.folder / "hits",
            workers=self.workers,
            waits_for=self._called,
            sabotages=tuple(self.sabotages),
        )
        with self.log.open("ab") as log:
            self._keeper = subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.worker", told.write()],
                cwd=ROOT,
                env={
                    **os.environ,
                    **self.environ,
                    _SECRET: SECRET,
                    "TEMPORAL_ADDRESS": self.address,
                },
                stdout=log,
                stderr=log,
            )

    def call(self) -> None:
        """Let its workers begin."""
        self._called.touch()

    def stop(self) -> None:
        """Kill its workers."""
        if self._keeper is not None:
            keeper, self._keeper = self._keeper, None
            keeper.terminate()
            keeper.wait()

    def roll_out(self) -> None:
        """Have each of its workers told to stop and replaced, one after another."""
        if self._keeper is not None:
            self._keeper.send_signal(signal.SIGUSR1)

    def check(self) -> None:
        """Look after the keeper.

        Raises:
            RuntimeError: It has given up, and nothing would ever end.
        """
        if self._keeper is not None and self._keeper.poll() is not None:
            raise RuntimeError(f"the workers end by themselves; see {self.log}")

    def evidence(self, until: float | None = None) -> dict[str, Any]:
        """Return what its ledger knows now.

        Args:
            until: When it was replaced by an earlier state, in Unix seconds.
        """
        return {"ledger": self.ledger.url, "until": until, "steps": self.ledger.steps()}

    def _settings(self, home: Path) -> Settings:
        common: dict[str, Any] = {}
        if self.shared is not None:
            common["artifacts"] = str(self.shared / "artifacts")
            common["auditor_key"] = self.shared / _AUDITOR_KEY
        return Settings(
            home=home,
            ledger_url=self.ledger.url,
            max_concurrent_activities=self.slots,
            graceful_shutdown_seconds=GRACE_SECONDS,
            # Each worker that takes another's place starts them anew, and one does all the work.
            compute_processes=1,
            **common,
        )


def _platform_sections(platform: str) -> dict[str, str]:
    return {
        channel: f'[channels.{channel}]\npublisher = "webhook"\nurl = "{platform}/{level}"\n'
        f'reconciliation = "{level}"\ncan_be_asked = {str(level != "neither").lower()}\n'
        f'timeout_seconds = {CALL_SECONDS}\nsecret_env = "{_SECRET}"\n'
        for level, channel in CHANNELS.items()
    }


def make_shared(folder: Path) -> Path:
    """Make what hosts share: a folder with the auditor's key."""
    folder.mkdir()
    key = folder / _AUDITOR_KEY
    key.touch(mode=0o600)
    key.write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder
