"""The command about artefacts, with a session that only pretends."""

import asyncio
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from console.parsing import parse
from console.screen import Screen
from console.tables.artifacts import MOST_SHOWN
from console.work import InSession
from runtime.refusals import WrongUse
from runtime.session import Session
from runtime.sweep.replies import ListedArtifact, OutlivedRows, UnreferencedArtifacts
from tests.support.builders import TENANT

STORED = datetime(2026, 5, 2, 10, 0, tzinfo=UTC)


def found(count: int, *, removed: bool = False) -> UnreferencedArtifacts:
    """Return an answer with some artefacts."""
    return UnreferencedArtifacts(
        store="s3://bucket/[red]prefix",
        older_than=timedelta(days=7),
        removed=removed,
        stored=1200,
        stored_bytes=5_300_000,
        count=count,
        size_bytes=1000 * count,
        oldest=STORED if count else None,
        artifacts=[
            ListedArtifact(
                tenant_id=TENANT, place=f"ab/{number}", sha256=None, size_bytes=1000, stored=STORED
            )
            for number in range(count)
        ],
    )


@dataclass
class FakeSession:
    """A session that gives one answer and remembers what it was asked."""

    reply: UnreferencedArtifacts
    asked: list[tuple[timedelta, bool]] = field(default_factory=list[tuple[timedelta, bool]])

    async def sweep(
        self, older_than: timedelta, say: Callable[[str], None], *, removing: bool
    ) -> UnreferencedArtifacts:
        """Answer as a session does."""
        self.asked.append((older_than, removing))
        say("asking")
        return self.reply


@dataclass
class FakeInstallation:
    """A command line whose session only pretends."""

    reply: UnreferencedArtifacts
    out: io.StringIO = field(default_factory=io.StringIO)
    err: io.StringIO = field(default_factory=io.StringIO)

    def __post_init__(self) -> None:
        self.session = FakeSession(self.reply)

    @property
    def asked(self) -> list[tuple[timedelta, bool]]:
        """What the session was asked: the age, and whether to remove."""
        return self.session.asked

    def run(self, *arguments: str) -> int:
        """Run the command, and return its exit status."""
        call = parse(["artifacts", *arguments])
        assert call is not None
        assert isinstance(call.work, InSession)
        screen = Screen(self.out, self.err, as_json=call.as_json)
        return asyncio.run(call.work.work(cast("Session", self.session), screen))


def test_an_operator_sees_the_sum_the_largest_and_what_to_do() -> None:
    """The table says how much could go, since when, and with which command."""
    phoenix = FakeInstallation(found(MOST_SHOWN + 5))

    assert phoenix.run() == 0

    shown = phoenix.out.getvalue()
    assert phoenix.asked == [(timedelta(days=7), False)]
    assert "nothing refers to 25 (25.0 kB) of 1,200 artefacts (5.3 MB)" in shown
    assert "in s3://bucket/[red]prefix" in shown
    assert "older than 7 days, the oldest of 2026-05-02 10:00:00 UTC" in shown
    assert shown.count("ab/") == MOST_SHOWN
    assert "and 5 smaller ones" in shown
    assert "'starter.py artifacts --sweep' removes them" in shown
    assert phoenix.err.getvalue() == "asking\n"


def test_an_operator_sees_what_was_removed() -> None:
    """After --sweep the same table says that it is gone, and proposes nothing."""
    phoenix = FakeInstallation(found(2, removed=True))

    assert phoenix.run("--sweep", "--older-than", "12h") == 0

    shown = phoenix.out.getvalue()
    assert phoenix.asked == [(timedelta(hours=12), True)]
    assert "removed 2 (2.0 kB) of 1,200 artefacts" in shown
    assert "--sweep" not in shown


@pytest.mark.parametrize(
    ("removed", "told"),
    [
        (False, "nothing older than 7 days is unreferenced among 1,200"),
        (True, "nothing was removed: nothing older than 7 days is unreferenced"),
    ],
)
def test_a_clean_store_is_one_line(*, removed: bool, told: str) -> None:
    """Whoever looks for leftovers and finds none is told so, with status 0."""
    phoenix = FakeInstallation(found(0, removed=removed))

    assert phoenix.run() == 0

    assert phoenix.out.getvalue().startswith(told)
    assert phoenix.out.getvalue().count("\n") == 1


@pytest.mark.parametrize(
    ("removed", "told"),
    [
        (False, "nothing needs 1,204 steps and 9 recipients in the ledger"),
        (True, "removed 1,204 steps and 9 recipients in the ledger"),
    ],
)
def test_an_operator_sees_what_the_ledger_can_do_without(*, removed: bool, told: str) -> None:
    """Old rows are told beside artefacts, and a store without leftovers does not hide them."""
    rows = OutlivedRows(older_than_days=366, steps=1204, recipients=9)
    phoenix = FakeInstallation(found(0, removed=removed).model_copy(update={"ledger": rows}))

    assert phoenix.run() == 0

    shown = " ".join(phoenix.out.getvalue().split())
    assert f"{told}: of campaigns that ended more than 366 days ago" in shown
    assert ("--sweep" in shown) is not removed


def test_a_ledger_without_old_rows_is_not_mentioned() -> None:
    """There is nothing to decide about."""
    rows = OutlivedRows(older_than_days=366, steps=0, recipients=0)
    phoenix = FakeInstallation(found(0).model_copy(update={"ledger": rows}))

    assert phoenix.run() == 0

    assert "ledger" not in phoenix.out.getvalue()


def test_a_program_gets_everything_as_one_object() -> None:
    """With --json nothing is left out, and progress is elsewhere."""
    phoenix = FakeInstallation(found(MOST_SHOWN + 5))

    assert phoenix.run("--json") == 0

    answer = UnreferencedArtifacts.model_validate_json(phoenix.out.getvalue())
    assert answer == phoenix.reply


@pytest.mark.parametrize(
    "text", ["", "7", "d", "-1d", "1.5d", "59m", "0d", "367d", "999999w", "P7D"]
)
def test_an_age_that_is_none_or_out_of_bounds_is_refused(text: str) -> None:
    """A slip asks nobody and sweeps nothing, and the message says what would be right."""
    phoenix = FakeInstallation(found(0))

    with pytest.raises(WrongUse, match="must be an age from 1h to 366d"):
        phoenix.run("--sweep", "--older-than", text)
    assert phoenix.asked == []
