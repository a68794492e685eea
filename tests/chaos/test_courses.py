"""What the checker says of campaigns that are revised or retried, and what is tried of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from tests.chaos.course_trials import course_trials
from tests.chaos.evidence import Evidence
from tests.chaos.made_evidence import Parts, of, parts, payload, retried
from tests.chaos.report import report_courses
from tests.chaos.run import main
from tests.chaos.trials import ADMITTING, PUBLISHING, Course

SAID: Final[dict[str, Any]] = {"revision": 1, "sha256": "ab", "text": {"body": "Calm"}}
"""An asset of a revision, as the book has it."""


def test_a_retry_that_leaves_alone_what_is_out_is_good() -> None:
    """What the first execution published is the retry's own, and needs no second call."""
    verdict = of(retried())

    assert verdict.is_good, verdict
    assert (verdict.campaigns, verdict.sent, verdict.not_sent) == (4, 3, 1)
    assert verdict.taken_over == 1


def sent_anew(evidence: Parts) -> None:
    """Let the retry have published what was out."""
    effect = evidence["book"][1]
    key = effect["step_key"].replace("e-queryable", "e-queryable-again")
    evidence["book"].append(effect | {"key": "m", "step_key": key, "id": "p-3"})


def called_anew(evidence: Parts) -> None:
    """Let the retry have called the channel for it, and nothing have come of that."""
    evidence["book"].append(evidence["book"][0] | {"key": "m"})


def named_otherwise(evidence: Parts) -> None:
    """Let the retry say that something else is out there."""
    payload(evidence)["publications"][0]["remote_id"] = "p-9"


def denied(evidence: Parts) -> None:
    """Let the retry say that what the first execution published is not out."""
    payload(evidence)["publications"][0].update(status="not_sent", remote_id=None)


def excused_by_the_first(evidence: Parts) -> None:
    """Let the retry not have sent what was refused before, and was not refused to it."""
    payload(evidence).update(current_state="FAILED")
    payload(evidence)["publications"][1].update(status="not_sent", remote_id=None)
    evidence["book"] = [line for line in evidence["book"] if line["key"] != "n"]


def never_retried(evidence: Parts) -> None:
    """Let the retry never have begun."""
    del evidence["outcomes"]["acknowledged"]["e-queryable-again"]


@pytest.mark.parametrize(
    ("doctor", "finding"),
    [
        (sent_anew, "doubles"),
        (called_anew, "repeated"),
        (named_otherwise, "unproven"),
        (denied, "unproven"),
        (excused_by_the_first, "unproven"),
        (never_retried, "lost"),
    ],
)
def test_what_is_wrong_with_a_retry_is_found(doctor: Callable[[Parts], None], finding: str) -> None:
    """The executions of a campaign are judged as one, wherever the retry does not stand alone."""
    evidence = retried()
    doctor(evidence)

    assert getattr(of(evidence), finding)


def test_a_retry_in_a_row_of_channels_uses_the_retries_of_the_one_that_failed() -> None:
    """That a call failed on one channel excuses no more retries than it cost, and those it does."""
    evidence = retried()
    evidence["book"].append(evidence["book"][0] | {"key": "n", "fault": "500-before"})
    payload(evidence)["retry_count"] = 1
    assert not of(evidence).overcharged

    payload(evidence)["retry_count"] = 2
    assert of(evidence).overcharged


def in_vain(**said: Any) -> Parts:
    """Return the evidence of a retry that had to be refused, and what it says."""
    evidence = retried("revised, and retried in vain", let_in=False)
    evidence["book"] = [line for line in evidence["book"] if line["key"] != "n"]
    refused = {"current_state": "FAILED", "terminal_reason": "FAILED_CONTRACT", "publications": []}
    payload(evidence).update(refused | said)
    return evidence


def test_a_retry_that_was_not_let_in_did_nothing() -> None:
    """A refusal is right where it had to come, and is no publication that is missing."""
    verdict = of(in_vain())

    assert not verdict.unproven
    assert verdict.not_let_in == 2


def test_a_retry_that_ought_to_have_been_refused_is_found() -> None:
    """Whoever let it in, or called for it, is found."""
    called = in_vain()
    called["book"].append(called["book"][0] | {"key": "n"})

    assert of(called).unproven
    assert of(in_vain(terminal_reason="FAILED_TIMEOUT")).unproven
    assert of(in_vain(publications=payload(parts())["publications"])).unproven


def revised(out: dict[str, Any], revision: int = 1) -> Any:
    """Return the verdict about a campaign whose content was revised, by what is out."""
    evidence = parts(course="revised for a reviewer", revised=True)
    evidence["book"][1]["assets"] = [out]
    assets = [SAID | {"revision": 0, "channel": "x"}, SAID | {"channel": "x"}]
    payload(evidence).update(revision=revision, assets=assets)
    return of(evidence)


def test_what_was_decided_on_has_to_be_out() -> None:
    """A campaign that was revised publishes the revision, and no word of what was before."""
    assert revised(SAID).is_good
    assert revised(SAID | {"revision": 0}).unproven
    assert revised(SAID | {"text": {"body": "Loud"}}).unproven


def test_a_campaign_that_was_to_be_revised_and_was_not_is_found() -> None:
    """A run that tried nothing of what it was for proves nothing."""
    assert revised(SAID | {"revision": 0}, revision=0).unproven


def test_a_course_in_which_nothing_is_sent_proves_nothing() -> None:
    """What others have sent excuses no course."""
    evidence = parts(status="not_sent", course="retried")

    assert "too little was sent by retried" in of(evidence).unproven


def test_every_course_is_tried_at_every_instant() -> None:
    """A retry is hit as it is let in, too, and every other first execution was hit before."""
    made = course_trials(1, 2 * len(PUBLISHING) * len(ADMITTING))
    hit = {(one.course, bool(one.formers), one.point) for one in made if one.point}

    for point in PUBLISHING:
        assert {(course, False, point) for course in Course} <= hit
    assert {point for course, again, point in hit if again and course == Course.RETRIED} == {
        *ADMITTING,
        *PUBLISHING,
    }
    refused = {one.point for one in made if not one.is_let_in and one.point}
    assert refused == set(ADMITTING)
    assert len({one.number for one in made}) == len(made)


def test_the_report_has_a_line_for_each_course() -> None:
    """What is out from before, what the retry sent and what was not let in stand by themselves."""
    lines = report_courses([Evidence(**retried()), Evidence(**in_vain())]).splitlines()

    assert [line.split(" | ")[0] for line in lines[2:]] == [f"| {course}" for course in Course]
    assert lines[2] == "| retried | 1 | 4 | 0 | 0 | 2 | 1 | 1 | 1 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 |"
    assert " | 2 | 0 | 0 | 0 | 0 | 0 |" in lines[-1]


def test_courses_keep_to_themselves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are tried with every protection, and apart from kinds."""
    for other in (["--sabotage", "ledger"], ["--kind", "slack"], ["--together"]):
        with pytest.raises(SystemExit) as ended:
            main(["--courses", *other, "--evidence", str(tmp_path / "evidence")])
        assert ended.value.code == 2
        assert "courses are tried by themselves" in capsys.readouterr().err
