"""The servers of the kinds that a run tries, and what they have out in the end."""

import json
import sqlite3
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from annotated_types import Ge

from activities.publish.email.addresses import recipient_key
from activities.publish.registry import KINDS
from tests.chaos.book import Book
from tests.chaos.evidence import channel_in, execution_of
from tests.chaos.hosts import CALL_SECONDS, LedgerAtHand, SqliteFile
from tests.chaos.trials import Trial, channel_of
from tests.support.publishing.networks.troubles import Trouble
from tests.support.publishing.worlds.registry import usual
from tests.support.publishing.worlds.world import World

READERS: Final = tuple(f"reader-{number}@readers.example" for number in range(4))
"""Whom a mailing goes to."""
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
            worlds = {kind: await stack.enter_async_context(usual(kind)(home)) for kind in kinds}
            rows = [f"{reader},yes" for reader in READERS]
            (home / "list.csv").write_text("\n".join(["email,consent", *rows, ""]))
            yield cls(folder, worlds)

    def sections(self) -> dict[str, str]:
        """Return by channel what the file of channels says to lead there."""
        made: dict[str, str] = {}
        for kind, world in self.worlds.items():
            given = {"publisher": kind, **_time_limit(kind), **world.section}
            lines = [f"{name} = {json.dumps(value)}" for name, value in given.items()]
            channel = channel_of(kind)
            made[channel] = "\n".join([f"[channels.{channel}]", *lines, ""])
        return made

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
        doubts = _doubts(ledger) if self.worlds else {}
        for trial in planned:
            if not trial.kind:
                continue
            about = {
                "key": key(trial),
                "step_key": f":exec:{trial.execution_id}:",
                "channel": trial.channel,
            }
            world = self.worlds[trial.kind]
            found = world.letters() if world.letters else [("", text) for text in world.shown()]
            for number, (reader, text) in enumerate(found):
                if trial.execution_id in text:
                    book.note("effect", {**about, "id": f"{trial.kind}-{number}", "reader": reader})
            for reader in doubts.get((trial.execution_id, trial.channel), []):
                book.note("in doubt", {**about, "reader": reader})
        book.close()


def _time_limit(kind: str) -> dict[str, float]:
    """Return the shortest time limit that a kind may be given, or nothing where it has none."""
    limit = KINDS[kind].settings.model_fields.get("timeout_seconds")
    if limit is None:
        return {}
    least = [float(str(bound.ge)) for bound in limit.metadata if isinstance(bound, Ge)]
    return {"timeout_seconds": max([CALL_SECONDS, *least])}


def _doubts(ledger: LedgerAtHand) -> dict[tuple[str, str], list[str]]:
    """Return by execution and channel which readers may have a letter, or not."""
    assert isinstance(ledger, SqliteFile), "kinds are tried with a ledger in a file"
    with closing(sqlite3.connect(ledger.file)) as known:
        rows = list(known.execute(_NO_OUTCOME, ("accepted", "refused")))
    doubts: dict[tuple[str, str], list[str]] = {}
    for step_key, recipient in rows:
        names = {recipient_key(step_key, reader): reader for reader in READERS}
        where = execution_of(step_key), channel_in(step_key)
        doubts.setdefault(where, []).append(names[recipient])
    return doubts
