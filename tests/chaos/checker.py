"""The judge of a run: it knows the evidence and nothing of the code that made it.

It compares three accounts: the platform's book of what it really did, the ledger's rows, and the
payloads with which the campaigns ended. `python -m tests.chaos.checker FOLDER…` prints what it
finds and ends with status 1 when anything is wrong.

Longer than 250 lines because the comparison of three accounts is one judgement, which is read from
top to bottom.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

LEAST: Final = 0.5
"""The share of campaigns that must have been sent: a run in which nothing works proves nothing."""
LEAST_HIT: Final = 0.7
"""The share of planned hits that must have fired: an instant nobody was hit at is not tried."""
PATIENT: Final = 50
"""Retries that no neighbour's crash uses up: with so many, only a refusal excuses `not_sent`."""
NOWHERE: Final = -1
"""The number under which effects stand that belong to no planned campaign."""
_WRONGS: Final = ("doubles", "lost", "unproven", "repeated")
_REFUSED: Final = {"refuse", "429", "redirect"}
"""Faults whose answer says that nothing is out; after any other, silence is all that is known."""
_FINAL: Final = {"refuse", "redirect"}
"""Faults whose answer ends a publication; after any other, it is tried again."""


@dataclass
class Verdict:
    """What a run has shown."""

    campaigns: int = 0
    sent: int = 0
    not_sent: int = 0
    unknown: int = 0
    planned: int = 0
    """Hits that were planned."""
    fired: int = 0
    """Planned hits that happened."""
    doubles: list[str] = field(default_factory=list[str])
    lost: list[str] = field(default_factory=list[str])
    unproven: list[str] = field(default_factory=list[str])
    repeated: list[str] = field(default_factory=list[str])
    """Calls after an outcome that nobody could tell."""
    too_few: bool = False
    """Whether too little was sent."""
    too_few_hits: bool = False

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        is_proof = not (self.too_few or self.too_few_hits)
        return is_proof and not any(getattr(self, name) for name in _WRONGS)

    def add(self, other: "Verdict") -> None:
        """Take another's findings in."""
        for name in ("campaigns", "sent", "not_sent", "unknown", "planned", "fired"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in _WRONGS:
            getattr(self, name).extend(getattr(other, name))


@dataclass(frozen=True)
class Evidence:
    """What a run has left."""

    trials: Sequence[Mapping[str, Any]]
    outcomes: Mapping[str, Any]
    ledger: Sequence[Mapping[str, Any]]
    book: Sequence[Mapping[str, Any]]

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
        )


def judge(evidence: Evidence) -> dict[int, Verdict]:
    """Return a verdict for every trial by its number, and one for `NOWHERE` if it is needed."""
    effects: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    requests: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for line in evidence.book:
        if line["kind"] == "effect":
            effects[_execution(line["step_key"])].append(line)
        elif line["kind"] == "request":
            requests[line["key"]].append(line)
    rows = {
        _execution(row["step_key"]): row
        for row in evidence.ledger
        if ":step:PUBLISH" in row["step_key"]
    }
    verdicts: dict[int, Verdict] = {}
    for trial in evidence.trials:
        execution = trial["execution_id"]
        verdicts[trial["number"]] = _judge_one(
            trial,
            evidence.outcomes,
            effects[execution],
            requests[trial["key"]],
            rows.get(execution),
        )
    planned = {trial["execution_id"] for trial in evidence.trials}
    orphans = [line for of, lines in effects.items() if of not in planned for line in lines]
    if orphans:
        found = [f"an effect of no campaign: {one['id']}, {one['step_key']}" for one in orphans]
        verdicts[NOWHERE] = Verdict(doubles=found)
    return verdicts


def total(verdicts: Mapping[int, Verdict]) -> Verdict:
    """Return what all verdicts of a run say together, and whether it proves anything."""
    whole = Verdict()
    for verdict in verdicts.values():
        whole.add(verdict)
    whole.too_few = whole.sent < LEAST * whole.campaigns or whole.campaigns == 0
    whole.too_few_hits = whole.fired < LEAST_HIT * whole.planned
    return whole


