"""Every rule is judged by a check or shown to a person, and none is passed over."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import CompiledRule, QualityVerdict, RuleKind, Severity
from domain.audit.order import rules_of
from domain.audit.rules.coverage import why_not_enforced
from domain.platforms import placement_of
from domain.text.lexicon import load_lexicon
from tests.support.audit.runs import audit, brief, faults, order

_KINDS = {
    RuleKind.COLOR: ["red", "black", "chartreuse"],
    RuleKind.COLOR_HEX: ["#111111", "#12", "red"],
    RuleKind.TOPIC: [*load_lexicon().topics, "unicorns"],
    RuleKind.TERMS: ["cosecha", "barato", "!!"],
    RuleKind.FEATURE: ["emoji", "caps", "competitor", "lang:en"],
    RuleKind.TONE: ["voice", "formal", "style"],
    RuleKind.CONSTRAINT: ["instagram", "feed", "headline", "ratio", "5", "x", "-1", "story"],
    RuleKind.UNENFORCEABLE: ["whatever"],
}
_CONSUMERS = {
    RuleKind.COLOR: "forbidden_color_check",
    RuleKind.COLOR_HEX: "forbidden_color_check",
    RuleKind.TOPIC: "forbidden_topic_check",
    RuleKind.TERMS: "forbidden_term_check",
    RuleKind.FEATURE: "tone_voice_check",
    RuleKind.TONE: "tone_voice_check",
    RuleKind.CONSTRAINT: "field_length_check",
}
_SOURCES = st.sampled_from(["do_not_do", "tone_guard", "platform_constraints"])


@st.composite
def any_rule(draw: st.DrawFn) -> CompiledRule:
    """Return a rule of any kind, from any compiler."""
    kind = draw(st.sampled_from(list(RuleKind)))
    values = draw(st.lists(st.sampled_from(_KINDS[kind]), max_size=4))
    return CompiledRule(source=draw(_SOURCES), text="una regla", kind=kind, values=values)


@settings(max_examples=20, deadline=None)
@given(any_rule())
def test_no_rule_is_passed_over_in_silence(rule: CompiledRule) -> None:
    """A rule is judged by a check or shown to a person; never neither."""
    report = audit(order(brief(rules=[rule])))

    why = why_not_enforced(rule, [placement_of("instagram", "feed")])
    reported = [each for each in report.checks if each.evidence.get("rule") == rule.text]
    if why is None:
        assert _CONSUMERS[rule.kind] in {each.check_id for each in report.checks} | set(
            report.passed
        )
    else:
        assert report.verdict is not QualityVerdict.PASS
        assert any(
            each.check_id == "rule_coverage_check" and each.severity is Severity.HIGH
            for each in reported
        )


@settings(max_examples=20, deadline=None)
@given(
    st.text(min_size=1, max_size=80).filter(lambda text: bool(text.strip()) and text.isprintable())
)
def test_no_sentence_vanishes(sentence: str) -> None:
    """Whatever an operator writes becomes at least one rule."""
    rules = rules_of(order(brief(do_not_do=[sentence])))

    assert sentence in {rule.text for rule in rules}


@pytest.mark.parametrize(
    "rule",
    [
        CompiledRule(source="do_not_do", text="x", kind=kind, values=values)
        for kind, values in (
            (RuleKind.COLOR, ["red"]),
            (RuleKind.COLOR_HEX, ["#111111"]),
            (RuleKind.TOPIC, ["politics"]),
            (RuleKind.TERMS, ["cosecha"]),
            (RuleKind.FEATURE, ["emoji"]),
            (RuleKind.TONE, ["voice", "formal"]),
            (RuleKind.CONSTRAINT, ["instagram", "feed", "headline", "5"]),
            (RuleKind.CONSTRAINT, ["instagram", "feed", "ratio", "1"]),
        )
    ],
    ids=lambda rule: "-".join((rule.kind, *rule.values)),
)
def test_rules_that_can_be_judged_are_not_sent_to_a_person(rule: CompiledRule) -> None:
    """A reviewer's time is kept for what needs it."""
    assert why_not_enforced(rule, [placement_of("instagram", "feed")]) is None


@pytest.mark.parametrize(
    ("sentence", "searched"),
    [
        ("No hablar del tiempo", "weather"),
        ("No prometer resultados", "promised results"),
        ("No swearing", "profanity"),
        ("No hablar del tiempo ni de salud", "weather, health"),
    ],
)
def test_a_list_that_is_not_whole_says_what_was_looked_for(sentence: str, searched: str) -> None:
    """A person who has to read the rest learns why, and what was searched already."""
    report = audit(order(brief(do_not_do=[sentence])))

    (asked,) = (each for each in report.checks if each.check_id == "rule_coverage_check")
    assert asked.evidence["reason"] == (
        f"the copy was searched for {searched} by a list of words, and no list has all of them"
    )


def test_a_list_beside_words_that_may_be_a_class_says_both() -> None:
    """Nothing that was looked for is left out of the question."""
    report = audit(order(brief(do_not_do=["No hablar del tiempo ni de dinosaurios"])))

    (asked,) = (each for each in report.checks if each.check_id == "rule_coverage_check")
    assert str(asked.evidence["reason"]).endswith(
        "no list has all of them; only these very words are looked for: dinosaurios"
    )


def test_a_color_that_is_none_is_shown_to_a_person() -> None:
    """A mistyped colour is not silently taken for one that does not occur."""
    rule = CompiledRule(
        source="do_not_do", text="No usar #12", kind=RuleKind.COLOR_HEX, values=["#12"]
    )

    report = audit(order(brief(rules=[rule])))

    assert faults(report) == [("rule_coverage_check", "RULE_NOT_ENFORCEABLE")]


def test_a_limit_for_every_post_holds_where_a_placement_has_it() -> None:
    """A post without the field cannot break its limit; where none has it, a person is asked."""
    places = [placement_of("instagram", "feed"), placement_of("x", "post")]
    emoji, headline, subject_line = (
        CompiledRule(
            source="do_not_do", text="x", kind=RuleKind.CONSTRAINT, values=["*", "*", limit, "2"]
        )
        for limit in ("max_emoji", "headline_words", "subject_words")
    )

    assert why_not_enforced(emoji, places) is None
    assert why_not_enforced(headline, places) is None
    assert why_not_enforced(subject_line, places) == "no placement has a subject_words"


@pytest.mark.parametrize(
    "values",
    [
        ["instagram", "feed"],
        ["instagram", "feed", "headline", "many"],
        ["instagram", "feed", "music", "5"],
        ["instagram", "feed", "ratio", "-1"],
        ["instagram", "feed", "width", "inf"],
        ["instagram", "feed", "width", "nan"],
        ["instagram", "story", "ratio", "1"],
    ],
)
def test_a_limit_that_applies_to_nothing_is_shown_to_a_person(values: list[str]) -> None:
    """A limit for a placement that is not audited, or no limit at all, is not silently kept."""
    rule = CompiledRule(
        source="platform_constraints", text="x", kind=RuleKind.CONSTRAINT, values=values
    )

    report = audit(order(brief(rules=[rule])))

    assert faults(report) == [("rule_coverage_check", "CONSTRAINT_UNKNOWN")]
