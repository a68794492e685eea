"""The evidence of a campaign, made up: what the checker has to say of it is known."""

import copy
import json
from typing import Any

from tests.chaos.checker import judge, total
from tests.chaos.evidence import Evidence

Parts = dict[str, Any]

REFUSED: Parts = {
    "action": "tried_again",
    "metadata": {"why": "The campaign was admitted by the ledger a, and this worker has b."},
}
"""What a campaign's log says when a worker with another ledger had it."""

LEDGER = "sqlite:////ledger.db"


def parts(level: str = "queryable", status: str = "sent", **trial: Any) -> Parts:
    """Return the evidence of one campaign, as JSON would hold it."""
    execution = f"e-{level}"
    key = f"campaign:c:exec:{execution}:step:PUBLISH:channel:x:placement:post"
    is_out = status in {"sent", "retracted"}
    publication = {
        "channel": "x",
        "status": status,
        "remote_id": "p-1" if is_out else None,
        "at": "1970-01-01T00:16:40Z",
    }
    effect = {
        "kind": "effect",
        "key": "k",
        "step_key": key,
        "channel": "x",
        "id": "p-1",
        "reader": "",
    }
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
                "readers": 1,
                "channel": "x",
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
        "reports": [],
    }


def retried(course: str = "retried", **again: Any) -> Parts:
    """Return the evidence of a campaign that was refused on one channel, and of its retry.

    On x it had been published, and the retry leaves it alone; on y the retry has sent it.
    `again` is what else the trials of the retry say.
    """
    evidence = parts(course=course, formers=[])
    (trial,), first = evidence["trials"], payload(evidence)
    (kept,) = evidence["ledger"][0]["steps"]
    former, out = trial["execution_id"], first["publications"][0]
    refused = out | {"channel": "y", "status": "not_sent", "remote_id": None}
    sent = out | {"channel": "y", "remote_id": "p-2"}
    payloads, retry = evidence["outcomes"]["payloads"], f"{former}-again"
    payloads[retry] = copy.deepcopy(first) | {"publications": [copy.deepcopy(out), sent]}
    first.update(current_state="FAILED", publications=[out, refused])
    evidence["outcomes"]["acknowledged"][retry] = 1.0
    of_retry = {"execution_id": retry, "formers": [former], **again}
    evidence["trials"] += [
        trial | {"number": 2, "key": "l", "channel": "y", "fails": True},
        trial | {"number": 3, "key": "m", **of_retry},
        trial | {"number": 4, "key": "n", "channel": "y", **of_retry},
    ]
    elsewhere = kept["step_key"].replace(":channel:x:", ":channel:y:")
    resent = elsewhere.replace(former, retry)
    evidence["ledger"][0]["steps"] += [
        _step(elsewhere, refused),
        _step(kept["step_key"].replace(former, retry), out),
        _step(resent, sent),
    ]
    call, effect = evidence["book"]
    evidence["book"] += [
        call | {"key": "l", "fault": "refuse"},
        call | {"key": "n"},
        effect | {"key": "n", "step_key": resent, "channel": "y", "id": "p-2"},
    ]
    return evidence


def _step(step_key: str, publication: Parts) -> Parts:
    result = json.dumps({"publication": publication})
    return {"step_key": step_key, "status": "done", "result": result}


def of(evidence: Parts) -> Any:
    """Return the verdict about evidence."""
    return total(judge(Evidence(**evidence)))


def payload(evidence: Parts) -> Any:
    """Return the payload of the only execution, or of the retry."""
    return [*evidence["outcomes"]["payloads"].values()][-1]


def row(evidence: Parts) -> Any:
    """Return the one row of the ledger."""
    return evidence["ledger"][0]["steps"][0]
