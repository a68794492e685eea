"""The checker of chaos runs finds what is wrong, whatever it is."""

import copy
import json
from collections.abc import Callable

import pytest

from tests.chaos.made_evidence import REFUSED, Parts, of, parts, payload, row


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
