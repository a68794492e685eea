"""The quality gate decides as specified, row by row.

Longer than 250 lines because the specification of one function is read in one place, row by row and
as properties.
"""

from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from contracts import (
    FailureReason,
    GateDecision,
    GateOutcome,
    QualityCheck,
    QualityReport,
    QualityVerdict,
    ReviewAction,
    ReviewDecision,
    Severity,
)
from domain.quality_gate import questions
from domain.signing import digest, sign, trusted
from tests.support.builders import EXECUTION, check
from tests.support.campaigns.parts import asset, brief, report
from tests.support.fakes import KEY
from workflows.quality_gate import decide

ASSETS = (asset(), asset(channel="email", placement="newsletter"))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(32))
P, W, F = QualityVerdict.PASS, QualityVerdict.WARN, QualityVerdict.FAIL
CRITICAL, HIGH, MEDIUM, LOW = Severity
STRENGTH = [GateOutcome.PUBLISH, GateOutcome.REVIEW, GateOutcome.BLOCK]


def about_ours(*checks: QualityCheck, **changes: Any) -> QualityReport:
    """Return a signed report about exactly the assets that are to be published."""
    return report(*checks, assets=ASSETS, **changes)


def decided(about: QualityReport | None, **changes: Any) -> GateDecision:
    """Return the gate's decision about the assets."""
    arguments: dict[str, Any] = {
        "execution_id": EXECUTION,
        "brief": brief(),
        "assets": ASSETS,
        "auditors": [trusted(KEY.public_key())],
    }
    return decide(about, **arguments | changes)


def blocked(details: str, check_id: str | None = None) -> GateDecision:
    """Return the decision that blocks for this reason."""
    return GateDecision(
        outcome=GateOutcome.BLOCK,
        reason=FailureReason.QUALITY_CHECK_FAILED,
        details=details,
        check_id=check_id,
    )


def reviewed(
    action: ReviewAction, about: QualityReport, comment: str | None = None
) -> ReviewDecision:
    """Return a reviewer's decision about a report."""
    return ReviewDecision(
        action=action, reviewer="Ana", comment=comment, report_digest=digest(about)
    )


def test_nothing_is_published_without_a_report() -> None:
    """An audit that never happened lets nothing out."""
    decision = decided(None)

    assert decision == blocked("there is no audit report")


def test_a_clean_report_is_published() -> None:
    """A campaign without a fault needs nobody."""
    decision = decided(about_ours(check(), check(severity=LOW)))

    assert decision == GateDecision(
        outcome=GateOutcome.PUBLISH, details="every blocking check passed"
    )


UNSIGNED = "the report is not signed by a trusted auditor"
UNCOVERED = "the report does not cover exactly the assets about to be published"
MUTATIONS: dict[str, tuple[QualityReport, dict[str, Any], str]] = {
    "no signature": (
        about_ours().model_copy(update={"auditor_signature": ""}),
        {},
        UNSIGNED,
    ),
    "altered after signing": (about_ours().model_copy(update={"timestamp": 2.0}), {}, UNSIGNED),
    "another key's id": (
        about_ours().model_copy(
            update={
                "auditor_signature": about_ours().auditor_signature.replace(
                    trusted(KEY.public_key()).key_id, trusted(STRANGER.public_key()).key_id
                )
            }
        ),
        {},
        UNSIGNED,
    ),
    "untrusted key": (sign(about_ours(), STRANGER), {}, UNSIGNED),
    "nobody trusted": (about_ours(), {"auditors": []}, UNSIGNED),
    "another execution": (
        about_ours(execution_id=UUID(int=1)),
        {},
        "the report is about another execution",
    ),
    "no execution": (about_ours(execution_id=None), {}, "the report is about another execution"),
    "another brief": (
        about_ours(),
        {"brief": brief(core_message="c")},
        "the report is about another brief",
    ),
    "no brief": (about_ours(brief_sha256=None), {}, "the report is about another brief"),
    "an asset missing": (about_ours(), {"assets": ASSETS[:1]}, UNCOVERED),
    "an asset more": (about_ours(), {"assets": (*ASSETS, asset(revision=1))}, UNCOVERED),
    "an asset twice": (about_ours(), {"assets": (*ASSETS, ASSETS[0])}, UNCOVERED),
    "an asset changed": (
        about_ours(),
        {"assets": (ASSETS[0], asset(channel="email", placement="newsletter", alt_text="x"))},
        UNCOVERED,
    ),
    "no assets at all": (report(), {"assets": ()}, UNCOVERED),
}


