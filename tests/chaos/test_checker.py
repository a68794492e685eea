"""The checker of chaos runs finds what is wrong, whatever it is."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.chaos.checker import judge, total
from tests.chaos.evidence import Evidence

Parts = dict[str, Any]

REFUSED = {
    "action": "tried_again",
    "metadata": {"why": "The campaign was admitted by the ledger a, and this worker has b."},
}
"""What a campaign's log says when a worker with another ledger had it."""


LEDGER = "sqlite:////ledger.db"


def parts(level: str = "queryable", status: str = "sent", **trial: Any) -> Parts:
    """Return the evidence of one campaign, as JSON would hold it."""
    execution = f"e-{level}"
    key = f"campaign:c:exec:{execution}:step:PUBLISH:channel:x"
    is_out = status in {"sent", "retracted"}
    publication = {
        "status": status,
        "remote_id": "p-1" if is_out else None,
        "at": "1970-01-01T00:16:40Z",
    }
    effect = {"kind": "effect", "key": "k", "step_key": key, "id": "p-1"}
    call = {"kind": "request", "key": "k", "at": 1000.0, "attempt": 1, "fault": None}
    retraction = {"kind": "retraction", "key": "k", "id": "p-1"}
    books = {
        "sent": [call, effect],
        "retracted": [call, effect, retraction],
        "not_sent": [call | {"fault": "refuse"}],
        "unknown": [call, effect],
    }
    row = {
        "step_key": key,
        "status": "unknown" if status == "unknown" else "done",
        "result": json.dumps({"publication": publication}),
    }
    return {
        "trials": [
            {
                "number": 1,
                "execution_id": execution,
                "key": "k",
                "level": level,
                "hit": "kill",
                "point": "after the call",
                "faults": [],
                "cancelled": 1.0 if status == "retracted" else None,
                "fired": True,
                **trial,
            }
        ],
        "outcomes": {
            "acknowledged": {execution: 1.0},
            "disasters": [],
            "payloads": {
                execution: {
                    "current_state": {"sent": "IDLE", "retracted": "LEARN"}.get(status, "FAILED"),
                    "publications": [publication],
                    "retry_count": 0,
                    "max_retries": 3,
                    "execution_log": [],
                    "cancellation": {"by": "chaos"} if status == "retracted" else None,
                }
            },
        },
        "ledger": [{"ledger": LEDGER, "until": None, "steps": [row]}],
        "book": books[status],
    }


def of(evidence: Parts) -> Any:
    """Return the verdict about evidence."""
    return total(judge(Evidence(**evidence)))


def payload(evidence: Parts) -> Any:
    """Return the one payload."""
    (one,) = evidence["outcomes"]["payloads"].values()
    return one


def row(evidence: Parts) -> Any:
    """Return the one row of the ledger."""
    return evidence["ledger"][0]["steps"][0]


def test_a_run_that_is_right_is_good() -> None:
    """Three accounts that agree, with enough that was sent, are no finding."""
    verdict = of(parts())

    assert verdict.is_good
    assert (verdict.campaigns, verdict.sent) == (1, 1)


@pytest.mark.parametrize("status", ["not_sent", "unknown"])
def test_a_run_in_which_too_little_was_sent_proves_nothing(status: str) -> None:
    """A run in which every campaign fails cleanly is refused all the same."""
    verdict = of(parts("neither", status))

    assert verdict.too_few
    assert not verdict.is_good
    assert [verdict.doubles, verdict.lost, verdict.unproven, verdict.repeated] == [[]] * 4


def second_effect(evidence: Parts) -> None:
    """Let the platform have published it again."""
    evidence["book"].append(evidence["book"][-1] | {"id": "p-2"})


def orphan(evidence: Parts) -> None:
    """Let the platform have published for a campaign that nobody planned."""
    foreign = evidence["book"][-1]["step_key"].replace(":exec:e-", ":exec:f-")
    evidence["book"].append(evidence["book"][-1] | {"id": "p-2", "step_key": foreign})


def not_sent_without_reason(evidence: Parts) -> None:
    """Let a campaign give up after a fault that is no refusal, in all accounts alike."""
    evidence.update(copy.deepcopy(parts(status="not_sent")))
    evidence["book"][0]["fault"] = "500-before"


def no_end(evidence: Parts) -> None:
    """Let the campaign have no end."""
    evidence["outcomes"]["payloads"].clear()


def no_start(evidence: Parts) -> None:
    """Let the start have no answer."""
    evidence["outcomes"]["acknowledged"].clear()


def nothing_out(evidence: Parts) -> None:
    """Let the platform have nothing of what is called sent."""
    evidence["book"].pop()


