"""What a clause of the brief prohibits, or that it is not understood: as a whole or not at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from contracts import RuleKind
from domain.audit.rules.mentions import said_in
from domain.audit.rules.sentence import Clause, Noun, Reading, Saying, read
from domain.text.lexicon import load_lexicon
from domain.text.spelling import fold, forms_of
from domain.text.words import find

_ASIDES: Final = (":", "(", ")", "-", "–", "—")
"""What may stand between a prohibition and what is wanted instead."""
_PAIR: Final = 2
_TUTEO: Final = "tuteo"
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
    meanings = list(map(_meaning_of, clauses))
    for run in _lists_in(clauses):
        for index in list(_adrift(run, clauses, meanings)):
            meanings[index] = _NOT_UNDERSTOOD
    for index in range(len(clauses) - 1, 0, -1):
        if _may_share_its_noun(clauses[index - 1 : index + 1], meanings[index - 1 : index + 1]):
            meanings[index - 1] = _NOT_UNDERSTOOD
    return meanings


def _lists_in(clauses: Sequence[Clause]) -> Iterator[range]:
    """Return where clauses follow each other under one verb or negation."""
    starts = [index for index, clause in enumerate(clauses) if clause.begins_anew or not index]
    yield from map(range, starts, [*starts[1:], len(clauses)])


def _adrift(run: range, clauses: Sequence[Clause], meanings: Sequence[Meaning]) -> Iterator[int]:
    """Return the clauses of a list that may not be prohibited with its first: no red, blue."""
    has_heading = ":" in clauses[run.start].joint
    is_lost = False
    for index in run[1:]:
        joint = clauses[index].joint
        is_aside = any(mark in joint for mark in _ASIDES)
        is_pair = joint == "," and len(run) == _PAIR and not (has_heading or clauses[index].hexes)
        # After what nobody understands a comma may begin what is wanted: no doubt, red.
        before = meanings[index - 1]
        is_lost |= joint == "," and before == _NOT_UNDERSTOOD and not has_heading
        if is_aside or is_pair or is_lost:
            yield index


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
    plain = fold(text)
    return [
        name
        for name, topic in load_lexicon().topics.items()
        if find(topic.names, text) or plain in map(fold, topic.alone)
    ]


def topics_touched(text: str) -> list[str]:
    """Return the lexicon's topics that a text names, or something that belongs to them."""
    topics = load_lexicon().topics.items()
    every = ((name, [*topic.names, *topic.parts, *topic.alone]) for name, topic in topics)
    return [name for name, known in every if find(known, text)]


def _may_share_its_noun(clauses: Sequence[Clause], meanings: Sequence[Meaning]) -> bool:
    """Tell whether a colour may be that of a later noun: no red or black backgrounds."""
    (clause, after), (meaning, following) = clauses, meanings
    if after.begins_anew or clause.own_nouns or not meaning.is_color:
        return False
    return not clause.is_spanish and (not following.found or following.is_background)


def _meaning_of(clause: Clause) -> Meaning:
    meaning = _unlimited(clause)
    is_limited = clause.is_for_people and _TUTEO not in meaning.found.get(RuleKind.FEATURE, [])
    return replace(meaning, is_whole=False) if is_limited else meaning


def _unlimited(clause: Clause) -> Meaning:
    """Return what a clause prohibits, to whomever it is said."""
    if clause.joint and not clause.begins_anew and clause.is_polite:
        return _NOT_UNDERSTOOD
    if clause.quoted:
        return _of_quotation(clause)
    if clause.hexes:
        is_one = len(clause.hexes) == 1 and not clause.meant
        return _of_color(clause, RuleKind.COLOR_HEX, clause.hexes if is_one else ())
    if fold(clause.text) in load_lexicon().occasions:
        return Meaning({RuleKind.TERMS: [clause.text]}, is_whole=True)
    colors = _colors_in(clause)
    if colors:
        is_one = len(colors) == len(set(clause.content)) == 1
        return _of_color(clause, RuleKind.COLOR, next(iter(colors.values())) if is_one else ())
    return _of_words(clause)


def _of_quotation(clause: Clause) -> Meaning:
    """Return the words that are quoted; what else is said of them may mean that they are wanted."""
    if clause.gives_examples:
        return Meaning({RuleKind.TERMS: list(clause.quoted)})
    if clause.meant or clause.hexes or len(clause.quoted) > 1:
        return _NOT_UNDERSTOOD
    is_a_word = not clause.own_nouns & {Noun.BACKGROUND, Noun.COLOR}
    is_whole = is_a_word and not clause.is_about_pictures
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
    is_whole = not clause.is_about_pictures
    return Meaning({kind: list(names)}, is_whole=is_whole, is_background=is_background)


def _agrees(clause: Clause) -> bool:
    """Tell whether a colour still is that of the backgrounds before it: fondos negros ni rojos."""
    return bool(clause.hexes) or (clause.is_spanish and clause.text.endswith("s"))


def _of_words(clause: Clause) -> Meaning:
    features = _features_in(clause)
    topics, matched = _topics_in(clause)
    if clause.saying is Saying.WORD and (features or topics):
        # The word emoji is a word; of what follows it nobody can tell.
        said = said_in(clause)
        is_word = said.is_all and clause.begins_anew
        return (
            Meaning({RuleKind.TERMS: [*said.terms]}, is_whole=True) if is_word else _NOT_UNDERSTOOD
        )
    known = {*features, *matched}
    if all(word in known for word in clause.content):
        things = {*features.values(), *topics}
        if len(things) != 1 or clause.own_nouns & {Noun.BACKGROUND, Noun.COLOR}:
            return _NOT_UNDERSTOOD
        kind = RuleKind.TOPIC if topics else RuleKind.FEATURE
        # No check sees what a picture shows; what is written in it is read.
        is_seen = clause.is_about_pictures or (clause.is_about_showing and bool(topics))
        return Meaning({kind: list(things)}, is_whole=not is_seen)
    if clause.saying in {None, Saying.LED}:
        return _NOT_UNDERSTOOD
    said = said_in(clause)
    found = {RuleKind.TERMS: list(said.terms)} if said.terms else {}
    if topics and not said.is_name and clause.saying is not Saying.VAGUE:
        found[RuleKind.TOPIC] = topics
    is_whole = said.is_all and not clause.is_about_pictures
    return Meaning(found, is_whole=is_whole, literal=() if said.is_all else said.terms)


def _colors_in(clause: Clause) -> dict[str, list[str]]:
    if clause.saying:
        return {}
    lexicon = load_lexicon()
    own, other = lexicon.english_colors, lexicon.spanish_colors
    if clause.is_spanish:
        own, other = other, own
    colors = {
        word: (form, names)
        for word in clause.content
        for form in sorted(forms_of(word))
        if (names := own.get(form) or other.get(form))
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
    found = {word: features[fold(word)] for word in clause.content if fold(word) in features}
    named = " ".join(fold(clause.text).split())
    return found if named not in features else dict.fromkeys(clause.content, features[named])


def _topics_in(clause: Clause) -> tuple[list[str], set[str]]:
    topics = topics_named(clause.text)
    lexicon = load_lexicon()
    known = [lexicon.topics[topic] for topic in topics]
    names = [name for topic in known for name in (*topic.names, *topic.alone)]
    found = find(names, clause.text) if names else []
    matched = {fold(part) for match in found for part in match.found.split()}
    return topics, {word for word in clause.content if fold(word) in matched}
