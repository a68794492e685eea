"""What a clause of the brief prohibits, or that it is not understood: as a whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from contracts import RuleKind
from domain.audit.rules.mentions import said_in
from domain.audit.rules.sentence import Clause, Noun, Reading, Saying, read
from domain.text.lexicon import load_lexicon
from domain.text.spelling import fold, forms_of
from domain.text.words import find

_COLORS: Final = (RuleKind.COLOR, RuleKind.COLOR_HEX)


@dataclass(frozen=True)
class Meaning:
    """What is looked for on account of one clause."""

    found: dict[RuleKind, list[str]] = field(default_factory=dict[RuleKind, list[str]])
    is_whole: bool = False
    """Whether that is exactly what the clause says."""
    literal: tuple[str, ...] = ()
    """Words that are looked for, while the clause may mean more than them."""
    is_background: bool = False
    """Whether its colours are forbidden as backgrounds only."""

    @property
    def is_color(self) -> bool:
        """Whether it is about colours and nothing else."""
        return bool(self.found) and all(kind in _COLORS for kind in self.found)


_NOT_UNDERSTOOD: Final = Meaning()


def meanings_of(reading: Reading) -> list[Meaning]:
    """Return what each clause of a sentence prohibits."""
    clauses = reading.clauses
    meanings = [_meaning_of(clause) for clause in clauses]
    for index in range(len(clauses) - 1, 0, -1):
        if _may_share_its_noun(clauses[index - 1 : index + 1], meanings[index - 1 : index + 1]):
            meanings[index - 1] = _NOT_UNDERSTOOD
    return meanings


@lru_cache(maxsize=4096)
def backgrounds_in(text: str) -> frozenset[str]:
    """Return the colours that a rule's text forbids as backgrounds, and only as such."""
    everywhere: set[str] = set()
    behind: set[str] = set()
    for meaning in meanings_of(read(text)):
        colors = [color for kind in _COLORS for color in meaning.found.get(kind, [])]
        (behind if meaning.is_background else everywhere).update(colors)
    return frozenset(behind - everywhere)


def topics_named(text: str) -> list[str]:
    """Return the lexicon's topics that a rule's text names."""
    return [name for name, topic in load_lexicon().topics.items() if find(topic.names, text)]


def _may_share_its_noun(clauses: Sequence[Clause], meanings: Sequence[Meaning]) -> bool:
    """Tell whether a colour may be that of a later noun: no red or black backgrounds."""
    (clause, after), (meaning, following) = clauses, meanings
    if after.begins_anew or clause.own_nouns or not meaning.is_color:
        return False
    return not clause.is_spanish and (not following.found or following.is_background)


def _meaning_of(clause: Clause) -> Meaning:
    if clause.joint and not clause.begins_anew and clause.is_polite:
        return _NOT_UNDERSTOOD
    if clause.quoted:
        return _of_quotation(clause)
    if clause.hexes:
        is_one = len(clause.hexes) == 1 and not clause.meant
        return _of_color(clause, RuleKind.COLOR_HEX, clause.hexes if is_one else ())
    colors = _colors_in(clause)
    if colors:
        is_one = len(colors) == len(set(clause.content)) == 1
        return _of_color(clause, RuleKind.COLOR, next(iter(colors.values())) if is_one else ())
    return _of_words(clause)


def _of_quotation(clause: Clause) -> Meaning:
    is_a_word = not clause.own_nouns & {Noun.BACKGROUND, Noun.COLOR}
    is_whole = not (clause.meant or clause.hexes or clause.is_about_pictures) and is_a_word
    if is_whole or clause.begins_anew or not clause.joint:
        return Meaning({RuleKind.TERMS: list(clause.quoted)}, is_whole=is_whole)
    return _NOT_UNDERSTOOD


def _of_color(clause: Clause, kind: RuleKind, names: Sequence[str]) -> Meaning:
    is_of_something_else = clause.noun is Noun.LETTERS or Noun.LETTERS in clause.own_nouns
    if not names or is_of_something_else or clause.saying:
        return _NOT_UNDERSTOOD
    is_background = clause.noun is Noun.BACKGROUND
    if is_background and Noun.BACKGROUND not in clause.own_nouns and not _agrees(clause):
        return _NOT_UNDERSTOOD
    return Meaning({kind: list(names)}, is_whole=True, is_background=is_background)


def _agrees(clause: Clause) -> bool:
    """Tell whether a colour still is that of the backgrounds before it: fondos negros ni rojos."""
    return bool(clause.hexes) or (clause.is_spanish and clause.text.endswith("s"))


def _of_words(clause: Clause) -> Meaning:
    features = _features_in(clause)
    topics, matched = _topics_in(clause)
    known = {*features, *matched}
    if all(word in known for word in clause.content):
        things = {*features.values(), *topics}
        if len(things) != 1 or clause.own_nouns & {Noun.BACKGROUND, Noun.COLOR}:
            return _NOT_UNDERSTOOD
        kind = RuleKind.TOPIC if topics else RuleKind.FEATURE
        # No check sees what a picture shows; what is written in it is read.
        is_seen = clause.is_about_pictures or (clause.is_about_showing and bool(topics))
        return Meaning({kind: list(things)}, is_whole=not is_seen)
    if not clause.saying:
        return _NOT_UNDERSTOOD
    said = said_in(clause)
    found = {RuleKind.TERMS: list(said.terms)} if said.terms else {}
    if topics and not said.is_name and clause.saying is not Saying.VAGUE:
        found[RuleKind.TOPIC] = topics
    return Meaning(found, is_whole=said.is_all, literal=() if said.is_all else said.terms)


def _colors_in(clause: Clause) -> dict[str, list[str]]:
    if clause.saying:
        return {}
    lexicon = load_lexicon()
    table = lexicon.spanish_colors if clause.is_spanish else lexicon.english_colors
    colors = {
        word: (form, names)
        for word in clause.content
        for form in sorted(forms_of(word))
        if (names := table.get(form))
    }
    stand_alone = len(colors) == len(set(clause.content))
    return {
        word: names
        for word, (form, names) in colors.items()
        if clause.noun
        or (form not in lexicon.color_things and (stand_alone or form not in lexicon.color_names))
    }


def _features_in(clause: Clause) -> dict[str, str]:
    features = load_lexicon().features
    return {word: features[fold(word)] for word in clause.content if fold(word) in features}


def _topics_in(clause: Clause) -> tuple[list[str], set[str]]:
    topics = topics_named(clause.text)
    lexicon = load_lexicon()
    names = [name for topic in topics for name in lexicon.topics[topic].names]
    found = find(names, clause.text) if names else []
    matched = {fold(part) for match in found for part in match.found.split()}
    return topics, {word for word in clause.content if fold(word) in matched}
