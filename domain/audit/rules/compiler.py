"""The brief's sentences as rules that checks can enforce, or the admission that none can.

A sentence that is understood in part gives rules for that part and one `UNENFORCEABLE` rule for the
whole: nothing that was written vanishes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from contracts import CompiledRule, JsonObject, RuleKind, as_prose
from domain.audit.rules.address import unwanted_address
from domain.audit.rules.amounts import amount_in
from domain.audit.rules.copy_language import unwanted_language
from domain.audit.rules.coverage import is_partial
from domain.audit.rules.meaning import meanings_of, topics_touched
from domain.audit.rules.negation import is_bare, is_prohibition, names_all
from domain.audit.rules.palette import others_than, palette_in
from domain.audit.rules.sentence import read
from domain.audit.rules.word_list import listed_words
from domain.platforms import known_constraint
from domain.platforms.constraints import flattened
from domain.tone import meaning_of

_LONGEST_VALUE: Final = 300
_MOST_VALUES: Final = 200
"""What `CompiledRule.values` takes: characters of one, and how many of them."""
_LONGEST_RULE: Final = 4000
"""Characters of `CompiledRule.text`."""


def compile_rules(
    do_not_do: Sequence[str],
    tone_guard: Mapping[str, str],
    platform_constraints: JsonObject,
) -> list[CompiledRule]:
    """Return every entry of a brief as at least one rule, in the order of the entries.

    Values by kind: `COLOR` names of `colors.COLOR_NAMES`; `COLOR_HEX` colours as `#rrggbb`;
    `TOPIC` names of the lexicon's topics; `TERMS` words or phrases; `FEATURE` one trait; `TONE`
    the guard and its value; `CONSTRAINT` channel, placement, limit and number.
    """
    rules = [rule for sentence in do_not_do for rule in _compile_sentence(_readable(sentence))]
    rules += [_compile_tone(name, value) for name, value in tone_guard.items()]
    rules += [_compile_constraint(*entry) for entry in flattened(platform_constraints)]
    return rules


def compile_topics(topics: Iterable[str]) -> list[CompiledRule]:
    """Return topics that a tenant prohibits as rules; unknown ones are searched as terms."""
    return [rule for topic in topics for rule in _as_topics_or_terms(topic)]


def _rule(source: str, text: str, kind: RuleKind, values: Iterable[str] = ()) -> CompiledRule:
    text = _readable(text)[:_LONGEST_RULE]
    wanted = list(values)
    if len(wanted) > _MOST_VALUES or any(len(value) > _LONGEST_VALUE for value in wanted):
        # What is too long to be looked for is not silently shortened.
        return CompiledRule(source=source, text=text, kind=RuleKind.UNENFORCEABLE)
    return CompiledRule(source=source, text=text, kind=kind, values=wanted)


def _readable(text: str) -> str:
    """Return the text, without what no contract takes: control characters, or nothing at all."""
    kept = text.strip(" \n\t")[:_LONGEST_RULE]
    return text if as_prose(kept) == kept else as_prose(text)


def _prohibition(text: str, kind: RuleKind, values: Iterable[str] = ()) -> CompiledRule:
    return _rule("do_not_do", text, kind, values)


def _as_topics_or_terms(text: str) -> Iterator[CompiledRule]:
    parts = read(text).clauses
    topics = sorted({name for part in parts for name in topics_touched(part.text)})
    terms = [part.text for part in parts if not topics_touched(part.text)]
    if topics:
        yield _prohibition(text, RuleKind.TOPIC, topics)
    if terms or not parts:
        yield _prohibition(text, RuleKind.TERMS, terms or [text.strip()])
    if any(part.is_one_name for part in parts):
        yield _prohibition(text, RuleKind.UNENFORCEABLE, terms)


def _compile_sentence(sentence: str) -> list[CompiledRule]:
    words = listed_words(sentence)
    if words is None:
        whole = _of_whole(sentence)
        return _of_reading(sentence) if whole is None else [whole]
    kind = RuleKind.TERMS if words else RuleKind.UNENFORCEABLE
    return [_prohibition(sentence, kind, dict.fromkeys(words))]


def _of_whole(sentence: str) -> CompiledRule | None:
    """Return what a sentence of a fixed form means, which is read as a whole or not at all."""
    limit = amount_in(sentence)
    if limit is not None:
        return _prohibition(sentence, RuleKind.CONSTRAINT, limit.values)
    palette = palette_in(sentence)
    if palette is not None:
        return _prohibition(sentence, RuleKind.COLOR, others_than(palette))
    trait = unwanted_address(sentence) or unwanted_language(sentence)
    return None if trait is None else _prohibition(sentence, RuleKind.FEATURE, [trait])


def _of_reading(sentence: str) -> list[CompiledRule]:
    reading = read(sentence)
    meanings = meanings_of(reading)
    is_whole = names_all(reading) and all(meaning.is_whole for meaning in meanings)
    if not is_prohibition(reading) and not (is_whole and is_bare(reading)):
        return [_prohibition(sentence, RuleKind.UNENFORCEABLE)]
    found: dict[RuleKind, list[str]] = {}
    for meaning in meanings:
        for kind, values in meaning.found.items():
            found.setdefault(kind, []).extend(values)
    rules = [
        _prohibition(sentence, RuleKind.FEATURE, [value])
        for value in dict.fromkeys(found.pop(RuleKind.FEATURE, []))
    ]
    rules += [_prohibition(sentence, kind, dict.fromkeys(values)) for kind, values in found.items()]
    is_listed = any(is_partial(rule.kind, value) for rule in rules for value in rule.values)
    if not rules or not is_whole or is_listed:
        is_literal = names_all(reading) and all(each.is_whole or each.literal for each in meanings)
        literal = dict.fromkeys(term for each in meanings for term in each.literal)
        rules.append(_prohibition(sentence, RuleKind.UNENFORCEABLE, literal if is_literal else ()))
    return sorted(rules, key=lambda rule: list(RuleKind).index(rule.kind))


def _compile_tone(name: str, value: str) -> CompiledRule:
    text, meant = f"{name}: {value}", meaning_of(name, value)
    if meant is None:
        return _rule("tone_guard", text, RuleKind.UNENFORCEABLE)
    return _rule("tone_guard", text, RuleKind.TONE, map(str, meant))


def _compile_constraint(key: str, value: Any) -> CompiledRule:
    text, known = f"{key}: {value}", known_constraint(key, value)
    if known is None:
        return _rule("platform_constraints", text, RuleKind.UNENFORCEABLE)
    return _rule("platform_constraints", text, RuleKind.CONSTRAINT, known.values)
