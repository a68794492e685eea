"""A campaign's faults, channels and results as tables."""

from console.tables import campaign as tables
from contracts import (
    CampaignState,
    ChannelLearning,
    LearnReport,
    QualityReport,
    QualityVerdict,
    Rate,
    Severity,
)
from tests.support.builders import check
from tests.support.campaigns.shown import payload, shown

STATE = CampaignState


def test_the_gravest_fault_stands_first() -> None:
    """Of all checks that did not pass, the one that blocks is read first."""
    report = QualityReport(
        verdict=QualityVerdict.FAIL,
        checks=[
            check(),
            check(QualityVerdict.WARN, Severity.LOW, "SMALL_TEXT", "text_size"),
            check(QualityVerdict.FAIL, Severity.CRITICAL, "LOW_CONTRAST", "contrast"),
        ],
        auditor_signature="none",
        timestamp=0.0,
    )

    text = shown(tables.faults(report))

    assert "FAIL, 2 of 3 checks did not pass" in text
    assert text.index("LOW_CONTRAST") < text.index("SMALL_TEXT")


def test_one_cause_in_several_places_is_one_row() -> None:
    """A number that stands in every post is read once, with the places that have it."""
    findings = [
        check(QualityVerdict.FAIL, Severity.HIGH, "PII_IN_COPY", "pii_check").model_copy(
            update={"evidence": {"channel": channel, "placement": "p", "kind": "phone"}}
        )
        for channel in ("x", "y")
    ]
    report = QualityReport(
        verdict=QualityVerdict.WARN, checks=findings, auditor_signature="none", timestamp=0.0
    )

    text = shown(tables.faults(report))

    assert text.count("PII_IN_COPY") == 1
    assert "x p, y p" in text


def test_an_audit_without_faults_says_so() -> None:
    """A clean audit is a line and not an empty table."""
    report = QualityReport(
        verdict=QualityVerdict.PASS, checks=[check()], auditor_signature="none", timestamp=0.0
    )

    assert "PASS, all 1 checks passed" in shown(tables.faults(report))


def test_rates_come_with_their_intervals_and_examples_are_marked() -> None:
    """Nobody takes example numbers, or a rate from few clicks, for a finding."""
    rate = Rate(successes=30, trials=1000, value=0.03, low=0.0211, high=0.0425)
    none = Rate(successes=0, trials=0, value=None, low=0.0, high=1.0)
    report = LearnReport(
        channels=[
            ChannelLearning(
                channel="x",
                placement="post",
                click_rate=rate,
                conversion_rate=none,
                spend=12.5,
                simulated=True,
            )
        ],
        without_metrics=["email.newsletter"],
    )

    text = shown(tables.outcome(payload((STATE.IDLE,), learning=report), []))

    assert "post (example)" in text
    assert "newsletter" in text
    assert "3.00% (2.11% to 4.25%)" in text
    assert "12.50" in text
    assert "nothing was reported" in text
