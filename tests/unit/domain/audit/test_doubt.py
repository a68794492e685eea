"""Rules that are understood in part: they show what they find, and block nothing on their own."""

from typing import Any

import pytest
from PIL import Image

from contracts import BrandKit, CompiledRule, QualityVerdict, RuleKind, Severity
from domain.audit.checks.copy import forbidden_term, forbidden_topic, tone_voice
from domain.audit.checks.picture import forbidden_color
from domain.audit.order import rules_of
from domain.audit.rules.contradictions import contradictions
from tests.support.audit_subjects import SIZE, Creative, canvas, codes, png, subject
from tests.unit.activities.audit.test_rules import audit, brief, faults, order

ASKED = ("WARN", "HIGH")
BLOCKED = ("FAIL", "CRITICAL")


def weight(findings: list[Any]) -> tuple[str, str]:
    """Return how grave the first finding is."""
    verdict, _, severity = codes(findings)[0]
    return verdict, severity


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("No usar negro ni parecer tristes", ASKED),
        ("No usar negro", BLOCKED),
    ],
)
def test_a_color_of_a_half_understood_sentence_asks(rule: str, expected: tuple[str, str]) -> None:
    """A picture is not thrown away on a sentence that nobody understood whole."""
    assert weight(forbidden_color.CHECK(subject(Creative(), do_not_do=[rule]))) == expected


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


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("No usar rojo ni parecer tristes", ASKED), ("No usar rojo", BLOCKED)],
)
def test_what_shines_through_asks_or_blocks(rule: str, expected: tuple[str, str]) -> None:
    """A picture that cannot be judged by a doubtful rule is left to the person who is asked."""
    glass = png(Image.new("RGBA", SIZE, "#ffffff80"))
    broken = subject(fetched={"asset": png(canvas())[:200]}, do_not_do=[rule])

    shown = subject(fetched={"asset": glass}, do_not_do=[rule])

    assert weight(forbidden_color.CHECK(shown)) == expected
    assert weight(forbidden_color.CHECK(broken)) == expected


@pytest.mark.parametrize(
    ("rule", "color", "expected"),
    [
        ("No usar rojo ni fondos negros", "#dc143c", ["red"]),
        ("No usar rojo ni fondos negros", "#000000", []),
        ("No usar fondos rojos ni negros", "#dc143c", []),
        ("No red, no black backgrounds", "#dc143c", ["red"]),
    ],
)
def test_a_background_in_a_sentence_softens_no_other_color(
    rule: str, color: str, expected: list[str]
) -> None:
    """Red over a sixth of the picture is red, whatever the sentence says of backgrounds."""
    image = canvas()
    image.paste(color, (0, 0, image.width, image.height // 6))

    findings = forbidden_color.CHECK(subject(Creative(image), do_not_do=[rule]))

    assert [each.evidence["color_name"] for each in findings if each.reason_code] == expected


def test_a_forbidden_background_is_no_forbidden_text() -> None:
    """A brand with white letters may ban white backgrounds."""
    brand = BrandKit(name="Sur", background="#1f4e79", text="#ffffff")
    rules = ["No usar fondos blancos", "No usar fondos azules"]

    shown = subject(do_not_do=rules, context={"brand": brand})

    assert [clash.rule for clash in contradictions(shown.context) if "brand" in clash.other] == [
        rules[1]
    ]


@pytest.mark.parametrize(
    ("message", "clashes"),
    [("Consulta nuestra política de privacidad", 0), ("La política de cada día", 1)],
)
def test_a_message_contradicts_a_topic_only_where_it_means_it(message: str, clashes: int) -> None:
    """A privacy policy in the message is no politics, and holds nobody up."""
    shown = subject(do_not_do=["No hablar de política"], context={"core_message": message})

    assert len(contradictions(shown.context)) == clashes
