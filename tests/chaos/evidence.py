"""What a run has left, sorted by campaign: the platform's book, payloads, and ledgers' rows."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_NO_ERROR: Final = {None, "slow", "duplicate", "hang-before", "hang-after"}
"""Faults whose answer is no error; of one that never comes, the worker itself tells."""
_OUT_OF_TIME: Final = re.compile(r"FAILED_PLATFORM: .* within [\d.]+ s")
"""What a worker says of a call that had no answer in its time, perhaps because the worker was too
slow to make it; what is said of the ledger, or of a worker that stops, is another thing."""
_MARGIN: Final = 5.0
"""Seconds by which what became known before a restore may be noted after it."""


@dataclass(frozen=True)
class Evidence:
    """What a run has left."""

    trials: Sequence[Mapping[str, Any]]
    outcomes: Mapping[str, Any]
    ledger: Sequence[Mapping[str, Any]]
    """What each ledger knew at the end, and before that each time an earlier state replaced it."""
    book: Sequence[Mapping[str, Any]]
    reports: Sequence[Mapping[str, Any]]
    """What workers said of activities that came to nothing."""

    @classmethod
    def read(cls, folder: Path) -> "Evidence":
        """Read it from a run's folder."""

        def load(name: str) -> Any:
            return json.loads((folder / name).read_text(encoding="utf-8"))

        lines = (folder / "book.jsonl").read_text(encoding="utf-8").splitlines()
        return cls(
            load("trials.json"),
            load("outcomes.json"),
            load("ledger.json"),
            [json.loads(line) for line in lines],
            load("reports.json"),
        )

    def of(self, trial: Mapping[str, Any]) -> "Account":
        """Return what there is about one execution."""
        execution = trial["execution_id"]
        formers = [
            one
            for one in self.trials
            if one["execution_id"] in trial.get("formers", ())
            and one["channel"] == trial["channel"]
        ]
        return Account(
            trial=trial,
            payload=self.outcomes["payloads"].get(execution),
            is_acknowledged=execution in self.outcomes["acknowledged"],
            lines=self._lines(trial),
            before=[line for former in formers for line in self._lines(former)],
            was_out=any(
                one is not None and one["status"] == "sent"
                for one in (self.of(former).publication for former in formers)
            ),
            failed_anywhere=sum(
                _failures(self._lines(one))
                for one in self.trials
                if one["execution_id"] == execution
            ),
            reports=[one["why"] for one in self.reports if one["execution_id"] == execution],
            ledgers=[
                (one["ledger"], one["until"], row)
                for one in self.ledger
                for row in one["steps"]
                if execution_of(row["step_key"]) == execution
            ],
        )

    def _lines(self, trial: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """Return what the book has of an execution's channel."""
        return [
            line
            for line in self.book
            if line.get("key") == trial["key"]
            or (
                execution_of(line.get("step_key", "")) == trial["execution_id"]
                and line["channel"] == trial["channel"]
            )
        ]


@dataclass(frozen=True)
class Account:
    """What there is about one execution, or about one of its channels."""

    trial: Mapping[str, Any]
    payload: Mapping[str, Any] | None
    is_acknowledged: bool
    lines: Sequence[Mapping[str, Any]]
    """Of the platform's book."""
    before: Sequence[Mapping[str, Any]]
    """The same of the executions of which this one is the retry."""
    was_out: bool
    """Whether one of those says that it had published it."""
    failed_anywhere: int
    """How many calls to any of its channels were answered with an error."""
    reports: Sequence[str]
    """Why activities of it came to nothing, as workers said."""
    ledgers: Sequence[tuple[str, float | None, Mapping[str, Any]]]
    """Rows of its steps, with the ledger that has them, and until when it had."""

    def noted(self, kind: str) -> list[Mapping[str, Any]]:
        """Return the lines of one kind."""
        return [line for line in self.lines if line["kind"] == kind]

    def ever_noted(self, kind: str) -> list[Mapping[str, Any]]:
        """Return the same, and before them those of the executions that it goes on from."""
        return [line for line in self.before if line["kind"] == kind] + self.noted(kind)

    @property
    def in_doubt(self) -> set[str]:
        """Readers of whom its ledger says that they may have a letter, or not."""
        return {line["reader"] for line in self.noted("in doubt")}

    @property
    def reached(self) -> set[str]:
        """Readers who have it."""
        return {line["reader"] for line in self.noted("effect") if line["id"] in self.out}

    @property
    def publication(self) -> Mapping[str, Any] | None:
        """What its payload says last of its channel."""
        said = [] if self.payload is None else self.payload["publications"]
        return next((one for one in said[::-1] if one["channel"] == self.trial["channel"]), None)

    @property
    def out(self) -> list[str]:
        """What is out in the end."""
        gone = {line["id"] for line in self.ever_noted("retraction")}
        return [line["id"] for line in self.ever_noted("effect") if line["id"] not in gone]

    @property
    def is_cancelled(self) -> bool:
        """Whether it was cancelled in time."""
        return self.payload is not None and self.payload["cancellation"] is not None

    def row(self, known_at: float) -> Mapping[str, Any] | None:
        """Return what the ledger said of its publication when that became known, and not before.

        A ledger that was put back since then need not know of it.
        """
        rows = [
            row
            for _, until, row in self.ledgers
            if ":step:PUBLISH" in row["step_key"]
            and channel_in(row["step_key"]) == self.trial["channel"]
            and (until is None or until > known_at - _MARGIN)
        ]
        return next((row for row in rows if row["result"] is not None), rows[0] if rows else None)

    @property
    def failed_calls(self) -> int:
        """How many calls to its channel were answered with an error, or not in time."""
        return self._late + _failures(self.lines)

    @property
    def most_retries(self) -> int:
        """How many retries may have been used: it counts those of the channel that needed most."""
        return self._late + self.failed_anywhere

    @property
    def _late(self) -> int:
        return len([why for why in self.reports if _OUT_OF_TIME.search(why)])


def _failures(lines: Sequence[Mapping[str, Any]]) -> int:
    """Return how many calls were answered with an error."""
    calls = [line for line in lines if line["kind"] in {"request", "query"}]
    wrong = [line for line in calls if line["fault"] not in _NO_ERROR]
    return len(wrong) + len([line for line in lines if line["kind"] == "busy"])


def channel_in(step_key: str) -> str:
    """Return the channel that a step's key names."""
    return step_key.partition(":channel:")[2].partition(":")[0]


def execution_of(step_key: str) -> str:
    """Return the execution that a step's key names."""
    return step_key.partition(":exec:")[2].partition(":")[0]
