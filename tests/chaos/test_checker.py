"""The checker of chaos runs finds what is wrong, whatever it is."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.chaos.checker import Evidence, judge, total

Parts = dict[str, Any]


def parts(level: str = "queryable", status: str = "sent") -> Parts:
    """Return the evidence of one campaign, as JSON would hold it."""
    key = f"campaign:c:exec:e-{level}:step:PUBLISH:channel:x"
    publication = {"status": status, "remote_id": "p-1" if status == "sent" else None}
    effect = {"kind": "effect", "key": "k", "step_key": key, "id": "p-1"}
    call = {"kind": "request", "key": "k", "attempt": 1, "fault": None}
    return {
        "trials": [
            {
                "number": 1,
                "execution_id": f"e-{level}",
                "key": "k",
                "level": level,
                "hit": "kill",
                "point": "after the effect",
                "faults": [],
            }
        ],
        "outcomes": {
            "acknowledged": {f"e-{level}": 1.0},
            "payloads": {
                f"e-{level}": {
                    "current_state": "IDLE" if status == "sent" else "FAILED",
                    "publications": [publication],
                }
            },
        },
        "ledger": [
            {
                "step_key": key,
                "status": "unknown" if status == "unknown" else "done",
                "result": json.dumps({"publication": publication}),
            }
        ],
        "book": [call] if status == "not_sent" else [call, effect],
    }


def of(evidence: Parts) -> Any:
    """Return the verdict about evidence."""
    return total(judge(Evidence(**evidence)))


def payload(evidence: Parts) -> Any:
    """Return the one payload."""
    (one,) = evidence["outcomes"]["payloads"].values()
    return one


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
    evidence["ledger"][0]["result"] = json.dumps(
        {"publication": {"status": "not_sent", "remote_id": None}}
    )


def empty_ledger(evidence: Parts) -> None:
    """Let the ledger know nothing."""
    evidence["ledger"].clear()


def open_step(evidence: Parts) -> None:
    """Let the ledger's step never have been finished."""
    evidence["ledger"][0]["status"] = "claimed"


def failed_although_sent(evidence: Parts) -> None:
    """Let a campaign that sent everything end as if it had failed."""
    payload(evidence)["current_state"] = "FAILED"


@pytest.mark.parametrize(
    ("doctor", "finding"),
    [
        (second_effect, "doubles"),
        (no_end, "lost"),
        (no_start, "lost"),
        (nothing_out, "unproven"),
        (another_id, "unproven"),
        (called_not_sent, "unproven"),
        (called_unknown, "unproven"),
        (says_nothing, "unproven"),
        (other_ledger, "unproven"),
        (empty_ledger, "unproven"),
        (open_step, "unproven"),
        (failed_although_sent, "unproven"),
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
