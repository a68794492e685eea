"""The judge of a run: it knows the evidence and nothing of the code that made it.

It compares three accounts: the platform's book of what it really did, the ledgers' rows, and the
payloads with which the campaigns ended. `python -m tests.chaos.checker FOLDER…` prints what it
finds and ends with status 1 when anything is wrong.

Longer than 250 lines because every rule of the judgement can be read in one place.
"""

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tests.chaos.evidence import Account, Evidence, execution_of

LEAST: Final = 0.5
"""The share of campaigns that must have been sent, of those that nobody cancelled, that had to be
let in, whose channel was not to refuse them, and of which no person is asked since their kind
cannot tell: a run in which nothing works proves nothing."""
LEAST_HIT: Final = 0.7
"""The share of planned hits that must have fired: an instant nobody was hit at is not tried."""
NOWHERE: Final = -1
"""The number under which stands what belongs to no planned campaign."""
_STATUSES: Final = ("sent", "not_sent", "unknown", "retracted")
_COUNTS: Final = (
    "campaigns",
    *_STATUSES,
    "cancelled",
    "asked",
    "tired",
    "planned",
    "fired",
    "refused_here",
    "not_let_in",
    "refused",
    "taken_over",
)
WRONGS: Final = ("doubles", "lost", "unproven", "repeated", "overcharged")
_REFUSED: Final = {"refuse", "429", "redirect"}
"""Faults whose answer says that nothing is out; after any other, silence is all that is known."""
_FINAL: Final = {"refuse", "redirect"}
"""Faults whose answer ends a publication; after any other, it is tried again."""
_OTHER_LEDGER: Final = "admitted by the ledger"
_NOT_LET_IN: Final = "FAILED_CONTRACT"


@dataclass
class Verdict:
    """What a run has shown."""

    campaigns: int = 0
    sent: int = 0
    not_sent: int = 0
    unknown: int = 0
    retracted: int = 0
    cancelled: int = 0
    """Campaigns that were cancelled before they had ended."""
    asked: int = 0
    """Campaigns of a kind that cannot tell, of which a person is asked what became of them."""
    tired: int = 0
    """Campaigns that were not sent because every call that they may make had failed."""
    planned: int = 0
    """Hits that were planned."""
    fired: int = 0
    """Planned hits that happened."""
    refused_here: int = 0
    """Campaigns that say that a worker with another ledger has left them alone."""
    not_let_in: int = 0
    """Retries that the ledger had to refuse, and did."""
    refused: int = 0
    """Campaigns that were to fail, since there is no retry of any other."""
    taken_over: int = 0
    """Retries that say of what is out that an earlier execution has published it."""
    doubles: list[str] = field(default_factory=list[str])
    lost: list[str] = field(default_factory=list[str])
    unproven: list[str] = field(default_factory=list[str])
    repeated: list[str] = field(default_factory=list[str])
    """Calls after an outcome that nobody could tell, or for what an earlier execution has out."""
    overcharged: list[str] = field(default_factory=list[str])
    """Campaigns that used retries although no call to their channel had failed."""
    too_few: bool = False
    """Whether too little was sent."""
    too_few_hits: bool = False

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        is_proof = not (self.too_few or self.too_few_hits)
        return is_proof and not any(getattr(self, name) for name in WRONGS)

    @property
    def is_meagre(self) -> bool:
        """Whether fewer were sent than there have to be, of those that could have been."""
        asked_for = self.campaigns - self.cancelled - self.asked - self.not_let_in - self.refused
        return self.sent < LEAST * asked_for

    def add(self, other: "Verdict") -> None:
        """Take another's findings in."""
        for name in _COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in WRONGS:
            getattr(self, name).extend(getattr(other, name))


def judge(evidence: Evidence) -> dict[int, Verdict]:
    """Return a verdict for every trial by its number, and one for `NOWHERE` if it is needed."""
    verdicts = {one["number"]: _judge_one(evidence.of(one)) for one in evidence.trials}
    planned = {(trial["execution_id"], trial["channel"]) for trial in evidence.trials}
    orphans = [
        f"an effect of no campaign: {line['id']}, {line['step_key']}"
        for line in evidence.book
        if line["kind"] == "effect"
        and (execution_of(line["step_key"]), line["channel"]) not in planned
    ]
    silence = _in_vain(evidence, verdicts)
    have_told = any(verdict.refused_here for verdict in verdicts.values())
    is_silent = len({one["ledger"] for one in evidence.ledger}) > 1 and not have_told
    silence += ["nobody said that a worker had another ledger"] if is_silent else []
    if orphans or silence:
        verdicts[NOWHERE] = Verdict(doubles=orphans, unproven=silence)
    return verdicts


