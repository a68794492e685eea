"""Rules that cannot all be kept: against each other, or against what the campaign itself wants."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contracts import CompiledRule, RuleKind
from domain.audit.context import AuditContext
from domain.audit.picture.colors import distance, names_of, parse_hex
from domain.audit.rules.copy_language import is_unwanted
from domain.audit.rules.meaning import backgrounds_in
from domain.audit.rules.palette import NEUTRALS, palette_in
from domain.platforms.constraints import constraint_in
from domain.text.lexicon import Topic, load_lexicon
from domain.text.spelling import normalize
from domain.text.words import exact_index_of, index_of, outside
from domain.tone import Guard, Voice, asked_for

_SIDES: Final = ("width", "height")
_ROUNDING: Final = 0.01
"""How far a ratio may be off the width and height that are asked for beside it."""


@dataclass(frozen=True)
class Contradiction:
    """Two demands of which at most one can be met."""

    rule: str
    other: str
    why: str


def contradictions(context: AuditContext) -> list[Contradiction]:
    """Return what cannot all be kept, in time linear in the number of rules."""
    by_kind: dict[RuleKind, list[CompiledRule]] = {}
    for rule in context.rules:
        by_kind.setdefault(rule.kind, []).append(rule)
    return [
        *_of_tones(by_kind.get(RuleKind.TONE, []), by_kind.get(RuleKind.FEATURE, [])),
        *_of_languages(context, by_kind.get(RuleKind.FEATURE, [])),
        *_of_constraints(by_kind.get(RuleKind.CONSTRAINT, [])),
        *_of_colors(context, by_kind),
        *_of_words(context, by_kind),
    ]


def _of_tones(tones: list[CompiledRule], features: list[CompiledRule]) -> Iterator[Contradiction]:
    first_of: dict[str, CompiledRule] = {}
    for rule in tones:
        first = first_of.setdefault(rule.values[0] if rule.values else "", rule)
        if first.values != rule.values:
            yield Contradiction(rule.text, first.text, f"the {rule.values[0]} cannot be both")
    voice = first_of.get(Guard.VOICE)
    if voice is not None and asked_for(voice.values) is Voice.INFORMAL:
        for rule in features:
            if "tuteo" in rule.values:
                yield Contradiction(rule.text, voice.text, "an informal voice in Spanish says tú")


def _of_languages(context: AuditContext, features: list[CompiledRule]) -> Iterator[Contradiction]:
    language = context.language
    for rule in features if language else []:
        if any(is_unwanted(value, str(language)) for value in rule.values):
            why = "the campaign's own language is forbidden"
            yield Contradiction(rule.text, f"language: {language}", why)


def _of_constraints(rules: list[CompiledRule]) -> Iterator[Contradiction]:
    first_of: dict[tuple[str, str, str], tuple[str, float]] = {}
    for rule in rules:
        limit = constraint_in(rule.values)
        if limit is not None:
            text, value = first_of.setdefault((*limit.place, limit.limit), (rule.text, limit.value))
            if value != limit.value:
                yield Contradiction(rule.text, text, "one limit cannot have two values")
    for (*place, name), (text, value) in first_of.items():
        if name.endswith("_min"):
            longest = first_of.get((place[0], place[1], name.removesuffix("_min")))
            if longest is not None and value > longest[1]:
                yield Contradiction(text, longest[0], "the shortest is longer than the longest")
        if name == "ratio":
            width, height = (first_of.get((place[0], place[1], side)) for side in _SIDES)
            if width is not None and height is not None:
                actual = width[1] / height[1]
                if abs(actual - value) > _ROUNDING * actual:
                    yield Contradiction(text, width[0], "width and height have another ratio")


def _of_colors(
    context: AuditContext, by_kind: dict[RuleKind, list[CompiledRule]]
) -> Iterator[Contradiction]:
    if context.brand is None:
        return
    kit = {
        "background": context.brand.background,
        "text": context.brand.text,
        "accent": context.brand.accent,
        "accent_text": context.brand.accent_text,
    }
    named = {role: names_of(parse_hex(color)) for role, color in kit.items()}
    reach = context.ruleset["color_hex_distance"]
    for kind in (RuleKind.COLOR, RuleKind.COLOR_HEX):
        for rule in by_kind.get(kind, []):
            behind = backgrounds_in(rule.text)
            # A palette may take its ink and paper for granted: the picture's are asked about.
            granted = NEUTRALS if palette_in(rule.text) else frozenset[str]()
            for role, color in kit.items():
                values = [
                    each
                    for each in rule.values
                    if each not in granted and (role == "background" or each not in behind)
                ]
                contradicting = (
                    any(named[role] == frozenset((value,)) for value in values)
                    if kind is RuleKind.COLOR
                    else any(_is_near(value, color, reach) for value in values)
                )
                if contradicting:
                    why = "the brand's own colour is forbidden"
                    yield Contradiction(rule.text, f"brand.{role}: {color}", why)


def _is_near(value: str, color: str, reach: float) -> bool:
    try:
        return distance(parse_hex(value), parse_hex(color)) <= reach
    except ValueError:
        return False


def _of_words(
    context: AuditContext, by_kind: dict[RuleKind, list[CompiledRule]]
) -> Iterator[Contradiction]:
    demanded = {"core_message": context.core_message, "call_to_action": context.call_to_action}
    said = {name: text for name, text in demanded.items() if text}
    rules = by_kind.get(RuleKind.TERMS, [])
    terms = tuple(dict.fromkeys(value for rule in rules for value in rule.values))
    forbidden = by_kind.get(RuleKind.TOPIC, [])
    wanted = {value for rule in forbidden for value in rule.values}
    topics = {name: topic for name, topic in load_lexicon().topics.items() if name in wanted}
    for name, text in said.items():
        found = {match.term for match in index_of(terms).search(text)} if terms else set[str]()
        for rule in rules:
            if any(normalize(value) in found for value in rule.values):
                yield Contradiction(rule.text, f"{name}: {text}", "what must be said is forbidden")
        spoken = {each for each, topic in topics.items() if _is_spoken_of(topic, text)}
        for rule in forbidden:
            if spoken & set(rule.values):
                yield Contradiction(rule.text, f"{name}: {text}", "what must be said is forbidden")


def _is_spoken_of(topic: Topic, text: str) -> bool:
    # What may mean something else counts too: a person decides about either.
    found = [*index_of(topic.words).search(text), *index_of(topic.hints).search(text)]
    return bool(outside(found, exact_index_of(topic.exceptions).search(text)))
