"""Rules that are understood in part: they show what they find, and block nothing on their own."""

from typing import Any

import pytest

from contracts import CompiledRule, QualityVerdict, RuleKind, Severity
from domain.audit.checks.copy import forbidden_term, forbidden_topic, tone_voice
from domain.audit.order import rules_of
from tests.support.audit.runs import audit, brief, faults, order
from tests.support.audit.subjects import subject, weight

ASKED = ("WARN", "HIGH")
BLOCKED = ("FAIL", "CRITICAL")


@pytest.mark.parametrize(
    ("check", "rule", "body", "expected"),
    [
        (forbidden_term.CHECK, "No mencionar famosos", "Gusta a los famosos", ASKED),
        (forbidden_term.CHECK, "No decir «famosos»", "Gusta a los famosos", BLOCKED),
        (forbidden_topic.CHECK, "No hablar de política exterior", "Las elecciones", ASKED),
        (forbidden_topic.CHECK, "No hablar de política", "Las elecciones", BLOCKED),
        (tone_voice.CHECK, "No usar emojis ni mentiras", "Café ☕", ASKED),
        (tone_voice.CHECK, "No usar emojis", "Café ☕", BLOCKED),
    ],
)
def test_words_of_a_half_understood_sentence_ask(
    check: Any, rule: str, body: str, expected: tuple[str, str]
) -> None:
    """A word that a class is called by is shown to a person; a forbidden one blocks."""
    assert weight(check(subject(do_not_do=[rule], text={"body": body}))) == expected


def test_the_whole_audit_asks_and_does_not_end_a_campaign() -> None:
    """A sentence that is understood in part ends no campaign, and is not passed either."""
    report = audit(order(brief(do_not_do=["No mencionar cosechas nuevas ni viejas"])))

    assert report.verdict is QualityVerdict.WARN
    assert ("rule_coverage_check", "RULE_NOT_ENFORCEABLE") in faults(report)
    assert {each.severity for each in report.checks if each.result is QualityVerdict.WARN} == {
        Severity.HIGH
    }


def test_doubt_is_nothing_that_a_brief_can_bring() -> None:
    """Whoever calls a plain sentence unclear does not open the gate."""
    doubt = CompiledRule(source="do_not_do", text="No usar negro", kind=RuleKind.UNENFORCEABLE)
    what = order(brief(do_not_do=["No usar negro"], rules=[doubt]))

    assert doubt not in rules_of(what)
    assert audit(what).verdict is QualityVerdict.FAIL


def test_an_older_brief_asks_where_this_release_has_doubts() -> None:
    """What an older release took for a ban blocks no more than the sentence allows."""
    old = CompiledRule(
        source="do_not_do", text="No ocultar el negro", kind=RuleKind.COLOR, values=["black"]
    )
    report = audit(order(brief(do_not_do=["No ocultar el negro"], rules=[old])))

    assert report.verdict is QualityVerdict.WARN
    assert ("forbidden_color_check", "FORBIDDEN_COLOR_PRESENT") in faults(report)


def test_what_a_tenant_prohibits_no_brief_can_soften() -> None:
    """A campaign that lists the tenant's word among its own still fails by it."""
    what = order(brief(do_not_do=["cosecha"]), policy_topics=["cosecha"])

    report = audit(what)

    assert report.verdict is QualityVerdict.FAIL
    assert ("forbidden_term_check", "FORBIDDEN_TERM") in faults(report)