def _in_vain(evidence: Evidence, verdicts: Mapping[int, Verdict]) -> list[str]:
    """Say of which kinds and courses too little was sent: what others have sent proves nothing."""
    of_each: dict[str, Verdict] = {}
    for trial in evidence.trials:
        for name in (trial.get("kind"), trial.get("course")):
            if name:
                of_each.setdefault(name, Verdict()).add(verdicts[trial["number"]])
    return [f"too little was sent by {name}" for name, one in of_each.items() if one.is_meagre]


def total(verdicts: Mapping[int, Verdict]) -> Verdict:
    """Return what all verdicts of a run say together, and whether it proves anything."""
    whole = Verdict()
    for verdict in verdicts.values():
        whole.add(verdict)
    whole.too_few = whole.is_meagre or not whole.sent
    whole.too_few_hits = whole.fired < LEAST_HIT * whole.planned
    return whole


def _judge_one(account: Account) -> Verdict:
    trial, payload = account.trial, account.payload
    effects, requests = account.ever_noted("effect"), account.ever_noted("request")
    who = trial.get("kind") or trial["level"]
    who += f", {trial['course']}" if trial.get("course") else ""
    who += " (the retry)" if trial.get("formers") else ""
    name = f"#{trial['number']} {who}, {trial['hit']} {trial['point']}"
    name += f", {trial['faults']}" + ("" if trial["cancelled"] is None else ", cancelled")
    verdict = Verdict(
        campaigns=1,
        planned=int(trial["point"] is not None),
        fired=int(trial["fired"]),
        cancelled=int(account.is_cancelled),
        refused=int(trial.get("fails", False)),
    )
    most = max(Counter(line.get("reader") for line in effects).values(), default=0)
    if most > 1:
        verdict.doubles.append(f"{name}: {most} effects")
    if trial["level"] == "neither":
        verdict.repeated.extend(_calls_after_silence(name, requests))
    if account.was_out and account.noted("request"):
        verdict.repeated.append(f"{name}: a call for what an earlier execution has out")
    if not account.is_acknowledged:
        verdict.lost.append(f"{name}: its start was never acknowledged")
        return verdict
    if payload is None:
        verdict.lost.append(f"{name}: it never ended, or without a payload")
        return verdict
    verdict.refused_here += any(
        _OTHER_LEDGER in str(entry["metadata"].get("why")) for entry in payload["execution_log"]
    )
    if not trial.get("let_in", True):
        verdict.not_let_in += 1
        verdict.unproven.extend(f"{name}: {lie}" for lie in _against_refusal(account))
        return verdict
    if not trial.get("kind") and payload["retry_count"] > account.most_retries:
        used, failed = payload["retry_count"], account.most_retries
        verdict.overcharged.append(f"{name}: {used} retries, and {failed} calls failed")
    last = account.publication
    if last is None:
        verdict.unproven.append(f"{name}: the payload says nothing of its channel")
        return verdict
    status = last["status"]
    if status in _STATUSES:
        setattr(verdict, status, 1)
    verdict.asked += status == "unknown" and bool(trial.get("kind"))
    ids = {line["id"] for line in account.noted("effect")}
    verdict.taken_over += status == "sent" and account.was_out and last["remote_id"] not in ids
    verdict.tired += status == "not_sent" and _is_tired(account)
    lies = [
        *_against_book(last, account),
        *_against_revision(last, account),
        *_against_end(status, account),
        *_against_ledger(last, account),
    ]
    verdict.unproven.extend(f"{name}: {lie}" for lie in lies)
    return verdict


def _against_book(  # noqa: PLR0911 - one for each lie
    last: Mapping[str, Any], account: Account
) -> list[str]:
    """Return what a campaign says that the platform's own account denies."""
    ids, out = [line["id"] for line in account.ever_noted("effect")], account.out
    match last["status"]:
        case "sent" if account.trial.get("kind"):
            return _against_readers(account)
        case "sent" if last["remote_id"] not in out:
            return [f"sent as {last['remote_id']}, and out is {out}"]
        case "not_sent" if out:
            return [f"not sent, and out is {out}"]
        case "retracted" if out or last["remote_id"] not in ids:
            return [f"retracted {last['remote_id']}; there was {ids}, and out is {out}"]
        case "unknown" if account.trial["level"] != "neither":
            return ["unknown at a channel that can tell"]
        case other if other not in _STATUSES:
            return [f"{other} is no outcome of a publication"]
        case _:
            return []


