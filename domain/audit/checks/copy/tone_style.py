"""The check of the style that a brief asks for: minimal, as far as that can be counted."""

from typing import Any, Final

from contracts import QualityCheck, RuleKind, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason
from domain.audit.picture.colors import name_of
from domain.audit.picture.decoding import Picture
from domain.audit.subject import Subject
from domain.platforms.counting import measure
from domain.text.lexicon import load_lexicon
from domain.text.traits import hashtags_in, words_in
from domain.tone import TONE_RULES, Style, asked_for, longest_minimal, sentences_in

STYLE_NOT_MINIMAL: Final = Reason(
    "STYLE_NOT_MINIMAL", "not {style} ({details}), against the rule: {rule}"
)

_NEUTRAL: Final = frozenset({"black", "gray", "white", "neutral"})
_APART: Final = frozenset({"brand", "logo", "call_to_action", "business_name"})
"""Blocks that every creative has."""


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge words, sentences, intensifiers, marks, blocks and colours of a minimal creative."""
    tones = subject.rules_of(RuleKind.TONE)
    rules = [rule for rule in tones if asked_for(rule.values) is Style.MINIMAL]
    if not rules:
        return [judge.passed(style=None)]
    faults = _of_copy(subject) | _of_picture(subject)
    if not faults:
        return [judge.passed(style="minimal")]
    return [judge.failed(STYLE_NOT_MINIMAL, style="minimal", rule=rules[0].text, **faults)]


def _of_copy(subject: Subject) -> dict[str, Any]:
    limits, copy = subject.ruleset, subject.asset.text
    faults: dict[str, Any] = {}
    long = [
        {"field": name, "actual": measure(limit.counting, text), "max": most}
        for name, text in copy.items()
        if (limit := subject.placement.limit_of(name)) is not None
        for most in [longest_minimal(limit, limits["style_field_share"])]
        if most is not None and measure(limit.counting, text) > most
    ]
    if long:
        faults["too_long"] = long
    sentences = sentences_in(copy.get("headline", ""))
    if sentences > limits["style_max_headline_sentences"]:
        faults["headline_sentences"] = sentences
    whole = "\n".join(copy.values())
    words = [word.lower() for word in words_in(whole)]
    intense = [word for word in words if word in load_lexicon().tone["intensifiers"]]
    if words and len(intense) / len(words) > limits["style_max_intensifiers"]:
        faults["intensifiers"] = intense
        faults["intensifier_ratio"] = len(intense) / len(words)
    for name, search in TONE_RULES[Style.MINIMAL].avoids.items():
        if found := search(whole):
            faults[name] = found
    tags = hashtags_in(whole)
    if len(tags) > limits["style_max_hashtags"]:
        faults["hashtags"] = tags
    return faults


def _of_picture(subject: Subject) -> dict[str, Any]:
    limits, faults = subject.ruleset, dict[str, Any]()
    if subject.layout is not None:
        roles = [block.role for block in subject.layout.manifest.blocks]
        blocks = [role for role in roles if role not in _APART]
        if len(blocks) > limits["style_max_text_blocks"]:
            faults["text_blocks"] = blocks
    if isinstance(subject.picture, Picture):
        areas = subject.picture.colors.areas
        total = sum(areas.values())
        shares: dict[str, int] = {}
        for color, count in areas.items():
            shares[name_of(color)] = shares.get(name_of(color), 0) + count
        hues = sorted(
            name
            for name, count in shares.items()
            if name not in _NEUTRAL and count >= limits["style_color_share"] * total
        )
        if len(hues) > limits["style_max_colors"]:
            faults["colors"] = hues
    return faults


CHECK: Final = Check(
    check_id="tone_style_check",
    severity=Severity.HIGH,
    needs=frozenset({Need.WORDS}),
    measures="a minimal style",
    reasons=(STYLE_NOT_MINIMAL,),
    find=check,
)