def another_id(evidence: Parts) -> None:
    """Let the campaign name another post."""
    payload(evidence)["publications"][0]["remote_id"] = "p-9"


def called_not_sent(evidence: Parts) -> None:
    """Let the campaign deny what is out."""
    payload(evidence)["publications"][0].update(status="not_sent", remote_id=None)


def called_unknown(evidence: Parts) -> None:
    """Let nobody know, although the channel can tell."""
    payload(evidence)["publications"][0].update(status="unknown", remote_id=None)


def says_nothing(evidence: Parts) -> None:
    """Let the campaign say nothing of its channel."""
    payload(evidence)["publications"].clear()


def other_ledger(evidence: Parts) -> None:
    """Let the ledger tell another story."""
    row(evidence)["result"] = json.dumps({"publication": {"status": "not_sent", "remote_id": None}})


def empty_ledger(evidence: Parts) -> None:
    """Let the ledger know nothing."""
    evidence["ledger"][0]["steps"].clear()


def open_step(evidence: Parts) -> None:
    """Let the ledger's step never have been finished."""
    row(evidence)["status"] = "claimed"


def failed_although_sent(evidence: Parts) -> None:
    """Let a campaign that sent everything end as if it had failed."""
    payload(evidence)["current_state"] = "FAILED"


def two_ledgers(evidence: Parts) -> None:
    """Let another ledger have a step of the campaign, too."""
    other = copy.deepcopy(evidence["ledger"][0]) | {"ledger": "sqlite:////other.db"}
    evidence["ledger"].append(other)
    evidence["outcomes"]["payloads"]["e-queryable"]["execution_log"].append(REFUSED)


def silent_stranger(evidence: Parts) -> None:
    """Let a worker with another ledger take no notice of it."""
    evidence["ledger"].append({"ledger": "sqlite:////other.db", "until": None, "steps": []})


def retry_without_failure(evidence: Parts) -> None:
    """Let the loss of a worker cost a retry."""
    payload(evidence)["retry_count"] = 1


def retracted_unasked(evidence: Parts) -> None:
    """Let it be taken back although nobody wanted that, in all accounts alike."""
    evidence.update(copy.deepcopy(parts(status="retracted")))
    payload(evidence).update(cancellation=None, current_state="FAILED")


@pytest.mark.parametrize(
    ("doctor", "finding"),
    [
        (second_effect, "doubles"),
        (orphan, "doubles"),
        (no_end, "lost"),
        (no_start, "lost"),
        (nothing_out, "unproven"),
        (another_id, "unproven"),
        (called_not_sent, "unproven"),
        (called_unknown, "unproven"),
        (says_nothing, "unproven"),
        (not_sent_without_reason, "unproven"),
        (other_ledger, "unproven"),
        (empty_ledger, "unproven"),
        (open_step, "unproven"),
        (failed_although_sent, "unproven"),
        (two_ledgers, "unproven"),
        (silent_stranger, "unproven"),
        (retracted_unasked, "unproven"),
        (retry_without_failure, "overcharged"),
    ],
)
def test_what_is_wrong_is_found(doctor: Callable[[Parts], None], finding: str) -> None:
    """Each kind of lie, loss or double is found under its own name."""
    evidence = copy.deepcopy(parts())
    doctor(evidence)

    verdict = of(evidence)

    assert getattr(verdict, finding)
    assert not verdict.is_good


def test_a_call_after_silence_is_found_where_nobody_can_tell() -> None:
    """What nobody can tell is never sent again, even when nothing came of it."""
    evidence = parts("neither", "unknown")
    evidence["book"].append(evidence["book"][0] | {"attempt": 2})

    assert of(evidence).repeated


def test_a_call_after_a_refusal_is_none_after_silence() -> None:
    """A channel that said that it has nothing may be called again."""
    evidence = parts("neither")
    refused = evidence["book"][0] | {"fault": "429"}
    evidence["book"].insert(0, refused)

    assert of(evidence).is_good


@pytest.mark.parametrize("fault", ["refuse", "redirect"])
def test_a_final_refusal_is_a_reason_not_to_have_sent(fault: str) -> None:
    """A campaign whose channel has refused it may end without a publication."""
    evidence = parts(status="not_sent")
    evidence["book"][0]["fault"] = fault

    verdict = of(evidence)

    assert verdict.not_sent == 1
    assert not verdict.unproven


def tried(many: int) -> Parts:
    """Return the evidence of a campaign that has given up after so many calls that failed."""
    evidence = parts(status="not_sent")
    failed = evidence["book"][0] | {"fault": "500-before"}
    evidence["book"] = [failed | {"attempt": attempt + 1} for attempt in range(many)]
    payload(evidence)["retry_count"] = min(many, 3)
    return evidence


