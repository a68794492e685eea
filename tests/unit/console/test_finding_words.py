"""A finding in a person's words: by the sentence that its check has for it."""

from string import Formatter
from typing import Any

import pytest

from console.words.findings import named, place_of, told
from contracts import QualityCheck, QualityVerdict, Severity
from domain.audit.catalogue import CHECKS, reason_of
from domain.audit.findings import NOT_EVALUATED
from tests.audit.corpus import CORPUS

SENTENCES = [
    (check.check_id, reason.code, sentence)
    for check in CHECKS.values()
    for reason in (*check.reasons, NOT_EVALUATED)
    for sentence in reason.sentences
]


def finding(check_id: str, code: str, **evidence: Any) -> QualityCheck:
    """Return a finding."""
    return QualityCheck(
        check_id=check_id,
        result=QualityVerdict.FAIL,
        reason_code=code,
        severity=Severity.HIGH,
        evidence=evidence,
    )


@pytest.mark.parametrize(("check_id", "code", "sentence"), SENTENCES)
def test_a_sentence_writes_its_numbers_in_ways_that_are_known(
    check_id: str, code: str, sentence: str
) -> None:
    """No sentence of any check breaks when somebody reads it."""
    fields = [(name, how) for _, name, how, _ in Formatter().parse(sentence) if name]

    assert {how for _, how in fields} <= {"", "ratio", "share"}
    assert all(name.isidentifier() for name, _ in fields)
    assert sentence == sentence.strip() != ""
    assert reason_of(check_id, code) is not None


def test_whatever_a_check_finds_is_told_by_its_own_sentence() -> None:
    """Nobody reads a list of evidence where the check could say what is wrong."""
    faults = [
        each for case in CORPUS for each in case.judge() if each.result is not QualityVerdict.PASS
    ]
    untold = {
        (each.check_id, each.reason_code)
        for each in faults
        for reason in [reason_of(each.check_id, each.reason_code)]
        if reason is None
        or not any(
            {name for _, name, _, _ in Formatter().parse(sentence) if name}
            <= {*each.evidence, "details"}
            for sentence in reason.sentences
        )
    }

    assert untold == set()


@pytest.mark.parametrize(
    ("check", "line"),
    [
        (
            finding("contrast_ratio_check", "CONTRAST_TOO_LOW", actual=4.4999, min_required=4.5),
            "contrast 4.49:1, and 4.5:1 is needed",
        ),
        (
            finding("text_coverage_check", "TEXT_OVERLAY_HEAVY", actual=0.2345),
            "text covers 23.4% of the picture",
        ),
        (
            finding("forbidden_color_check", "FORBIDDEN_COLOR_PRESENT", area_ratio=0, rule="x"),
            "a forbidden color on 0.0% of the picture: x",
        ),
        (
            finding("emoji_check", "EMOJI_NOT_ALLOWED", emoji=["☕"]),
            "the platform takes no emoji, and there is ☕",
        ),
        (
            finding("tone_voice_check", "EMOJI_NOT_ALLOWED", markers=[{"found": "☕"}], rule="x"),
            "“☕”, against the rule: x",
        ),
        (
            finding("image_text_match_check", "IMAGE_TEXT_DIFFERS", reason="ink is missing"),
            "ink is missing",
        ),
        (
            finding("image_integrity_check", "ARTIFACT_HASH_MISMATCH", part="size"),
            "the size is not what the asset says",
        ),
        (
            finding(
                "tone_style_check", "STYLE_NOT_MINIMAL", style="minimal", emoji=["☕"], rule="x"
            ),
            "not minimal (emoji ☕), against the rule: x",
        ),
        (finding("caps_check", "NOT_EVALUATED", reason="so"), "not judged: so"),
        (finding("caps_check", "EXCESSIVE_CAPS", ratio=0.5), "ratio 0.5"),
    ],
    ids=lambda one: one if isinstance(one, str) else one.check_id,
)
def test_a_finding_is_told_as_its_check_would_say_it(check: QualityCheck, line: str) -> None:
    """The same code means what the check that gave it means, and numbers are never flattered."""
    assert told(check) == line


@pytest.mark.parametrize(
    ("code", "words"), [("UTM_MISSING", "UTM missing"), ("link_check", "Link"), ("PII", "PII")]
)
def test_a_code_is_named_as_people_write_it(code: str, words: str) -> None:
    """Acronyms keep their capitals, and nothing else has any but the first letter."""
    assert named(code) == words


def test_a_finding_in_several_fields_names_all_of_them() -> None:
    """Nobody mends the headline and leaves the same number in the body."""
    found = finding("pii_check", "PII_IN_COPY", field="call_to_action", fields=["headline", "body"])

    assert place_of(found) == "headline, body"


def test_a_number_of_the_requests_own_is_told_with_the_line_that_allows_it() -> None:
    """What to write into the tenant's policy stands in the finding itself."""
    evidence = {"kind": "phone", "masked": "6*****56", "policy_line": 'contacts = ["600 123 456"]'}

    assert told(finding("pii_check", "PII_IN_COPY", **evidence)).endswith(
        'policy allows it in every campaign: contacts = ["600 123 456"]'
    )