def _judge_one(
    trial: Mapping[str, Any],
    outcomes: Mapping[str, Any],
    effects: Sequence[Mapping[str, Any]],
    requests: Sequence[Mapping[str, Any]],
    row: Mapping[str, Any] | None,
) -> Verdict:
    execution, level = trial["execution_id"], trial["level"]
    name = f"#{trial['number']} {level}, {trial['hit']} {trial['point']}, {trial['faults']}"
    verdict = Verdict(
        campaigns=1, planned=int(trial["point"] is not None), fired=int(trial["fired"])
    )
    if len(effects) > 1:
        verdict.doubles.append(f"{name}: {len(effects)} effects")
    if level == "neither":
        verdict.repeated.extend(_calls_after_silence(name, requests))
    if execution not in outcomes["acknowledged"]:
        verdict.lost.append(f"{name}: its start was never acknowledged")
        return verdict
    payload = outcomes["payloads"].get(execution)
    if payload is None:
        verdict.lost.append(f"{name}: it never ended, or without a payload")
        return verdict
    state = payload["current_state"]
    is_excused = _has_used_its_retries_up(trial, payload)
    if not payload.get("publications"):
        if is_excused and state == "FAILED" and not effects:
            verdict.not_sent += 1
            return verdict
        verdict.unproven.append(f"{name}: the payload says nothing of its channel")
        return verdict
    last = payload["publications"][-1]
    status = last["status"]
    verdict.sent += status == "sent"
    verdict.not_sent += status == "not_sent"
    verdict.unknown += status == "unknown"
    lies = _against_book(last, level, [line["id"] for line in effects])
    if (status == "sent") != (state == "IDLE") and not (is_excused and state == "FAILED"):
        lies.append(f"{status}, and it ended {state}")
    if status == "not_sent" and not is_excused:
        lies.extend(_without_refusal(requests))
    verdict.unproven.extend(f"{name}: {lie}" for lie in [*lies, *_against_ledger(last, row)])
    return verdict


def _has_used_its_retries_up(trial: Mapping[str, Any], payload: Mapping[str, Any]) -> bool:
    """Return whether a campaign may end without a result because its neighbours crashed."""
    allowed: int = trial["max_retries"]
    used: int = payload.get("retry_count", 0)
    return allowed < PATIENT and used >= allowed


def _without_refusal(requests: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what is wrong when a campaign with retries left gave up and nobody had refused it."""
    is_refused = any(line["fault"] in _FINAL for line in requests)
    return [] if is_refused else ["not sent, and nobody refused it"]


def _against_book(last: Mapping[str, Any], level: str, ids: Sequence[str]) -> list[str]:
    match last["status"]:
        case "sent" if last.get("remote_id") not in ids:
            return [f"sent as {last.get('remote_id')}, and the book has {ids}"]
        case "not_sent" if ids:
            return [f"not sent, and the book has {ids}"]
        case "unknown" if level != "neither":
            return ["unknown at a channel that can tell"]
        case "sent" | "not_sent" | "unknown":
            return []
        case other:
            return [f"{other} is no outcome of a publication"]


def _against_ledger(last: Mapping[str, Any], row: Mapping[str, Any] | None) -> list[str]:
    if row is None or row["result"] is None:
        return ["the ledger has no result"]
    noted = json.loads(row["result"])["publication"]
    if _said(noted) != _said(last):
        return [f"the ledger says {noted['status']}, the payload {last['status']}"]
    wanted = "unknown" if last["status"] == "unknown" else "done"
    if row["status"] != wanted:
        return [f"{last['status']}, and its step is {row['status']}"]
    return []


def _calls_after_silence(name: str, requests: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return calls that were made although nobody could tell what an earlier one had done."""
    silent = [line for line in requests[:-1] if line["fault"] not in _REFUSED]
    return [f"{name}: {len(requests)} calls, one of them after silence"] if silent else []


def _execution(step_key: str) -> str:
    return step_key.partition(":exec:")[2].partition(":")[0]


def main(folders: Sequence[str]) -> int:
    """Print the verdict about each folder; return 1 when anything is wrong."""
    wrong = 0
    for folder in folders:
        verdict = total(judge(Evidence.read(Path(folder))))
        counts = {name: len(getattr(verdict, name)) for name in _WRONGS}
        sys.stdout.write(
            f"{folder}: {verdict.campaigns} campaigns, {verdict.sent} sent, "
            f"{verdict.not_sent} not sent, {verdict.unknown} unknown; "
            f"{verdict.fired} of {verdict.planned} hits fired; "
            f"{', '.join(f'{name} {many}' for name, many in counts.items())}"
            f"{'; too few were sent' if verdict.too_few else ''}"
            f"{'; too few hits fired' if verdict.too_few_hits else ''}\n"
        )
        for name in counts:
            for finding in getattr(verdict, name):
                sys.stdout.write(f"  {name}: {finding}\n")
        wrong += not verdict.is_good
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))


def _said(publication: Mapping[str, Any]) -> tuple[Any, Any]:
    return publication["status"], publication.get("remote_id")