def test_a_campaign_may_give_up_when_as_many_calls_have_failed_as_it_may_make() -> None:
    """Who has three retries has called four times, and that is counted."""
    verdict = of(tried(4))

    assert not verdict.unproven
    assert (verdict.not_sent, verdict.tired) == (1, 1)


def test_a_campaign_that_had_retries_left_has_no_excuse() -> None:
    """Nobody gives up before as many calls have failed as the request allows."""
    assert of(tried(3)).unproven


def test_a_retry_may_be_used_for_a_call_that_fell_into_a_disaster() -> None:
    """A call that runs out of time while the network stands still has failed, too."""
    evidence = parts()
    retry_without_failure(evidence)
    assert of(evidence).overcharged

    evidence["outcomes"]["disasters"] = [{"what": "network stalled", "from": 990.0, "to": 999.0}]

    assert not of(evidence).overcharged


def test_a_retry_is_not_used_by_any_other_disaster() -> None:
    """That the server or the ledger was away is nobody's failure."""
    evidence = parts()
    retry_without_failure(evidence)
    evidence["outcomes"]["disasters"] = [{"what": "server killed", "from": 990.0, "to": 1010.0}]

    assert of(evidence).overcharged


def retracted(**changes: Any) -> Parts:
    """Return the evidence of a campaign that was cancelled, and is said to be so."""
    evidence = parts(status="retracted")
    payload(evidence)["publications"][0].update(changes)
    row(evidence)["result"] = json.dumps({"publication": payload(evidence)["publications"][0]})
    return evidence


def test_a_publication_that_was_taken_back_is_right() -> None:
    """What was published, then taken back and is said to be so, is no finding."""
    verdict = of(retracted())

    assert not verdict.unproven
    assert (verdict.retracted, verdict.cancelled) == (1, 1)


def test_what_is_still_out_was_not_taken_back() -> None:
    """`retracted` is believed only where the platform's book has the retraction."""
    evidence = retracted()
    evidence["book"].pop()

    assert of(evidence).unproven


def test_what_was_never_out_was_not_taken_back() -> None:
    """`retracted` needs an effect, under the name that the campaign gives."""
    assert of(retracted(remote_id="p-9")).unproven


def test_what_was_taken_back_is_not_sent_any_more() -> None:
    """A campaign must not say `sent` of what the book says was taken back."""
    assert of(retracted(status="sent")).unproven


def test_what_can_be_taken_back_is_when_that_is_ordered() -> None:
    """`sent` after a cancellation is right only where the channel cannot take anything back."""
    kept = retracted(status="sent")
    kept["book"].pop()
    assert of(kept).unproven

    kept["trials"][0]["level"] = "neither"

    assert not of(kept).unproven


def test_what_was_out_and_taken_back_may_be_called_not_sent() -> None:
    """After a lost answer nobody knows that it was out; what counts is that it is not."""
    assert not of(retracted(status="not_sent", remote_id=None)).unproven


def test_a_ledger_that_was_put_back_is_judged_by_what_it_knew() -> None:
    """What became known before a restore stands in the state that was replaced, and counts."""
    evidence = parts()
    forgotten: Parts = {"ledger": LEDGER, "until": None, "steps": []}
    evidence["ledger"] = [evidence["ledger"][0] | {"until": 1010.0}, forgotten]

    assert not of(evidence).unproven


def test_what_became_known_after_a_restore_has_to_stand_in_the_ledger() -> None:
    """A restore that came before is no excuse for a ledger that knows nothing."""
    evidence = parts()
    forgotten: Parts = {"ledger": LEDGER, "until": None, "steps": []}
    evidence["ledger"] = [evidence["ledger"][0] | {"until": 900.0}, forgotten]

    assert of(evidence).unproven


def test_a_worker_with_another_ledger_says_so() -> None:
    """Two ledgers are right as long as somebody was told of them, and one did the work."""
    evidence = parts()
    silent_stranger(evidence)
    payload(evidence)["execution_log"].append(REFUSED)

    verdict = of(evidence)

    assert verdict.is_good
    assert verdict.refused_here == 1


def test_a_run_whose_hits_did_not_fire_proves_nothing() -> None:
    """A run in which planned crashes did not happen is refused, however well all else went."""
    evidence = parts()
    evidence["trials"][0]["fired"] = False

    verdict = of(evidence)

    assert (verdict.planned, verdict.fired) == (1, 0)
    assert verdict.too_few_hits
    assert not verdict.is_good


def test_a_campaign_that_was_not_to_be_hit_is_no_missing_hit() -> None:
    """Campaigns that run without a crash on purpose do not count against a run."""
    evidence = parts()
    evidence["trials"][0].update(point=None, fired=False)

    assert of(evidence).is_good
