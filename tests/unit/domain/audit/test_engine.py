"""What a report holds: findings in order, and the gravest of them when they are too many."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import QualityCheck, QualityVerdict, Severity
from domain.audit.catalogue import ASSET_CHECKS
from domain.audit.engine import judge_asset, ordered
from domain.audit.subject import Subject
from domain.gravity import verdict_of
from tests.support.audit.subjects import Creative, canvas, subject


def findings(count: int, result: QualityVerdict, severity: Severity) -> list[QualityCheck]:
    """Return many findings of one kind, each with evidence of its own."""
    return [
        QualityCheck(
            check_id=f"{result}_{severity}_check".lower(),
            result=result,
            reason_code="X",
            severity=severity,
            evidence={"n": number},
        )
        for number in range(count)
    ]


SHOWN: Subject = subject(
    Creative(canvas("#ffffff"), ink="#aaaaaa", declared={"text": "Otra"}),
    do_not_do=["No decir 'cosecha'", "No usar gris"],
    text={"body": "¡¡COSECHA GRATIS!! {{x}}"},
)
FOUND = ordered(judge_asset(SHOWN))


def test_a_question_is_not_lost_among_many_small_faults() -> None:
    """A report with too many findings keeps what a person has to decide, and drops what is mild."""
    small = findings(6000, QualityVerdict.FAIL, Severity.MEDIUM)
    question = findings(1, QualityVerdict.WARN, Severity.HIGH)

    kept = ordered([*small, *question])

    assert question[0] in kept
    assert [each.severity for each in kept if each.reason_code == "FINDINGS_LEFT_OUT"] == [
        Severity.MEDIUM
    ]


def test_what_is_left_out_is_as_grave_as_the_gravest_of_it() -> None:
    """Questions that a report has no room for still make a campaign wait for a person."""
    questions = findings(6000, QualityVerdict.WARN, Severity.HIGH)
    small = findings(10, QualityVerdict.FAIL, Severity.LOW)

    kept = ordered([*questions, *small])

    assert [each.severity for each in kept if each.reason_code == "FINDINGS_LEFT_OUT"] == [
        Severity.HIGH
    ]


@settings(max_examples=15, deadline=None)
@given(st.permutations(list(ASSET_CHECKS.items())))
def test_the_order_of_checks_changes_nothing(checks: list[tuple[str, Any]]) -> None:
    """Whichever check runs first, the report is the same."""
    assert ordered(judge_asset(SHOWN, dict(checks))) == FOUND


def test_a_report_full_of_passes_says_how_many_it_leaves_out() -> None:
    """What has no room is counted, and when all of it passed the verdict stays."""
    sound = QualityCheck(
        check_id="a",
        result=QualityVerdict.PASS,
        reason_code=None,
        severity=Severity.LOW,
        evidence={"n": 0},
    )

    kept = ordered([sound] * 6000)

    assert kept[-1].reason_code == "FINDINGS_LEFT_OUT"
    assert len(kept) - 1 + kept[-1].evidence["left_out"] == 6000
    assert verdict_of(kept) is QualityVerdict.PASS


def test_a_finding_about_a_place_says_where() -> None:
    """A page can outline what a finding is about, within the picture."""
    boxes = [each.evidence["box"] for each in FOUND if "box" in each.evidence]

    assert len(boxes) > 3
    assert all(0 <= left < right <= 216 for left, _, right, _ in boxes)
    assert all(0 <= top < bottom <= 270 for _, top, _, bottom in boxes)


def test_low_contrast_shows_both_colors() -> None:
    """A page can set the two colours side by side."""
    finding = next(each for each in FOUND if each.reason_code == "CONTRAST_TOO_LOW")

    assert finding.evidence["text_hex"] == "#aaaaaa"
    assert finding.evidence["background_hex"] == "#ffffff"
