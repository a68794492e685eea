"""Rules that cannot all be kept are told apart from those that can."""

from typing import Any

import pytest

from contracts import BrandKit, CompiledRule, RuleKind
from domain.audit.rules.compiler import compile_rules
from domain.audit.rules.contradictions import contradictions
from tests.support.audit.subjects import subject


@pytest.mark.parametrize(
    ("limits", "count"),
    [
        ({"instagram.feed.body_min": 50, "instagram.feed.body": 20}, 1),
        ({"instagram.feed.body_min": 5, "instagram.feed.body": 20}, 0),
        ({"instagram.feed.body_min": 5}, 0),
        ({"instagram.feed": {"width": 1080, "height": 1080, "ratio": "4:5"}}, 1),
        ({"instagram": {"feed": {"width": 1080, "height": 1080, "ratio": "4:5"}}}, 1),
        ({"instagram": {"feed": {"width": 1080, "height": 1350, "ratio": "4:5"}}}, 0),
        ({"instagram": {"feed": {"width": 1080, "ratio": "4:5"}}}, 0),
    ],
)
def test_limits_that_cannot_all_hold_are_reported(limits: dict[str, Any], count: int) -> None:
    """A brief that asks for the impossible is told so."""
    shown = subject(rules=compile_rules([], {}, limits))

    assert len(contradictions(shown.context)) == count


@pytest.mark.parametrize(
    ("kind", "values", "count"),
    [
        (RuleKind.CONSTRAINT, ["instagram", "feed", "body_min", "many"], 0),
        (RuleKind.COLOR_HEX, ["red"], 0),
        (RuleKind.COLOR_HEX, ["#1f4e79"], 1),
        (RuleKind.TONE, [], 0),
        (RuleKind.TOPIC, ["politics"], 0),
        (RuleKind.FEATURE, ["tuteo"], 0),
    ],
)
def test_nonsense_contradicts_nothing(kind: RuleKind, values: list[str], count: int) -> None:
    """Rules from another compiler are compared as far as they can be read."""
    longest = CompiledRule(
        source="platform_constraints",
        text="y",
        kind=RuleKind.CONSTRAINT,
        values=["instagram", "feed", "body", "20"],
    )
    rule = CompiledRule(source="do_not_do", text="x", kind=kind, values=values)
    shown = subject(rules=[longest, rule], tone_guard={"voice": "familiar"})
    if kind is RuleKind.FEATURE:
        shown = subject(rules=[rule], tone_guard={"voice": "formal"})

    found = contradictions(shown.context)

    assert len([each for each in found if "cannot be both" not in each.why]) == count


def test_a_familiar_voice_may_do_without_emoji() -> None:
    """Only the rule against `tú` contradicts an informal voice."""
    shown = subject(do_not_do=["No usar emojis", "No tutear"], tone_guard={"voice": "familiar"})

    assert [each.rule for each in contradictions(shown.context)] == ["No tutear"]


def test_a_topic_that_the_message_needs_contradicts_the_brief() -> None:
    """A campaign about an election cannot keep a rule against politics."""
    shown = subject(
        do_not_do=["No mencionar política"],
        context={
            "core_message": "Ven a votar",
            "rules": compile_rules(["No mencionar política"], {}, {}),
        },
    )

    assert [each.other for each in contradictions(shown.context)] == ["core_message: Ven a votar"]


def test_a_forbidden_background_is_no_forbidden_text() -> None:
    """A brand with white letters may ban white backgrounds."""
    brand = BrandKit(name="Sur", background="#1f4e79", text="#ffffff")
    rules = ["No usar fondos blancos", "No usar fondos azules"]

    shown = subject(do_not_do=rules, context={"brand": brand})

    assert [each.rule for each in contradictions(shown.context) if "brand" in each.other] == [
        rules[1]
    ]


@pytest.mark.parametrize(
    ("message", "number"),
    [("Consulta nuestra política de privacidad", 0), ("La política de cada día", 1)],
)
def test_a_message_contradicts_a_topic_only_where_it_means_it(message: str, number: int) -> None:
    """A privacy policy in the message is no politics, and holds nobody up."""
    shown = subject(do_not_do=["No hablar de política"], context={"core_message": message})

    assert len(contradictions(shown.context)) == number


@pytest.mark.parametrize(("rule", "number"), [("English only", 1), ("No escribir en inglés", 0)])
def test_a_rule_against_the_campaigns_own_language_contradicts_it(rule: str, number: int) -> None:
    """A campaign in Spanish cannot be in English alone: a person says what is meant."""
    shown = subject(do_not_do=[rule])

    assert [each.other for each in contradictions(shown.context)] == ["language: es"] * number


def test_a_palette_takes_the_brands_ink_and_paper_for_granted() -> None:
    """Black on white contradicts no palette that is silent about them; a green button does."""
    quiet, loud = (
        subject(
            do_not_do=["Solo azul y rojo"], context={"brand": BrandKit(name="Sur", accent=color)}
        )
        for color in ("#1746a2", "#0a8a2a")
    )

    assert contradictions(quiet.context) == []
    assert [each.other for each in contradictions(loud.context)] == ["brand.accent: #0a8a2a"]
