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
        """Return what there is about one campaign."""
        execution, key = trial["execution_id"], trial["key"]
        channel = trial["channel"]
        return Account(
            trial=trial,
            payload=self.outcomes["payloads"].get(execution),
            is_acknowledged=execution in self.outcomes["acknowledged"],
            lines=[
                line
                for line in self.book
                if line.get("key") == key
                or (
                    execution_of(line.get("step_key", "")) == execution
                    and line["channel"] == channel
                )
            ],
            reports=[one["why"] for one in self.reports if one["execution_id"] == execution],
            ledgers=[
                (one["ledger"], one["until"], row)
                for one in self.ledger
                for row in one["steps"]
                if execution_of(row["step_key"]) == execution
            ],
        )


@dataclass(frozen=True)
class Account:
    """What there is about one campaign, or about one of its channels."""

    trial: Mapping[str, Any]
    payload: Mapping[str, Any] | None
    is_acknowledged: bool
    lines: Sequence[Mapping[str, Any]]
    """Of the platform's book."""
    reports: Sequence[str]
    """Why activities of it came to nothing, as workers said."""
    ledgers: Sequence[tuple[str, float | None, Mapping[str, Any]]]
    """Rows of its steps, with the ledger that has them, and until when it had."""

    def noted(self, kind: str) -> list[Mapping[str, Any]]:
        """Return the lines of one kind."""
        return [line for line in self.lines if line["kind"] == kind]

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
        gone = {line["id"] for line in self.noted("retraction")}
        return [line["id"] for line in self.noted("effect") if line["id"] not in gone]

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
        late = [why for why in self.reports if _OUT_OF_TIME.search(why)]
        calls = [*self.noted("request"), *self.noted("query")]
        wrong = [line for line in calls if line["fault"] not in _NO_ERROR]
        return len(late) + len(wrong) + len(self.noted("busy"))


def channel_in(step_key: str) -> str:
    """Return the channel that a step's key names."""
    return step_key.partition(":channel:")[2].partition(":")[0]


def execution_of(step_key: str) -> str:
    """Return the execution that a step's key names."""
    return step_key.partition(":exec:")[2].partition(":")[0]
