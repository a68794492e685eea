"""The servers of the kinds that a run tries, and what they have out in the end."""

import json
import sqlite3
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.chaos.book import Book
from tests.chaos.evidence import execution_of
from tests.chaos.hosts import LedgerAtHand, SqliteFile
from tests.chaos.trials import Trial, channel_of
from tests.support.publishing.networks.troubles import Trouble
from tests.support.publishing.worlds import WORLDS, World

READERS: Final = 4
"""How many a mailing goes to."""
_CALL_SECONDS: Final = 2.0
_SLOWEST: Final = {"email": 15.0, "outbox": None}
"""Time limits of kinds that cannot have a shorter one, or have none."""
_NO_OUTCOME: Final = "SELECT step_key, recipient FROM recipients WHERE status NOT IN (?, ?)"


@dataclass(frozen=True)
class Servers:
    """A world for each kind, by its name."""

    folder: Path
    worlds: Mapping[str, World]

    @classmethod
    @asynccontextmanager
    async def serving(cls, folder: Path, kinds: Sequence[str]) -> "AsyncGenerator[Servers]":
        """Serve those meanwhile."""
        home = folder / "home-a"
        home.mkdir(exist_ok=True)
        async with AsyncExitStack() as stack:
            worlds = {
                kind: await stack.enter_async_context(WORLDS[kind][-2:][0](home)) for kind in kinds
            }
            rows = [f"reader-{number}@readers.example,yes" for number in range(READERS)]
            (home / "list.csv").write_text("\n".join(["email,consent", *rows, ""]))
            yield cls(folder, worlds)

    def sections(self) -> str:
        """Return the file of channels that leads to them."""
        lines: list[str] = []
        for kind, world in self.worlds.items():
            limit = _SLOWEST.get(kind, _CALL_SECONDS)
            timed = {} if limit is None else {"timeout_seconds": limit}
            lines.append(f"[channels.{channel_of(kind)}]")
            given = {"publisher": kind, **timed, **world.section}
            lines += [f"{name} = {json.dumps(value)}" for name, value in given.items()]
        return "\n".join(lines)

    def environ(self) -> dict[str, str]:
        """Return the variables with their secrets."""
        return {name: text for one in self.worlds.values() for name, text in one.environ.items()}

    def trouble(self, trial: Trial) -> None:
        """Let the next call that publishes meet what is planned, whichever campaign makes it."""
        meet = self.worlds[trial.kind].meet if trial.kind else None
        if meet is not None:
            for trouble in trial.faults:
                meet(Trouble(trouble))

    def note(
        self, planned: Sequence[Trial], key: Callable[[Trial], str], ledger: LedgerAtHand
    ) -> None:
        """Write down in the run's book what readers find of each campaign."""
        book = Book(self.folder / "book.jsonl")
        doubts = _doubts(ledger) if self.worlds else []
        for trial in planned:
            if not trial.kind:
                continue
            about = {"key": key(trial), "step_key": f":exec:{trial.execution_id}:"}
            world = self.worlds[trial.kind]
            found = world.letters() if world.letters else [("", text) for text in world.shown()]
            for number, (reader, text) in enumerate(found):
                if trial.execution_id in text:
                    book.note("effect", {**about, "id": f"{trial.kind}-{number}", "reader": reader})
            for step_key, reader in doubts:
                if execution_of(step_key) == trial.execution_id:
                    book.note("in doubt", {**about, "reader": reader})
        book.close()


def _doubts(ledger: LedgerAtHand) -> list[tuple[str, str]]:
    """Return step and reader of every letter of which nobody can tell whether it was taken."""
    assert isinstance(ledger, SqliteFile), "kinds are tried with a ledger in a file"
    with closing(sqlite3.connect(ledger.file)) as known:
        return list(known.execute(_NO_OUTCOME, ("accepted", "refused")))