@pytest.mark.parametrize(("about", "changes", "why"), MUTATIONS.values(), ids=MUTATIONS.keys())
def test_a_report_counts_only_for_exactly_what_was_audited(
    about: QualityReport, changes: dict[str, Any], why: str
) -> None:
    """Nothing goes out on the strength of a forged, foreign or outdated report."""
    approval = reviewed(ReviewAction.APPROVE, about)

    decision = decided(about, review=approval, **changes)

    assert decision == blocked(why)


def test_one_of_several_trusted_auditors_suffices() -> None:
    """A key can be replaced while reports of the old one are still in use."""
    auditors = [trusted(STRANGER.public_key()), trusted(KEY.public_key())]

    decision = decided(about_ours(check()), auditors=auditors)

    assert decision.outcome is GateOutcome.PUBLISH


@pytest.mark.parametrize(
    ("about", "code", "check_id"),
    [
        (about_ours(check(F, CRITICAL, "CONTRAST_TOO_LOW", "a")), "CONTRAST_TOO_LOW", "a"),
        (about_ours(check(W, CRITICAL, "NOT_EVALUATED", "a")), "NOT_EVALUATED", "a"),
        (about_ours(check(F, CRITICAL, None, "a")), "Unknown", "a"),
        (about_ours(check(), verdict=F), "Unknown", None),
        (about_ours(check(F, LOW, "TYPO", "a"), verdict=F), "TYPO", "a"),
        (
            about_ours(
                check(F, HIGH, "TONE", "a"),
                check(W, CRITICAL, "NOT_EVALUATED", "b"),
                check(F, CRITICAL, "TOO_LONG", "d"),
                check(F, CRITICAL, "CONTRAST_TOO_LOW", "c"),
                check(P, CRITICAL, "FINE", "0"),
            ),
            "CONTRAST_TOO_LOW",
            "c",
        ),
    ],
    ids=["failed", "not evaluated", "no code", "no check", "minor", "most severe"],
)
def test_a_blocking_fault_is_named(about: QualityReport, code: str, check_id: str | None) -> None:
    """The operator reads the code of the most severe fault, in the agreed words."""
    decision = decided(about, review=reviewed(ReviewAction.APPROVE, about))

    assert decision == blocked(f"Bloqueado por: {code}", check_id)


@pytest.mark.parametrize("result", [W, F])
def test_a_grave_fault_is_for_a_person_to_judge(result: QualityVerdict) -> None:
    """A HIGH finding is shown to a reviewer, who is told what was found."""
    about = about_ours(check(result, HIGH, "TONE", "tone"), verdict=W)

    decision = decided(about)

    assert decision == GateDecision(
        outcome=GateOutcome.REVIEW, details="tone found TONE", check_id="tone"
    )


def test_a_rule_that_nobody_could_evaluate_is_no_pass() -> None:
    """What the auditor could not enforce is decided by a person, with or without a code."""
    about = about_ours(check(W, HIGH, None, "rule"))

    decision = decided(about)

    assert decision.outcome is GateOutcome.REVIEW
    assert decision.details == "rule found a fault"


@pytest.mark.parametrize("severity", [MEDIUM, LOW])
def test_a_small_warning_does_not_hold_a_campaign_up(severity: Severity) -> None:
    """A WARN below HIGH is published."""
    decision = decided(about_ours(check(W, severity, "TYPO")))

    assert decision.outcome is GateOutcome.PUBLISH


def test_a_clean_report_is_reviewed_where_that_is_required() -> None:
    """A tenant that wants to see everything sees everything."""
    decision = decided(about_ours(check()), review_required=True)

    assert decision == GateDecision(
        outcome=GateOutcome.REVIEW,
        details="the tenant or the request wants every campaign reviewed",
    )


@pytest.mark.parametrize(
    ("action", "comment", "expected"),
    [
        (
            ReviewAction.APPROVE,
            None,
            GateDecision(outcome=GateOutcome.PUBLISH, details="approved by Ana", check_id="tone"),
        ),
        (ReviewAction.REJECT, None, blocked("Rejected by Ana", "tone")),
        (ReviewAction.REJECT, "too loud", blocked("Rejected by Ana: too loud", "tone")),
        (
            ReviewAction.REQUEST_CHANGES,
            "quieter",
            GateDecision(outcome=GateOutcome.REVIEW, details="tone found TONE", check_id="tone"),
        ),
    ],
)
def test_a_reviewers_word_counts(
    action: ReviewAction, comment: str | None, expected: GateDecision
) -> None:
    """What the reviewer of this report decided is what happens."""
    about = about_ours(check(W, HIGH, "TONE", "tone"))

    decision = decided(about, review=reviewed(action, about, comment))

    assert decision == expected


