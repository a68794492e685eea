"""Who made the content is told what to mend, and nothing that no content can mend."""

from typing import Any

from contracts import QualityCheck, QualityVerdict, Severity
from domain.for_the_author import for_the_author
from tests.support.campaigns.parts import report


def finding(severity: Severity, code: str | None, **evidence: Any) -> QualityCheck:
    """Return something that was found."""
    return QualityCheck(
        check_id="caps",
        result=QualityVerdict.WARN,
        reason_code=code,
        severity=severity,
        evidence=evidence,
    )


def test_what_holds_the_content_up_is_told_the_gravest_first() -> None:
    """Place, check, code and what was measured."""
    about = {"channel": "x", "placement": "post", "field": "body"}
    checks = [
        finding(Severity.HIGH, None, channel="x", placement="post"),
        finding(Severity.CRITICAL, "CAPS", **about, share=0.9, artifact_sha256="0" * 64),
        finding(Severity.LOW, "LINK", **about),
        finding(Severity.HIGH, "RULE_NOT_ENFORCEABLE", rule="be nice"),
    ]

    told = for_the_author(report(*checks))

    assert told == [
        'x.post.body: caps found CAPS: {"share": 0.9}',
        "x.post: caps found a fault: {}",
    ]


def test_what_is_told_has_its_limits() -> None:
    """A report of thousands of findings is a page for whoever mends it."""
    checks = [
        finding(Severity.HIGH, f"C{number}", channel="x", words="y" * 2000) for number in range(30)
    ]

    told = for_the_author(report(*checks))

    assert len(told) == 20
    assert all(len(one) <= 600 for one in told)
