"""The held-out set: sentences and texts by authors who had not seen how the checks work.

An entry has `kind` (`rule` or `copy`), `language`, `rule`, `text` and `expected`. Of a rule,
`expected` is `enforced` or `person`; of a copy it says whether it violates its rule or, without
one, what holds for every copy. Rule 1: a case of this set is never used to mend a check. One that
shows a fault is mended by what it has in common with others, and stays as it was written.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from contracts import Language, QualityCheck, QualityVerdict, Severity
from domain.audit.catalogue import ASSET_CHECKS
from domain.audit.rules.compiler import compile_rules
from domain.audit.rules.coverage import why_not_enforced
from tests.support.audit.subjects import SMALL_FEED, subject

FILE: Final = Path(__file__).with_name("heldout.json")
SECOND: Final = Path(__file__).with_name("heldout_second.json")
"""A set of another author's, who had seen no document of this project either."""

BY_RULE: Final = (
    "forbidden_topic_check",
    "forbidden_term_check",
    "tone_voice_check",
    "tone_style_check",
    "caps_check",
    "punctuation_check",
    "emoji_check",
    "hashtag_mention_check",
)
"""Checks that judge a copy by its campaign's rules."""

FOR_EVERY_COPY: Final = (
    "profanity_check",
    "personal_attributes_check",
    "claims_check",
    "placeholder_check",
    "pii_check",
)
"""Checks that judge a copy by itself."""

_JUDGEMENTS: Final = (
    ("rule", "a rule that can be enforced", ("enforced", "needlessly left to a person")),
    ("rule", "a rule that needs a person", ("rightly left to a person", "wrongly enforced")),
    ("copy", "a text that violates", ("found", "left to a person with its rule", "missed")),
    (
        "copy",
        "a text that does not",
        ("rightly passed", "needlessly shown to a person", "wrongly blocked"),
    ),
)
_RIGHT: Final = {words[0] for _, _, words in _JUDGEMENTS}

Entry = Mapping[str, Any]


def entries(file: Path = FILE) -> list[Entry]:
    """Return the held-out set."""
    found: list[Entry] = json.loads(file.read_text(encoding="utf-8"))
    return found


def outcome(entry: Entry) -> str:
    """Return what became of one entry, in a word or two."""
    return _of_rule(entry) if entry["kind"] == "rule" else _of_copy(entry)


def _of_rule(entry: Entry) -> str:
    asked = _asks_a_person(entry["rule"])
    if entry["expected"] == "person":
        return "rightly left to a person" if asked else "wrongly enforced"
    return "needlessly left to a person" if asked else "enforced"


def _asks_a_person(sentence: str) -> bool:
    rules = compile_rules([sentence], {}, {})
    return any(why_not_enforced(rule, [SMALL_FEED]) is not None for rule in rules)


def _of_copy(entry: Entry) -> str:
    rule = str(entry["rule"])
    faults = _faults(entry, rule)
    if not entry["expected"]:
        if any(fault.severity is Severity.CRITICAL for fault in faults):
            return "wrongly blocked"
        return "needlessly shown to a person" if faults else "rightly passed"
    if faults:
        return "found"
    return "left to a person with its rule" if rule and _asks_a_person(rule) else "missed"


def _faults(entry: Entry, rule: str) -> list[QualityCheck]:
    shown = subject(
        do_not_do=[rule] if rule else [],
        text={"body": entry["text"]},
        language=Language(entry["language"]),
        alt_text=None,
    )
    found = [
        finding
        for name in (BY_RULE if rule else FOR_EVERY_COPY)
        for finding in ASSET_CHECKS[name](shown)
    ]
    return [
        finding
        for finding in found
        if finding.result is not QualityVerdict.PASS
        and finding.severity in {Severity.CRITICAL, Severity.HIGH}
        and (not rule or finding.evidence.get("rule") == rule)
    ]


def counts(found: Sequence[Entry]) -> str:
    """Return how many entries came to what, as a Markdown table."""
    return "\n".join(_count([(entry, outcome(entry)) for entry in found]))


def table(found: Sequence[Entry]) -> str:
    """Return the counts as a Markdown table, with what is judged otherwise beneath it."""
    judged = [(entry, outcome(entry)) for entry in found]
    wrong = [
        f"| {word} | {entry['text']} | {entry['rule']} |"
        for entry, word in judged
        if word not in _RIGHT
    ]
    lines = [
        *_count(judged),
        "",
        "Judged otherwise than expected:",
        "",
        "| outcome | text | rule |",
        "| --- | --- | --- |",
    ]
    return "\n".join([*lines, *wrong])


def _count(judged: Sequence[tuple[Entry, str]]) -> list[str]:
    known = Counter((entry["kind"], entry["language"], word) for entry, word in judged)
    return [
        "| what its author expects | outcome | Spanish | English |",
        "| --- | --- | ---: | ---: |",
        *(
            f"| {wanted} | {word} | {known[kind, 'es', word]} | {known[kind, 'en', word]} |"
            for kind, wanted, words in _JUDGEMENTS
            for word in words
        ),
    ]