def test_an_approval_of_another_report_counts_for_nothing() -> None:
    """Nobody approves what nobody has read."""
    about = about_ours(check(W, HIGH, "TONE", "tone"))
    earlier = about_ours(check(W, HIGH, "TONE", "tone"), timestamp=0.5)

    decision = decided(about, review=reviewed(ReviewAction.APPROVE, earlier))

    assert decision.outcome is GateOutcome.REVIEW


checks = st.builds(
    check,
    st.sampled_from(QualityVerdict),
    st.sampled_from(Severity),
    st.sampled_from([None, "A", "B"]),
    st.sampled_from(["one", "two", "three"]),
)


@given(found=st.lists(checks, max_size=6), review_required=st.booleans())
def test_publication_needs_no_fault_that_blocks_or_needs_a_person(
    *, found: list[QualityCheck], review_required: bool
) -> None:
    """A decision follows from the gravest fault alone, whatever the other checks say."""
    about = about_ours(*found)
    faults = {found.severity for found in found if found.result is not P}

    outcome = decided(about, review_required=review_required).outcome

    if about.verdict is F or CRITICAL in faults:
        assert outcome is GateOutcome.BLOCK
    elif HIGH in faults or review_required:
        assert outcome is GateOutcome.REVIEW
    else:
        assert outcome is GateOutcome.PUBLISH


@given(st.lists(checks, max_size=5), st.sampled_from(Severity))
def test_a_check_that_passed_never_makes_it_worse(
    found: list[QualityCheck], severity: Severity
) -> None:
    """A passed check never blocks and never asks for a person, whatever its severity."""
    without = decided(about_ours(*found)).outcome

    with_it = decided(about_ours(*found, check(P, severity))).outcome

    assert with_it is without


@given(
    st.lists(checks, min_size=1, max_size=5),
    st.sampled_from(Severity),
    st.sampled_from(QualityVerdict),
)
def test_a_stronger_finding_never_gives_a_milder_decision(
    found: list[QualityCheck], severity: Severity, result: QualityVerdict
) -> None:
    """Finding more, or worse, never helps a campaign out."""
    graver, worse = list(Severity), [P, W, F]
    first = found[0]
    stronger = check(
        max(first.result, result, key=worse.index),
        min(first.severity, severity, key=graver.index),
        first.reason_code,
        first.check_id,
    )

    before = decided(about_ours(*found)).outcome
    after = decided(about_ours(stronger, *found[1:])).outcome

    assert STRENGTH.index(after) >= STRENGTH.index(before)


@given(
    audited=st.sets(st.sampled_from(range(4))),
    published=st.sets(st.sampled_from(range(4))),
    forged=st.booleans(),
)
def test_publication_needs_a_valid_signature_over_exactly_the_assets(
    *, audited: set[int], published: set[int], forged: bool
) -> None:
    """Whatever was audited, only that goes out, and only on a trusted auditor's word."""
    made = [asset(revision=number) for number in range(4)]
    about = report(check(), assets=[made[number] for number in audited])
    shown = sign(about, STRANGER) if forged else about

    decision = decided(shown, assets=[made[number] for number in published])

    exactly = audited == published and bool(published) and not forged
    assert (decision.outcome is GateOutcome.PUBLISH) == exactly


def test_a_long_list_of_questions_is_counted() -> None:
    """A reviewer reads the first questions in the status, and how many more there are."""
    asks = [
        check(QualityVerdict.WARN, Severity.HIGH, "RULE_NOT_ENFORCEABLE", f"check_{number}")
        for number in range(7)
    ]

    assert questions(asks).endswith("check_4 found RULE_NOT_ENFORCEABLE; and 2 more")


def test_a_question_that_several_places_raise_is_asked_once() -> None:
    """The reason of a review names each claim once, and in how many places it stands."""
    claim = check(QualityVerdict.FAIL, Severity.HIGH, "CLAIM")
    named = claim.model_copy(update={"evidence": {"claim": "free call"}})
    spread = claim.model_copy(
        update={"evidence": {"claim": "free call", "fields": ["headline", "body"]}}
    )

    asked = f'{claim.check_id} found CLAIM: 1 claim, "free call"'
    assert questions([named]) == asked
    assert (
        questions([spread, named, spread, check(QualityVerdict.FAIL, Severity.LOW)])
        == f"{asked}, in 5 places"
    )


def test_a_question_about_the_requests_own_number_says_what_settles_it() -> None:
    """The status alone tells which line of the tenant's policy ends the asking."""
    line = 'contacts = ["600 123 456"]'
    asks = check(QualityVerdict.WARN, Severity.HIGH, "PII_IN_COPY", "pii_check").model_copy(
        update={"evidence": {"policy_line": line, "fields": ["headline", "body"]}}
    )

    assert questions([asks]) == (
        f"pii_check found PII_IN_COPY ({line} in the tenant's policy allows it) in 2 places"
    )