def _against_revision(last: Mapping[str, Any], account: Account) -> list[str]:
    """Return what speaks against it that what was decided on is out, and nothing else."""
    trial, payload = account.trial, account.payload or {}
    if trial.get("revised") and not payload["revision"]:
        return ["its content was not revised"]
    if last["status"] != "sent":
        return []
    decided_on = [
        {name: asset[name] for name in ("revision", "sha256", "text")}
        for asset in payload.get("assets", [])
        if (asset["channel"], asset["revision"]) == (trial["channel"], payload["revision"])
    ]
    effects = [line for line in account.ever_noted("effect") if line["id"] == last["remote_id"]]
    is_other = any(line.get("assets", decided_on) != decided_on for line in effects)
    return ["what is out is not what was decided on"] if is_other else []


def _against_refusal(account: Account) -> list[str]:
    """Return what speaks against it that a retry was not let in, and did nothing."""
    payload = account.payload or {}
    lies = [] if payload["terminal_reason"] == _NOT_LET_IN else ["it was not refused"]
    lies += [f"it was not let in, and says {one['status']}" for one in payload["publications"]]
    return lies + ["it was not let in, and called its channel" for _ in account.noted("request")]


def _against_readers(account: Account) -> list[str]:
    """Return how many have nothing of what was sent, and are in no doubt; they are shown no ids."""
    told, readers = len(account.reached | account.in_doubt), account.trial["readers"]
    return [] if told >= readers else [f"sent, and {told} of {readers} have it"]


def _against_end(status: str, account: Account) -> list[str]:
    """Return what does not go together with how a campaign ended."""
    trial, payload = account.trial, account.payload or {}
    if account.is_cancelled:
        is_kept = status == "sent" and trial["level"] != "neither"
        return ["sent, and it was to be taken back"] if is_kept else []
    state = payload["current_state"]
    channels = {one["channel"]: one["status"] for one in payload["publications"]}
    if all(one == "sent" for one in channels.values()) != (state == "IDLE"):
        return [f"{status}, and it ended {state}"]
    if status == "retracted":
        return ["retracted, and nobody cancelled it"]
    is_refused = any(line["fault"] in _FINAL for line in account.noted("request"))
    if trial.get("kind"):
        return []  # which call met a trouble is not known to its server
    if status == "not_sent" and not (is_refused or _is_tired(account)):
        return ["not sent, and nobody refused it"]
    return []


def _is_tired(account: Account) -> bool:
    """Return whether a campaign has failed at its channel as often as it may."""
    payload = account.payload or {}
    used: int = payload["retry_count"]
    return used == payload["max_retries"] and account.failed_calls >= used


def _against_ledger(last: Mapping[str, Any], account: Account) -> list[str]:
    """Return what the ledger that admitted the campaign denies, and what another one has of it."""
    lies = (
        [] if len({name for name, _, _ in account.ledgers}) < 2 else ["two ledgers have its steps"]
    )
    row = account.row(datetime.fromisoformat(last["at"]).timestamp())
    if row is None or row["result"] is None:
        return [*lies, "the ledger has no result"]
    noted = json.loads(row["result"])["publication"]
    if _said(noted) != _said(last):
        lies.append(f"the ledger says {noted['status']}, the payload {last['status']}")
    wanted = "unknown" if last["status"] == "unknown" else "done"
    if row["status"] != wanted:
        lies.append(f"{last['status']}, and its step is {row['status']}")
    return lies


def _calls_after_silence(name: str, requests: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return calls that were made although nobody could tell what an earlier one had done."""
    silent = [line for line in requests[:-1] if line["fault"] not in _REFUSED]
    return [f"{name}: {len(requests)} calls, one of them after silence"] if silent else []


def _said(publication: Mapping[str, Any]) -> tuple[Any, Any]:
    return publication["status"], publication.get("remote_id")


def main(folders: Sequence[str]) -> int:
    """Print the verdict about each folder; return 1 when anything is wrong."""
    wrong = 0
    for folder in folders:
        verdict = total(judge(Evidence.read(Path(folder))))
        counts = {name: len(getattr(verdict, name)) for name in WRONGS}
        statuses = (f"{getattr(verdict, name)} {name.replace('_', ' ')}" for name in _STATUSES)
        sys.stdout.write(
            f"{folder}: {verdict.campaigns} campaigns, {', '.join(statuses)}; "
            f"{verdict.cancelled} cancelled, {verdict.tired} without retries left, "
            f"{verdict.refused_here} refused by a worker with another ledger; "
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
