"""The checker of chaos runs excuses what was right, and nothing near it."""

import json
from typing import Any

import pytest

from tests.chaos.made_evidence import LEDGER, REFUSED, Parts, of, parts, payload, row


def tried(many: int) -> Parts:
    """Return the evidence of a campaign that has given up after so many calls that failed."""
    evidence = parts(status="not_sent")
    failed = evidence["book"][0] | {"fault": "500-before"}
    evidence["book"] = [failed | {"attempt": attempt + 1} for attempt in range(many)]
    payload(evidence)["retry_count"] = many - 1
    return evidence


def test_a_campaign_may_give_up_when_as_many_calls_have_failed_as_it_may_make() -> None:
    """Who has three retries has called four times, and that is counted."""
    verdict = of(tried(4))

    assert not verdict.unproven
    assert (verdict.not_sent, verdict.tired) == (1, 1)


def test_a_campaign_that_had_retries_left_has_no_excuse() -> None:
    """Nobody gives up before as many calls have failed as the request allows."""
    assert of(tried(3)).unproven


@pytest.mark.parametrize(
    "why",
    [
        "FAILED_PLATFORM: x gave no answer within 3 s.",
        "FAILED_PLATFORM: The platform of x gave no whole answer: TimeoutError within 2.0 s.",
    ],
)
def test_a_retry_may_be_used_for_a_call_that_ran_out_of_time(why: str) -> None:
    """The platform's book need not know of a call that had no answer in time."""
    evidence = parts()
    payload(evidence)["retry_count"] = 1
    evidence["reports"].append({"execution_id": "e-queryable", "why": why})

    assert not of(evidence).overcharged


@pytest.mark.parametrize(
    "why",
    [
        "FAILED_TIMEOUT: The ledger gave no answer within 3 s.",
        "FAILED_TIMEOUT: The worker was stopped before it had finished.",
        "FAILED_TIMEOUT: Another worker has taken the step over.",
        "FAILED_TIMEOUT: The ledger does not answer: it is locked",
    ],
)
def test_a_retry_is_not_used_by_what_a_worker_or_the_ledger_has_met(why: str) -> None:
    """That a worker was lost, or the ledger away, is no failure of the campaign."""
    evidence = parts()
    payload(evidence)["retry_count"] = 1
    evidence["reports"].append({"execution_id": "e-queryable", "why": why})

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
    evidence["ledger"].append({"ledger": "sqlite:////other.db", "until": None, "steps": []})
    payload(evidence)["execution_log"].append(REFUSED)

    verdict = of(evidence)

    assert verdict.is_good
    assert verdict.refused_here == 1
